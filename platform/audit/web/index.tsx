import { AuditOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

/** The audit trail: read only, for the audit administrator. */
export const auditPages = definePages({
  group: 'audit',
  title: '审计',
  icon: AuditOutlined,
  permission: 'audit:read',
  routes: [
    { path: '/audit', title: '审计记录', load: () => import('./audit-entries-page.tsx'), menu: { section: 'administration', order: 40 } },
    { path: '/audit/:auditEntryId', title: '审计记录详情', load: () => import('./audit-entry-page.tsx') },
  ],
})
