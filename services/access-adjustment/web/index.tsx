import { AuditOutlined, ClockCircleOutlined, KeyOutlined, PartitionOutlined, SafetyOutlined, ToolOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

export const accessPages = definePages({
  group: 'access-adjustment',
  title: '系统权限调整',
  icon: KeyOutlined,
  permission: 'access-adjustment:read',
  routes: [
    { path: '/access-adjustment', title: '权限单据', load: () => import('./access-forms-page.tsx'), menu: { section: 'service', order: 24 }, hotkey: 'v' },
    { path: '/access-adjustment/forms/:requestId', title: '权限单据详情', load: () => import('./access-request-page.tsx') },
    { path: '/access-adjustment/user-configuration/new', title: '新用户配置调整申请表', load: () => import('./user-configuration-page.tsx'), permission: 'access-form:open' },
    { path: '/access-adjustment/user-configuration/:requestId/edit', title: '用户配置调整申请表', load: () => import('./user-configuration-page.tsx'), permission: 'access-form:open' },
    { path: '/access-adjustment/permission-order/new', title: '新系统权限调整单', load: () => import('./permission-order-page.tsx'), permission: 'access-form:open' },
    { path: '/access-adjustment/permission-order/:requestId/edit', title: '系统权限调整单', load: () => import('./permission-order-page.tsx'), permission: 'access-form:open' },
    { path: '/access-adjustment/timed-grants', title: '限期授权', load: () => import('./timed-grants-page.tsx'), menu: { section: 'service', order: 25, icon: ClockCircleOutlined } },
    { path: '/access-adjustment/reviews', title: '账户核对', load: () => import('./reviews-page.tsx'), menu: { section: 'service', order: 26, icon: AuditOutlined }, permission: 'access-review:read' },
    { path: '/access-adjustment/reviews/:reviewId', title: '账户核对详情', load: () => import('./review-page.tsx'), permission: 'access-review:read' },
    { path: '/access-adjustment/roles', title: '角色分析', load: () => import('./roles-analysis-page.tsx'), menu: { section: 'service', order: 27, icon: PartitionOutlined }, permission: 'access-review:read' },
    { path: '/access-adjustment/targets', title: '权限对象', load: () => import('./targets-page.tsx'), menu: { section: 'service', order: 28, icon: ToolOutlined } },
    { path: '/access-adjustment/rules', title: '审批与分离规则', load: () => import('./rules-page.tsx'), menu: { section: 'service', order: 29, icon: SafetyOutlined } },
    { path: '/access-adjustment/rules/new', title: '提出新规则', load: () => import('./edit-rules-page.tsx'), permission: 'access-rule:manage' },
    { path: '/access-adjustment/rules/:ruleVersionId', title: '规则版本', load: () => import('./rule-version-page.tsx') },
  ],
})
