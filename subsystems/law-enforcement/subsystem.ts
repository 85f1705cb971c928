import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { appRoutes } from './app/routes.ts'
import { dictionaries, licenceItems, timeLimits } from './reference.ts'
import { lawEnforcementRoutes } from './routes.ts'
import { seedLawEnforcement } from './seed.ts'
import { workflows } from './workflows.ts'

const readAll = ['inspection-check:read', 'penalty-case:read', 'discretion:read']

export const lawEnforcement: SubsystemDefinition = defineSubsystem({
  slug: 'law-enforcement',
  schema: 'enforcement',
  migrations: { owner: 'law-enforcement', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'patrol', title: '巡查', description: '现场检查人员（网页与移动端）', permissions: ['inspection-check:read', 'app:use'] },
    { code: 'enforcer', title: '执法', description: '执法人员：检查与办案（网页与移动端）', permissions: [...readAll, 'app:use'] },
    { code: 'legal-reviewer', title: '法制审核', description: '法制审核人员', permissions: ['case:read', ...readAll] },
    { code: 'approver', title: '审批', description: '机关负责人', permissions: ['case:read', ...readAll] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'zhifa1', displayName: '执法员一（示例）', roles: ['enforcer'], kind: 'person' },
    { username: 'zhifa2', displayName: '执法员二（示例）', roles: ['enforcer'], kind: 'person' },
    { username: 'xuncha', displayName: '巡查员（示例）', roles: ['patrol'], kind: 'person' },
    { username: 'fazhi', displayName: '法制审核员（示例）', roles: ['legal-reviewer'], kind: 'person' },
    { username: 'shenpi', displayName: '审批人（示例）', roles: ['approver'], kind: 'person' },
    ...sharedAccounts,
  ],
  routes: (identity) => [...lawEnforcementRoutes, appRoutes(identity)],
  // Snapshots are frozen by the monthly and quarterly exports, never by a start; this system issues no certificates.
  emptyAtFirst: ['casework.certificate', 'enforcement.export_snapshot'],
  seed: seedLawEnforcement,
  scenarioPath: '/api/enforcement/checks',
})
