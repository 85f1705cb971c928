import path from 'node:path'
import { sharedAccounts, sharedRoles } from '#subsystems/casework/accounts/demo-account.ts'
import { defineSubsystem, type SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { dictionaries, licenceItems, timeLimits, workflows } from './reference.ts'
import { personnelQualificationRoutes } from './routes.ts'
import { seedPersonnelQualification } from './seed.ts'

const readAll = ['person-certificate:read', 'application:read', 'exam:read']

export const personnelQualification: SubsystemDefinition = defineSubsystem({
  slug: 'personnel-qualification',
  schema: 'personnel',
  migrations: { owner: 'personnel-qualification', folder: path.join(import.meta.dirname, 'database', 'migrations') },
  workflows, dictionaries, timeLimits, licenceItems,
  roles: [
    { code: 'acceptor', title: '受理', description: '区受理岗', permissions: ['case:read', 'application:read'] },
    { code: 'reviewer', title: '审核', description: '市级审核岗', permissions: ['case:read', ...readAll] },
    { code: 'approver', title: '审批', description: '市级审定岗', permissions: ['case:read', ...readAll] },
    { code: 'examiner', title: '考务', description: '考点、监考与阅卷', permissions: ['exam:read'] },
    ...sharedRoles(readAll),
  ],
  accounts: [
    { username: 'shouli', displayName: '受理员（示例）', roles: ['acceptor'], kind: 'person' },
    { username: 'shenhe', displayName: '审核员（示例）', roles: ['reviewer'], kind: 'person' },
    { username: 'shenpi', displayName: '审批人（示例）', roles: ['approver'], kind: 'person' },
    { username: 'kaowu', displayName: '考务员（示例）', roles: ['examiner'], kind: 'person' },
    ...sharedAccounts,
  ],
  routes: () => personnelQualificationRoutes,
  emptyAtFirst: [],
  seed: seedPersonnelQualification,
  scenarioPath: '/api/personnel/certificates',
})
