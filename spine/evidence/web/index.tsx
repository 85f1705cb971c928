import { SafetyCertificateOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const evidencePages = definePages({
  group: 'evidence',
  title: '证据',
  icon: SafetyCertificateOutlined,
  permission: 'evidence:read',
  routes: [
    { path: '/evidence', title: '证据', load: () => import('./evidence-list-page.tsx'), menu: { section: 'evidence', order: 10 }, hotkey: 'e' },
    { path: '/evidence/verification', title: '证据核验', load: () => import('./evidence-verification-page.tsx'), menu: { section: 'evidence', order: 20 } },
    { path: '/evidence/:evidenceId', title: '证据', load: () => import('./evidence-detail-page.tsx') },
  ],
})
