import { ScheduleOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const rosterPages = definePages({
  group: 'rosters',
  title: '值班',
  icon: ScheduleOutlined,
  permission: 'roster:read',
  routes: [
    { path: '/my-duty', title: '我的值班', load: () => import('./my-duty-page.tsx'), menu: { section: 'people', order: 10, icon: UserOutlined }, permission: 'roster:work' },
    { path: '/rosters', title: '值班表', load: () => import('./rosters-page.tsx'), menu: { section: 'people', order: 20 }, hotkey: 'z' },
    { path: '/rosters/swaps', title: '换班', load: () => import('./swaps-page.tsx'), menu: { section: 'people', order: 30, icon: SwapOutlined } },
    { path: '/rosters/:rosterId', title: '值班表详情', load: () => import('./roster-page.tsx') },
  ],
})
