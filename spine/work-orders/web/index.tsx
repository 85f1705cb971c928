import { ProfileOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const workOrderPages = definePages({
  group: 'work-orders',
  title: '工单',
  icon: ProfileOutlined,
  permission: 'work-order:read',
  routes: [
    { path: '/work-orders', title: '工单', load: () => import('./work-orders-page.tsx'), menu: { section: 'desk', order: 20 }, hotkey: 'w' },
    { path: '/work-orders/:workOrderId', title: '工单详情', load: () => import('./work-order-page.tsx') },
  ],
})
