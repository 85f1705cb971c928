import { platformIdentity } from '#platform/identity/web/platform-identity.ts'
import { mountApp } from './kit/frame/mount-app.tsx'
import { pages } from './pages.ts'
import { ConsoleBell } from './shell/console-bell.tsx'
import { ContractBanner } from './shell/contract-banner.tsx'
import { consoleSections } from './shell/console-sections.ts'

mountApp({
  plate: { name: '信运', line: '信用服务监管平台运维管理：每一项义务都有证据', mark: '信' },
  accent: { light: '#1d5a7d', dark: '#6fb3d9' },
  sections: consoleSections,
  pages,
  identity: platformIdentity,
  Banner: ContractBanner,
  Bell: ConsoleBell,
})
