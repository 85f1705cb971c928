import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { dictionaries, licenceItems, timeLimits, workflows } from './reference.ts'
import { enterpriseQualificationRoutes } from './routes.ts'
import { seedEnterpriseQualification } from './seed.ts'

const readAll = ['certificate:read', 'application:read']

export const enterpriseQualification: SubsystemDefinition = defineSubsystem({
  slug: 'enterprise-qualification',
  schema: 'qualification',
  migrations: { owner: 'enterprise-qualification', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'acceptor', title: '受理', description: '市级受理岗', permissions: ['case:read', ...readAll] },
    { code: 'reviewer', title: '审核', description: '初审与复审岗', permissions: ['case:read', ...readAll] },
    { code: 'approver', title: '审批', description: '审定与签发', permissions: ['case:read', ...readAll] },
    { code: 'checker', title: '动态核查', description: '动态核查员', permissions: ['certificate:read'] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'shouli', displayName: '受理员（示例）', roles: ['acceptor'], kind: 'person' },
    { username: 'shenhe', displayName: '审核员（示例）', roles: ['reviewer'], kind: 'person' },
    { username: 'shenpi', displayName: '审批人（示例）', roles: ['approver'], kind: 'person' },
    { username: 'hecha', displayName: '核查员（示例）', roles: ['checker'], kind: 'person' },
    ...sharedAccounts,
  ],
  routes: () => enterpriseQualificationRoutes,
  emptyAtFirst: [],
  seed: seedEnterpriseQualification,
  scenarioPath: '/api/qualification/certificates',
})
