import { BarChartOutlined, BulbOutlined, ControlOutlined, CustomerServiceOutlined, MailOutlined, MessageOutlined, PhoneOutlined, QuestionCircleOutlined, SmileOutlined, TagOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const serviceDeskPages = definePages({
  group: 'service-desk',
  title: '服务热线',
  icon: CustomerServiceOutlined,
  permission: 'telephone:read',
  routes: [
    { path: '/service-desk', title: '热线台', load: () => import('./tickets/desk-page.tsx'), permission: 'ticket:enter', menu: { section: 'desk', order: 20 }, hotkey: 'm' },
    { path: '/service-desk/ticket/new', title: '录单', load: () => import('./tickets/desk-page.tsx'), permission: 'ticket:enter' },
    { path: '/service-desk/ticket/:ticketId/edit', title: '继续录单', load: () => import('./tickets/desk-page.tsx'), permission: 'ticket:enter' },
    { path: '/tickets', title: '服务工单', load: () => import('./tickets/tickets-page.tsx'), permission: 'ticket:read', menu: { section: 'service', order: 2, icon: TagOutlined }, hotkey: 'y' },
    { path: '/tickets/unattributed', title: '未归属', load: () => import('./tickets/unattributed-page.tsx'), permission: 'ticket:read', menu: { section: 'service', order: 3, icon: QuestionCircleOutlined } },
    { path: '/tickets/:ticketId', title: '服务工单详情', load: () => import('./tickets/ticket-page.tsx'), permission: 'ticket:read' },
    { path: '/telephone-calls', title: '来电', load: () => import('./calls-page.tsx'), menu: { section: 'service', order: 4, icon: PhoneOutlined }, hotkey: 'l' },
    { path: '/telephone-calls/:telephoneCallId', title: '来电详情', load: () => import('./call-page.tsx') },
    { path: '/mail/threads', title: '热线邮件', load: () => import('./mail-threads-page.tsx'), menu: { section: 'service', order: 5, icon: MessageOutlined }, permission: 'mail:read' },
    { path: '/mail/threads/:mailThreadId', title: '往来邮件', load: () => import('./mail-thread-page.tsx'), permission: 'mail:read' },
    { path: '/mail/inbound', title: '全部来信', load: () => import('./inbound-mail-page.tsx'), permission: 'mail:read' },
    { path: '/mail/mailboxes', title: '热线邮箱', load: () => import('./mailboxes-page.tsx'), menu: { section: 'administration', order: 61, icon: MailOutlined }, permission: 'mail:read' },
    { path: '/knowledge', title: '知识库', load: () => import('./knowledge/knowledge-page.tsx'), permission: 'article:read', menu: { section: 'service', order: 6, icon: BulbOutlined } },
    { path: '/knowledge/new', title: '编写知识', load: () => import('./knowledge/write-article-page.tsx'), permission: 'article:write' },
    { path: '/knowledge/:articleId', title: '知识条目', load: () => import('./knowledge/article-page.tsx'), permission: 'article:read' },
    { path: '/service-desk/statistics', title: '热线统计', load: () => import('./statistics-page.tsx'), permission: 'ticket:read', menu: { section: 'service', order: 7, icon: BarChartOutlined } },
    { path: '/ticket-rules', title: '工单规则', load: () => import('./tickets/ticket-rules-page.tsx'), permission: 'ticket:read', menu: { section: 'service', order: 8, icon: ControlOutlined } },
    { path: '/follow-ups', title: '回访', load: () => import('./aftercare/follow-ups-page.tsx'), permission: 'follow-up:read', menu: { section: 'service', order: 9, icon: SmileOutlined } },
    { path: '/follow', title: '工单跟踪', load: () => import('./aftercare/follow-page.tsx'), permission: 'public' },
    { path: '/help', title: '我的求助', load: () => import('./help/my-help-page.tsx'), permission: 'help:ask', menu: { section: 'desk', order: 25 } },
    { path: '/help/new', title: '求助', load: () => import('./help/ask-help-page.tsx'), permission: 'help:ask' },
    { path: '/help/:ticketId', title: '求助详情', load: () => import('./help/help-page.tsx'), permission: 'help:ask' },
    { path: '/telephone-sources', title: '电话接入', load: () => import('./sources-page.tsx'), menu: { section: 'administration', order: 60, icon: PhoneOutlined } },
  ],
})
