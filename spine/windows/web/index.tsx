import { FieldTimeOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const windowPages = definePages({
  group: 'windows',
  title: '时间窗',
  icon: FieldTimeOutlined,
  permission: 'window:read',
  routes: [
    { path: '/windows', title: '时间窗', load: () => import('./windows-page.tsx'), menu: { section: 'operation', order: 70 } },
    { path: '/windows/:windowId', title: '时间窗详情', load: () => import('./window-page.tsx') },
  ],
})
