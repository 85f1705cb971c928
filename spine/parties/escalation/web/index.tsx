import { RiseOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const escalationPages = definePages({
  group: 'escalation',
  title: '升级阶梯',
  icon: RiseOutlined,
  permission: 'escalation:read',
  routes: [
    { path: '/escalation-ladders', title: '升级阶梯', load: () => import('./ladders-page.tsx'), menu: { section: 'people', order: 70 } },
    { path: '/escalation-ladders/:ladderId', title: '升级阶梯详情', load: () => import('./ladder-page.tsx') },
  ],
})
