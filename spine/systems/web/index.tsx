import { ClusterOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

/** The register of what is operated, and what may be reached. */
export const systemPages = definePages({
  group: 'systems',
  title: '被管系统',
  icon: ClusterOutlined,
  permission: 'system:read',
  routes: [
    { path: '/systems', title: '被管系统', load: () => import('./systems-page.tsx'), menu: { section: 'operation', order: 65 }, hotkey: 's' },
    { path: '/systems/components/:componentId', title: '部件', load: () => import('./component-page.tsx') },
    { path: '/systems/addresses', title: '允许地址', load: () => import('./addresses-page.tsx'), menu: { section: 'administration', order: 50 } },
  ],
})
