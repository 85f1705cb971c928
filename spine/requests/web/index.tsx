import { FormOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const requestPages = definePages({
  group: 'requests',
  title: '申请',
  icon: FormOutlined,
  permission: 'request:read',
  routes: [
    { path: '/requests', title: '申请', load: () => import('./requests-page.tsx'), menu: { section: 'desk', order: 30 }, hotkey: 'q' },
    { path: '/requests/:requestId', title: '申请详情', load: () => import('./request-page.tsx') },
    { path: '/delegations', title: '审批代理', load: () => import('./delegations-page.tsx'), permission: 'request:approve', menu: { section: 'desk', order: 35 } },
  ],
})
