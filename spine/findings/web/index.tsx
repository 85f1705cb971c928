import { WarningOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const findingPages = definePages({
  group: 'findings',
  title: '隐患',
  icon: WarningOutlined,
  permission: 'finding:read',
  routes: [
    { path: '/findings', title: '隐患', load: () => import('./findings-page.tsx'), menu: { section: 'operation', order: 40 }, hotkey: 'f' },
    { path: '/findings/:findingId', title: '隐患详情', load: () => import('./finding-page.tsx') },
  ],
})
