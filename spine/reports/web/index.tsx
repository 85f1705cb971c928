import { FileTextOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const reportPages = definePages({
  group: 'reports',
  title: '报告',
  icon: FileTextOutlined,
  permission: 'report:read',
  routes: [
    { path: '/reports', title: '报告', load: () => import('./reports-page.tsx'), menu: { section: 'evidence', order: 30 }, hotkey: 'r' },
    { path: '/reports/builds/:reportBuildId', title: '编制进度', load: () => import('./report-build-page.tsx') },
    { path: '/reports/:reportId', title: '报告详情', load: () => import('./report-page.tsx') },
  ],
})
