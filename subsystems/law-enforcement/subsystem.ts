import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { accountMaintenanceRoutes } from '#subsystems/casework/account-maintenance/routes.ts'
import { appAccounts } from './app/app-rights.ts'
import { appRoutes } from './app/routes.ts'
import { contentRoutes } from './content/routes.ts'
import { dictionaries, licenceItems, timeLimits } from './reference.ts'
import { lawEnforcementRoutes } from './routes.ts'
import { seedLawEnforcement } from './seed.ts'
import { workflows } from './workflows.ts'

const readAll = ['inspection-check:read', 'penalty-case:read', 'discretion:read', 'content:read']

export const lawEnforcement: SubsystemDefinition = defineSubsystem({
  slug: 'law-enforcement',
  schema: 'enforcement',
  migrations: { owner: 'law-enforcement', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'patrol', title: '巡查', description: '现场检查人员（网页与移动端）', permissions: ['inspection-check:read', 'content:read', 'app:use', 'app-content:read'] },
    { code: 'enforcer', title: '执法', description: '执法人员：检查与办案（网页与移动端）', permissions: [...readAll, 'app:use', 'app-content:read'] },
    { code: 'legal-reviewer', title: '法制审核', description: '法制审核人员', permissions: ['case:read', ...readAll] },
    { code: 'approver', title: '审批', description: '机关负责人', permissions: ['case:read', ...readAll] },
    { code: 'app-right-maintainer', title: '移动端权限维护', description: '运维中心按已审批的工单调整移动端权限使用', permissions: ['app-right:maintain'] },
    { code: 'content-maintainer', title: '内容维护接口', description: '运维中心发布法律法规、裁量基准与各类模板，并按网页端与移动端读回', permissions: ['content:maintain', 'content:read', 'app-content:read'] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'zhifa1', displayName: '执法员一（示例）', roles: ['enforcer'], kind: 'person' },
    { username: 'zhifa2', displayName: '执法员二（示例）', roles: ['enforcer'], kind: 'person' },
    { username: 'xuncha', displayName: '巡查员（示例）', roles: ['patrol'], kind: 'person' },
    { username: 'fazhi', displayName: '法制审核员（示例）', roles: ['legal-reviewer'], kind: 'person' },
    { username: 'shenpi', displayName: '审批人（示例）', roles: ['approver'], kind: 'person' },
    { username: 'content.maintainer', displayName: '内容维护接口', roles: ['content-maintainer'], kind: 'service' },
    { username: 'app.quanxian.weihu', displayName: '移动端权限维护接口', roles: ['app-right-maintainer'], kind: 'service' },
    ...sharedAccounts,
  ],
  routes: (identity) => [...lawEnforcementRoutes, ...contentRoutes, appRoutes(identity), accountMaintenanceRoutes('/api/app/account-maintenance', '移动端权限维护', 'app-right:maintain', appAccounts)],
  // Snapshots are frozen by the monthly and quarterly exports, never by a start; this system issues no certificates.
  emptyAtFirst: ['casework.certificate', 'enforcement.export_snapshot'],
  seed: seedLawEnforcement,
  scenarioPath: '/api/enforcement/checks',
})
