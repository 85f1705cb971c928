import { AuditOutlined, BranchesOutlined, CalendarOutlined, EditOutlined, LineChartOutlined, ReadOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const changePages = definePages({
  group: 'change-request',
  title: '其它工作（变更）',
  icon: BranchesOutlined,
  permission: 'change:read',
  routes: [
    { path: '/change-request/change', title: '变更', load: () => import('./changes-page.tsx'), menu: { section: 'change', order: 80 }, hotkey: 'x' },
    { path: '/change-request/change/new', title: '新变更', load: () => import('./new-change-page.tsx'), permission: 'request:open' },
    { path: '/change-request/change/:requestId', title: '变更详情', load: () => import('./change-page.tsx') },
    { path: '/change-request/change/:requestId/edit', title: '修改变更单', load: () => import('./edit-change-page.tsx'), permission: 'request:open' },
    { path: '/change-request/change/:requestId/content/:contentDraftId', title: '编辑执法内容', load: () => import('./content/content-editor-page.tsx'), permission: 'change:handle' },
    { path: '/change-request/calendar', title: '变更日历', load: () => import('./calendar-page.tsx'), menu: { section: 'change', order: 81, icon: CalendarOutlined } },
    { path: '/change-request/content', title: '执法内容', load: () => import('./content/content-page.tsx'), menu: { section: 'change', order: 82, icon: ReadOutlined } },
    { path: '/change-request/content-drafts', title: '执法内容稿', load: () => import('./content/content-drafts-page.tsx'), menu: { section: 'change', order: 82, icon: EditOutlined } },
    { path: '/change-request/content-drafts/:contentDraftId', title: '内容稿', load: () => import('./content/content-draft-page.tsx') },
    { path: '/change-request/efforts', title: '变更工作量', load: () => import('./efforts-page.tsx'), menu: { section: 'change', order: 83, icon: LineChartOutlined } },
    { path: '/change-request/templates', title: '标准变更与备份时段', load: () => import('./templates-page.tsx'), menu: { section: 'change', order: 84, icon: AuditOutlined } },
  ],
})
