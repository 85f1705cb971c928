import { FileProtectOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const contractPages = definePages({
  group: 'contracts',
  title: '合同',
  icon: FileProtectOutlined,
  permission: 'contract:read',
  routes: [{ path: '/contract', title: '合同', load: () => import('./contract-page.tsx'), menu: { section: 'contract', order: 10 }, hotkey: 't' }],
})
