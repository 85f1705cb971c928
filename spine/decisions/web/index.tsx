import { SignatureOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const decisionPages = definePages({
  group: 'decisions',
  title: '甲方决定',
  icon: SignatureOutlined,
  permission: 'decision:read',
  routes: [
    { path: '/decisions', title: '甲方决定', load: () => import('./decisions-page.tsx'), menu: { section: 'contract', order: 60 }, hotkey: 'd' },
    { path: '/decisions/new', title: '登记决定', load: () => import('./record-decision-page.tsx'), permission: 'decision:record' },
  ],
})
