import { BookOutlined, FileDoneOutlined, LineChartOutlined, PieChartOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const inspectionPages = definePages({
  group: 'inspection',
  title: '日常定期巡检',
  icon: SafetyCertificateOutlined,
  permission: 'inspection:read',
  routes: [
    { path: '/inspection/runs', title: '巡检运行', load: () => import('./runs-page.tsx'), menu: { section: 'operation', order: 10 }, hotkey: 'i' },
    { path: '/inspection/runs/:runId', title: '巡检记录', load: () => import('./run-page.tsx') },
    { path: '/inspection/availability', title: '可用性', load: () => import('./availability-page.tsx'), menu: { section: 'operation', order: 20, icon: LineChartOutlined }, hotkey: 'a', permission: 'availability:read' },
    { path: '/inspection/coverage', title: '巡检覆盖率', load: () => import('./coverage-page.tsx'), menu: { section: 'operation', order: 30, icon: PieChartOutlined } },
    { path: '/inspection/catalogue', title: '检查目录', load: () => import('./catalogue-page.tsx'), menu: { section: 'operation', order: 50, icon: BookOutlined } },
    { path: '/inspection/reports', title: '巡检报告', load: () => import('./reports-page.tsx'), menu: { section: 'operation', order: 60, icon: FileDoneOutlined } },
  ],
})
