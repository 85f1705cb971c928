import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { dictionaries, licenceItems, timeLimits, workflows } from './reference.ts'
import { marketSupervisionRoutes } from './routes.ts'
import { seedMarketSupervision } from './seed.ts'

const readAll = ['credit:read', 'contract:read']

export const marketSupervision: SubsystemDefinition = defineSubsystem({
  slug: 'market-supervision',
  schema: 'market',
  migrations: { owner: 'market-supervision', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'collector', title: '采集核实', description: '各区采集与核实信用信息', permissions: ['credit:read'] },
    { code: 'determiner', title: '认定', description: '市级认定信用信息', permissions: ['case:read', ...readAll] },
    { code: 'evaluator', title: '评价管理', description: '维护规则、发布评价结果', permissions: ['case:read', ...readAll] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'caiji', displayName: '采集员（示例）', roles: ['collector'], kind: 'person' },
    { username: 'rending', displayName: '认定员（示例）', roles: ['determiner'], kind: 'person' },
    { username: 'pingjia', displayName: '评价管理员（示例）', roles: ['evaluator'], kind: 'person' },
    ...sharedAccounts,
  ],
  routes: () => marketSupervisionRoutes,
  emptyAtFirst: ['casework.certificate'],
  seed: seedMarketSupervision,
  scenarioPath: '/api/market/credit-events',
})
