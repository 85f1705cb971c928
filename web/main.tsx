import { lazy } from 'react'
import { platformIdentity } from '#platform/identity/web/platform-identity.ts'
import { mountApp } from './kit/frame/mount-app.tsx'
import { pages } from './pages.ts'
import { consoleSections } from './shell/console-sections.ts'

/** Not needed to show a page: they come after the shell. */
const ConsoleBell = lazy(async () => ({ default: (await import('./shell/console-bell.tsx')).ConsoleBell }))
const ContractBanner = lazy(async () => ({ default: (await import('./shell/contract-banner.tsx')).ContractBanner }))
const RingingCalls = lazy(async () => ({ default: (await import('#services/service-desk/web/ringing-calls.tsx')).RingingCalls }))

mountApp({
  plate: { name: '信运', line: '信用服务监管平台运维管理：每一项义务都有证据', mark: '信' },
  accent: { light: '#1d5a7d', dark: '#6fb3d9' },
  sections: consoleSections,
  pages,
  identity: platformIdentity,
  Banner: ContractBanner,
  Bell: ConsoleBell,
  Overlay: RingingCalls,
})
