import { SolutionOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const operationPlanPages = definePages({
  group: 'operation-plans',
  title: '运维计划',
  icon: SolutionOutlined,
  permission: 'operation-plan:read',
  routes: [
    { path: '/operation-plans', title: '运维计划', load: () => import('./operation-plans-page.tsx'), menu: { section: 'contract', order: 50 }, hotkey: 'p' },
    { path: '/operation-plans/:operationPlanId', title: '运维计划', load: () => import('./operation-plan-page.tsx') },
  ],
})
