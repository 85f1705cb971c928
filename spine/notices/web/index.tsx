import { InboxOutlined, MailOutlined, SendOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

/** Formal notices, one's own inbox, and what became of reminders that left the house. */
export const noticePages = definePages({
  group: 'notices',
  title: '告知与提醒',
  icon: MailOutlined,
  permission: 'notice:read',
  routes: [
    { path: '/inbox', title: '我的待办', load: () => import('./inbox-page.tsx'), menu: { section: 'desk', order: 15, icon: InboxOutlined }, permission: 'signed-in', hotkey: 'b' },
    { path: '/notices', title: '正式告知', load: () => import('./notices-page.tsx'), menu: { section: 'contract', order: 70 }, hotkey: 'n' },
    { path: '/notices/new', title: '发出告知', load: () => import('./send-notice-page.tsx'), permission: 'notice:send' },
    { path: '/notices/:noticeId', title: '告知详情', load: () => import('./notice-page.tsx') },
    { path: '/deliveries', title: '提醒外发', load: () => import('./deliveries-page.tsx'), menu: { section: 'administration', order: 60, icon: SendOutlined }, permission: 'system:administer' },
  ],
})
