import { DatabaseOutlined, HistoryOutlined, SaveOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const backupPages = definePages({
  group: 'backup',
  title: '数据备份处理',
  icon: SaveOutlined,
  permission: 'backup:read',
  routes: [
    { path: '/backup', title: '备份概况', load: () => import('./overview-page.tsx'), menu: { section: 'data', order: 70 } },
    { path: '/backup/archives', title: '备份目录', load: () => import('./archives-page.tsx'), menu: { section: 'data', order: 71, icon: DatabaseOutlined } },
    { path: '/backup/archives/:archiveId', title: '备份', load: () => import('./archive-page.tsx') },
    { path: '/backup/runs', title: '备份作业', load: () => import('./runs-page.tsx'), menu: { section: 'data', order: 72, icon: HistoryOutlined } },
  ],
})
