import { BankOutlined, ContactsOutlined, TeamOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const partyPages = definePages({
  group: 'parties',
  title: '单位与人员',
  icon: TeamOutlined,
  permission: 'person:read',
  routes: [
    { path: '/people', title: '人员', load: () => import('./people-page.tsx'), menu: { section: 'people', order: 40 } },
    { path: '/people/:personId', title: '人员详情', load: () => import('./person-page.tsx') },
    { path: '/units', title: '单位', load: () => import('./units-page.tsx'), menu: { section: 'people', order: 50, icon: BankOutlined } },
    { path: '/units/:unitId', title: '单位详情', load: () => import('./unit-page.tsx') },
    { path: '/contacts', title: '号码', load: () => import('./contacts-page.tsx'), menu: { section: 'people', order: 60, icon: ContactsOutlined } },
    { path: '/contacts/:contactId', title: '号码详情', load: () => import('./contact-page.tsx') },
  ],
})
