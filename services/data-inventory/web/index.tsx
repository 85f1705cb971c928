import { ApartmentOutlined, DatabaseOutlined, FileSearchOutlined, SafetyCertificateOutlined, TableOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const inventoryPages = definePages({
  group: 'data-inventory',
  title: '数据盘点',
  icon: DatabaseOutlined,
  permission: 'inventory:read',
  routes: [
    { path: '/data-inventory', title: '数据盘点', load: () => import('./overview-page.tsx'), menu: { section: 'data', order: 90 } },
    { path: '/data-inventory/databases/:componentId', title: '数据库', load: () => import('./database-page.tsx') },
    { path: '/data-inventory/databases/:componentId/table', title: '表', load: () => import('./table-page.tsx') },
    { path: '/data-inventory/databases/:componentId/map', title: '关系图', load: () => import('./map-page.tsx') },
    { path: '/data-inventory/databases/:componentId/descriptions', title: '描述', load: () => import('./descriptions-page.tsx') },
    { path: '/data-inventory/tables', title: '表与字段', load: () => import('./tables-page.tsx'), menu: { section: 'data', order: 91, icon: TableOutlined } },
    { path: '/data-inventory/relations', title: '推断关系', load: () => import('./relations-page.tsx'), menu: { section: 'data', order: 92, icon: ApartmentOutlined } },
    { path: '/data-inventory/classes', title: '分类分级', load: () => import('./classes-page.tsx'), menu: { section: 'data', order: 93, icon: SafetyCertificateOutlined } },
    { path: '/data-inventory/issues', title: '盘点问题', load: () => import('./issues-page.tsx'), menu: { section: 'data', order: 94, icon: FileSearchOutlined } },
  ],
})
