import { ConsoleSqlOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const dataMaintenancePages = definePages({
  group: 'data-maintenance',
  title: '数据维护',
  icon: ConsoleSqlOutlined,
  permission: 'data-order:read',
  routes: [
    { path: '/data-maintenance', title: '数据调整', load: () => import('./orders-page.tsx'), menu: { section: 'data', order: 9 } },
    { path: '/data-maintenance/orders/:requestId', title: '数据调整需求单详情', load: () => import('./order-page.tsx') },
    { path: '/data-maintenance/order/new', title: '新数据调整需求单', load: () => import('./new-order-page.tsx'), permission: 'data-order:open' },
    { path: '/data-maintenance/order/:requestId/edit', title: '数据调整需求单', load: () => import('./edit-order-page.tsx'), permission: 'data-order:open' },
    { path: '/data-maintenance/exports', title: '数据导出', load: () => import('./exports/exports-page.tsx'), permission: 'data-export:read', menu: { section: 'data', order: 10 } },
    { path: '/data-maintenance/exports/:dataExportId', title: '数据导出详情', load: () => import('./exports/export-page.tsx'), permission: 'data-export:read' },
    { path: '/data-maintenance/export-requests', title: '数据导出需求单', load: () => import('./exports/export-requests-page.tsx'), permission: 'data-export:read' },
    { path: '/data-maintenance/export-requests/:requestId', title: '数据导出需求单详情', load: () => import('./exports/export-request-page.tsx'), permission: 'data-export:read' },
    { path: '/data-maintenance/export/new', title: '新数据导出需求单', load: () => import('./exports/new-export-page.tsx'), permission: 'data-export:open' },
    { path: '/data-maintenance/export/:requestId/edit', title: '数据导出需求单', load: () => import('./exports/edit-export-page.tsx'), permission: 'data-export:open' },
    { path: '/data-maintenance/queries', title: '保存的查询', load: () => import('./queries/queries-page.tsx'), permission: 'data-export:read' },
    { path: '/data-maintenance/queries/:exportQueryId', title: '保存的查询详情', load: () => import('./queries/query-page.tsx'), permission: 'data-export:read' },
    { path: '/data-maintenance/query/new', title: '新的保存的查询', load: () => import('./queries/new-query-page.tsx'), permission: 'export-query:write' },
    { path: '/data-maintenance/rules', title: 'SQL 审查规则', load: () => import('./rules-page.tsx') },
  ],
})
