import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { dictionaries, licenceItems, timeLimits, workflows } from './reference.ts'
import { costInformationRoutes } from './routes.ts'
import { seedCostInformation } from './seed.ts'

const readAll = ['price:read', 'cost-firm:read']

export const costInformation: SubsystemDefinition = defineSubsystem({
  slug: 'cost-information',
  schema: 'cost',
  migrations: { owner: 'cost-information', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'collector', title: '信息员', description: '区与市场价格采集', permissions: ['price:read'] },
    { code: 'editor', title: '编辑', description: '整理与测算', permissions: ['price:read'] },
    { code: 'auditor-price', title: '审核', description: '初审与终审', permissions: ['case:read', ...readAll] },
    { code: 'publisher', title: '发布', description: '期刊发布与更正', permissions: ['case:read', ...readAll] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'xinxi', displayName: '信息员（示例）', roles: ['collector'], kind: 'person' },
    { username: 'bianji', displayName: '编辑（示例）', roles: ['editor'], kind: 'person' },
    { username: 'shenhe', displayName: '审核员（示例）', roles: ['auditor-price'], kind: 'person' },
    { username: 'fabu', displayName: '发布人（示例）', roles: ['publisher'], kind: 'person' },
    ...sharedAccounts,
  ],
  routes: () => costInformationRoutes,
  emptyAtFirst: [],
  seed: seedCostInformation,
  scenarioPath: '/api/cost/issues',
})
