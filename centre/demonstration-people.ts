import type { NewUser } from '#platform/identity/users/create-user.ts'

const operator = '乙方（示例）'
const client = '综合事务中心（示例）'

/** Invented people, one a role, for the demonstration term. */
export const demonstrationPeople: readonly NewUser[] = [
  { username: 'jiafang', displayName: '甲方负责人（示例）', unit: client, post: '项目负责人', roles: ['client-lead'] },
  { username: 'shenhe', displayName: '甲方审核（示例）', unit: client, post: '审核', roles: ['client-reviewer'] },
  { username: 'yewu', displayName: '业务部门（示例）', unit: '业务处室（示例）', post: '业务联系人', roles: ['business-department'] },
  { username: 'zongshi', displayName: '综合事务中心（示例）', unit: client, post: '经办人', roles: ['general-affairs-centre'] },
  { username: 'jingli', displayName: '项目经理（示例）', unit: operator, post: '项目经理', roles: ['project-manager'] },
  { username: 'zhiban', displayName: '值班员（示例）', unit: operator, post: '值班/热线', roles: ['duty-officer'] },
  { username: 'huifang', displayName: '质量回访（示例）', unit: operator, post: '质量回访', roles: ['quality-officer'] },
  { username: 'xunjian', displayName: '巡检工程师（示例）', unit: operator, post: '巡检工程师', roles: ['inspector'] },
  { username: 'dba', displayName: '数据库管理员（示例）', unit: operator, post: '数据库管理员', roles: ['database-administrator'] },
  { username: 'anquan', displayName: '安全负责人（示例）', unit: operator, post: '安全负责人', roles: ['security-lead'] },
  { username: 'xitong', displayName: '系统管理员（示例）', unit: operator, post: '系统管理员', roles: ['system-administrator'] },
  { username: 'anguan', displayName: '安全管理员（示例）', unit: operator, post: '安全管理员', roles: ['security-administrator'] },
  { username: 'shenji', displayName: '审计管理员（示例）', unit: client, post: '审计管理员', roles: ['audit-administrator'] },
]
