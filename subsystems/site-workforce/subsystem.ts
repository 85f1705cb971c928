import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { dictionaries, licenceItems, timeLimits, workflows } from './reference.ts'
import { siteWorkforceRoutes } from './routes.ts'
import { seedSiteWorkforce } from './seed.ts'

const readAll = ['site:read', 'wage:read']

export const siteWorkforce: SubsystemDefinition = defineSubsystem({
  slug: 'site-workforce',
  schema: 'workforce',
  migrations: { owner: 'site-workforce', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'labour-officer', title: '劳资专管', description: '总承包单位劳资专管员', permissions: readAll },
    { code: 'district-supervisor', title: '区级监管', description: '区住建委监管人员', permissions: ['case:read', ...readAll] },
    { code: 'city-supervisor', title: '市级监管', description: '市级管理人员', permissions: ['case:read', ...readAll] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'laozi', displayName: '劳资专管员（示例）', roles: ['labour-officer'], kind: 'person' },
    { username: 'qujian', displayName: '区监管员（示例）', roles: ['district-supervisor'], kind: 'person' },
    { username: 'shijian', displayName: '市监管员（示例）', roles: ['city-supervisor'], kind: 'person' },
    ...sharedAccounts,
  ],
  routes: () => siteWorkforceRoutes,
  emptyAtFirst: ['casework.certificate'],
  seed: seedSiteWorkforce,
  scenarioPath: '/api/workforce/projects',
})
