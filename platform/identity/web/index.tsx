import { SafetyCertificateOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

/** Users, roles and one's own account: the same in the console and in each subsystem. */
export const identityPages = definePages({
  group: 'identity',
  title: '用户与角色',
  icon: TeamOutlined,
  permission: 'user:read',
  routes: [
    { path: '/users', title: '用户', load: () => import('./users-page.tsx'), menu: { section: 'administration', order: 10 }, hotkey: 'u' },
    { path: '/users/:userId', title: '用户详情', load: () => import('./user-page.tsx') },
    { path: '/roles', title: '角色与授权', load: () => import('./roles-page.tsx'), menu: { section: 'administration', order: 20, icon: SafetyCertificateOutlined }, permission: 'role:read' },
    { path: '/account', title: '我的账号', load: () => import('./account-page.tsx'), menu: { section: 'administration', order: 30, icon: UserOutlined }, permission: 'signed-in' },
  ],
})
