import type { RoleDefinition } from '#platform/identity/roles/seed-roles.ts'

/** What everybody who works with the console may see. */
const readAll = [
  'obligation:read', 'contract:read', 'decision:read', 'operation-plan:read', 'work-order:read', 'evidence:read', 'system:read', 'availability:read',
  'inspection:read', 'finding:read', 'notice:read', 'report:read', 'window:read',
] as const
const work = ['work-order:work', 'evidence:record', 'finding:handle'] as const

/**
 * Posts of the two parties as roles. 三权分立: 系统管理员, 安全管理员 and 审计管理员 exclude each other in one person, do no
 * operational work, and need a second factor.
 */
export const centreRoles: readonly RoleDefinition[] = [
  { code: 'client-lead', title: '甲方项目负责人', description: '监督履约，作出决定，批准运维计划，认可或质疑报告', permissions: [...readAll, 'decision:record', 'operation-plan:approve', 'report:decide', 'evidence:verify', 'availability:classify', 'window:declare'] },
  { code: 'client-reviewer', title: '甲方审核', description: '查看履约情况与证据，审核报告', permissions: [...readAll, 'report:decide', 'evidence:verify'] },
  { code: 'business-department', title: '业务部门', description: '查看本业务系统的运行与工单', permissions: ['obligation:read', 'work-order:read', 'system:read', 'availability:read', 'notice:read', 'report:read'] },
  {
    code: 'project-manager',
    title: '乙方项目经理',
    description: '安排与复核工作，起草计划，提交报告',
    permissions: [
      ...readAll, ...work, 'work-order:open', 'work-order:assign', 'work-order:review', 'work-order:cancel', 'operation-plan:draft', 'inspection:run', 'inspection:comment', 'inspection:sign', 'inspection:override',
      'finding:assign', 'finding:accept', 'notice:send', 'report:build', 'report:review', 'report:submit', 'evidence:import', 'evidence:verify', 'calendar:import', 'window:declare', 'availability:classify',
    ],
  },
  { code: 'duty-officer', title: '值班/热线', description: '值班、接报、处理工单', permissions: [...readAll, ...work, 'work-order:open', 'inspection:run', 'inspection:comment', 'notice:send'] },
  { code: 'inspector', title: '巡检工程师', description: '执行巡检，处理隐患', permissions: [...readAll, ...work, 'work-order:open', 'inspection:run', 'inspection:comment', 'inspection:sign', 'report:build'] },
  { code: 'database-administrator', title: '数据库管理员', description: '数据库巡检与维护', permissions: [...readAll, ...work, 'work-order:open', 'inspection:run', 'inspection:comment', 'inspection:sign'] },
  { code: 'security-lead', title: '安全负责人', description: '漏洞分析与安全工作', permissions: [...readAll, ...work, 'work-order:open', 'work-order:review', 'finding:assign', 'finding:accept', 'evidence:verify'] },
  {
    code: 'system-administrator',
    title: '系统管理员',
    description: '管理账号、系统登记与连接；不办理业务，不审批角色',
    permissions: ['system:read', 'system:register', 'system:connect', 'system:administer', 'user:read', 'user:manage', 'role:read', 'role-grant:request', 'session:read', 'session:end', 'availability:read'],
    exclusionGroup: 'three-powers',
    requiresTotp: true,
  },
  {
    code: 'security-administrator',
    title: '安全管理员',
    description: '审批角色授予，管理地址允许清单',
    permissions: ['user:read', 'role:read', 'role-grant:approve', 'role-grant:revoke', 'totp:reset', 'session:read', 'system:read', 'allow-list:manage'],
    exclusionGroup: 'three-powers',
    requiresTotp: true,
  },
  { code: 'audit-administrator', title: '审计管理员', description: '查看审计记录，核验证据链', permissions: ['audit:read', 'evidence:read', 'evidence:verify'], exclusionGroup: 'three-powers', requiresTotp: true },
]

/** What the command line on the server itself may do, through a token that only the owner of the data folder can read. */
export const localOperatorRole: RoleDefinition = {
  code: 'local-operator',
  title: '本机命令行',
  description: '在服务器本机执行命令的运维人员',
  permissions: [...readAll, 'inspection:run', 'evidence:verify', 'report:build'],
}
