import type { RoleDefinition } from '#platform/identity/roles/seed-roles.ts'

export type DemoAccount = {
  readonly username: string
  readonly displayName: string
  /** Role codes. */
  readonly roles: readonly string[]
  /** `probe` is played by machines: it keeps its password. `service` is another program, known by a token. */
  readonly kind: 'person' | 'probe' | 'service'
}

/** The inspection's account: just enough to prove that sign-in and a business query work. */
export const probeUsername = 'xunjian.probe'

/** The operations centre's account for approved permission orders: known by a token, and good for nothing else. */
export const accountMaintainer = 'quanxian.weihu'

/** Roles that every subsystem has beside those of its field. */
export function sharedRoles(queryPermissions: readonly string[]): RoleDefinition[] {
  return [
    { code: 'viewer', title: '查询', description: '查询业务数据，不能办理', permissions: ['case:read', ...queryPermissions] },
    { code: 'administrator', title: '系统管理', description: '管理用户与角色、查看运行状态，不办理业务', permissions: ['runtime:read', 'user:read', 'user:manage', 'role:read', 'role-grant:request', 'session:read', 'session:end'], exclusionGroup: 'three-powers' },
    { code: 'security-administrator', title: '安全管理', description: '审批角色授予', permissions: ['user:read', 'role:read', 'role-grant:approve', 'role-grant:revoke', 'totp:reset', 'session:read'], exclusionGroup: 'three-powers' },
    { code: 'auditor', title: '审计管理', description: '查看审计记录', permissions: ['audit:read'], exclusionGroup: 'three-powers' },
    { code: 'probe', title: '巡检探测', description: '自动巡检使用：登录、查看运行状态、执行一次业务查询', permissions: ['runtime:read', ...queryPermissions.slice(0, 1)] },
    { code: 'account-maintainer', title: '账号维护', description: '运维中心按已审批的工单调整账号使用', permissions: ['account:maintain'] },
  ]
}

export const sharedAccounts: readonly DemoAccount[] = [
  { username: 'chaxun', displayName: '查询员（示例）', roles: ['viewer'], kind: 'person' },
  { username: 'guanli', displayName: '系统管理员（示例）', roles: ['administrator'], kind: 'person' },
  { username: 'anquan', displayName: '安全管理员（示例）', roles: ['security-administrator'], kind: 'person' },
  { username: 'shenji', displayName: '审计管理员（示例）', roles: ['auditor'], kind: 'person' },
  { username: probeUsername, displayName: '巡检探测账号', roles: ['probe'], kind: 'probe' },
  { username: accountMaintainer, displayName: '账号维护接口', roles: ['account-maintainer'], kind: 'service' },
]
