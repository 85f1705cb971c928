import { BookOutlined, DashboardOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

/** What every system has beside its field: what its codes mean, and how its process does. */
export const systemPages = definePages({
  group: 'system',
  title: '系统',
  icon: DashboardOutlined,
  permission: 'runtime:read',
  routes: [
    { path: '/reference', title: '字典与时限', load: () => import('./reference-page.tsx'), permission: 'signed-in', menu: { section: 'business', order: 90, icon: BookOutlined } },
    { path: '/runtime', title: '运行状态', load: () => import('./runtime-page.tsx'), menu: { section: 'administration', order: 50 } },
  ],
})
