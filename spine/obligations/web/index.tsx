import { AuditOutlined, CalendarOutlined, DashboardOutlined, FlagOutlined, ScheduleOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const obligationPages = definePages({
  group: 'obligations',
  title: '义务',
  icon: AuditOutlined,
  permission: 'obligation:read',
  routes: [
    { path: '/', title: '履约总览', load: () => import('./home/home-page.tsx'), menu: { section: 'desk', order: 10, icon: DashboardOutlined }, hotkey: 'h' },
    { path: '/cells/:subsystem/:service', title: '矩阵单元', load: () => import('./cell-page.tsx') },
    { path: '/occurrences', title: '应办事项', load: () => import('./occurrences-page.tsx'), menu: { section: 'contract', order: 20, icon: FlagOutlined }, hotkey: 'o' },
    { path: '/occurrences/:occurrenceId', title: '应办事项', load: () => import('./occurrence-page.tsx') },
    { path: '/obligations', title: '合同义务', load: () => import('./obligations-page.tsx'), menu: { section: 'contract', order: 30 } },
    { path: '/calendar', title: '义务日历', load: () => import('./calendar-page.tsx'), menu: { section: 'contract', order: 40, icon: CalendarOutlined }, hotkey: 'c' },
    { path: '/calendar/years', title: '工作日历', load: () => import('./calendar-years-page.tsx'), menu: { section: 'contract', order: 80, icon: ScheduleOutlined } },
  ],
})
