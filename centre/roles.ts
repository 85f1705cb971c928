import type { RoleDefinition } from '#platform/identity/roles/seed-roles.ts'

/** What everybody who works with the console may see. */
const readAll = [
  'obligation:read', 'contract:read', 'decision:read', 'operation-plan:read', 'work-order:read', 'evidence:read', 'system:read', 'availability:read',
  'inspection:read', 'finding:read', 'notice:read', 'report:read', 'window:read', 'request:read', 'request:read-all', 'request:open',
  'person:read', 'roster:read', 'escalation:read',
  'telephone:read', 'mail:read',
  'change:read',
  'ticket:read', 'article:read',
  'access-adjustment:read', 'access-review:read',
  'backup:read',
  'inventory:read',
  'data-order:read',
  'data-export:read',
] as const
const work = ['work-order:work', 'evidence:record', 'finding:handle', 'request:handle', 'roster:work', 'change:handle', 'ticket:handle', 'article:write'] as const

/**
 * Posts of the two parties as roles. 三权分立: 系统管理员, 安全管理员 and 审计管理员 exclude each other in one person, do no
 * operational work, need a second factor, and each is held by somebody at any time.
 */
export const centreRoles: readonly RoleDefinition[] = [
  { code: 'client-lead', title: '甲方项目负责人', description: '监督履约，作出决定，批准运维计划，认可或质疑报告', permissions: [...readAll, 'data-export:receive', 'export-query:approve', 'request:approve', 'decision:record', 'operation-plan:approve', 'report:decide', 'evidence:verify', 'availability:classify', 'window:declare', 'recording:open', 'change-template:approve', 'access-rule:approve'] },
  { code: 'client-reviewer', title: '甲方审核', description: '查看履约情况与证据，审核报告', permissions: [...readAll, 'data-export:receive', 'export-query:approve', 'data-image:read', 'request:approve', 'report:decide', 'evidence:verify', 'content:review'] },
  { code: 'business-department', title: '业务部门', description: '查看本业务系统的运行与工单', permissions: ['data-order:read', 'data-export:read', 'data-export:receive', 'obligation:read', 'work-order:read', 'system:read', 'availability:read', 'notice:read', 'report:read', 'request:read', 'request:open', 'change:read', 'content:review', 'access-adjustment:read', 'access-form:open', 'help:ask'] },
  { code: 'general-affairs-centre', title: '综合事务中心', description: '提出系统权限调整单等申请，查看办理结果', permissions: ['data-export:read', 'data-export:receive', 'obligation:read', 'work-order:read', 'system:read', 'availability:read', 'notice:read', 'report:read', 'request:read', 'request:open', 'access-adjustment:read', 'access-form:open', 'help:ask'] },
  {
    code: 'project-manager',
    title: '乙方项目经理',
    description: '安排与复核工作，起草计划，提交报告',
    permissions: [
      ...readAll, ...work, 'data-order:open', 'data-export:open', 'data-export:confirm', 'export-query:write', 'data-image:read', 'request:assign', 'request:approve', 'work-order:open', 'work-order:assign', 'work-order:review', 'work-order:cancel', 'operation-plan:draft', 'inspection:run', 'inspection:comment', 'inspection:sign', 'inspection:override',
      'finding:assign', 'finding:accept', 'notice:send', 'report:build', 'report:review', 'report:submit', 'evidence:import', 'evidence:verify', 'calendar:import', 'window:declare', 'availability:classify',
      'person:manage', 'contact:manage', 'contact:reveal', 'roster:edit', 'roster:approve', 'escalation:set',
      'telephone:answer', 'recording:open', 'mail:handle',
      'change:review', 'change:configure', 'content:review',
      'follow-up:read',
      'ticket:enter', 'ticket-rules:set', 'article:review',
      'access-form:open', 'access-form:handle', 'access-review:manage', 'access-rule:approve',
      'inventory:scan', 'inventory:decide', 'inventory:describe',
    ],
  },
  { code: 'duty-officer', title: '值班/热线', description: '值班、接报、处理工单', permissions: [...readAll, ...work, 'data-order:open', 'data-export:open', 'access-form:open', 'access-form:handle', 'work-order:open', 'inspection:run', 'inspection:comment', 'notice:send', 'person:manage', 'contact:manage', 'contact:reveal', 'telephone:answer', 'mail:handle', 'ticket:enter', 'article:review'] },
  { code: 'quality-officer', title: '质量回访', description: '对办结的工单抽样回访；不经手工单', permissions: [...readAll, 'follow-up:read', 'follow-up:call', 'contact:reveal'] },
  { code: 'inspector', title: '巡检工程师', description: '执行巡检，处理隐患', permissions: [...readAll, ...work, 'work-order:open', 'inspection:run', 'inspection:comment', 'inspection:sign', 'report:build', 'data-order:open', 'data-export:open', 'export-query:write'] },
  { code: 'database-administrator', title: '数据库管理员', description: '数据库巡检与维护', permissions: [...readAll, ...work, 'inventory:scan', 'inventory:decide', 'inventory:describe', 'work-order:open', 'inspection:run', 'inspection:comment', 'inspection:sign', 'backup:run', 'backup:restore', 'backup:hold', 'data-order:execute', 'data-export:execute', 'data-image:read'] },
  { code: 'security-lead', title: '安全负责人', description: '漏洞分析与安全工作', permissions: [...readAll, ...work, 'access-review:manage', 'access-rule:manage', 'request:approve', 'work-order:open', 'work-order:review', 'finding:assign', 'finding:accept', 'evidence:verify', 'contact:retain', 'roster:approve', 'change:review', 'data-image:read'] },
  {
    code: 'system-administrator',
    title: '系统管理员',
    description: '管理账号、系统登记与连接；不办理业务，不审批角色',
    permissions: ['telephone:read', 'telephone:administer', 'mail:read', 'mailbox:administer', 'system:read', 'system:register', 'system:connect', 'system:administer', 'backup:read', 'backup:administer', 'user:read', 'user:manage', 'role:read', 'role-grant:request', 'session:read', 'session:end', 'availability:read'],
    exclusionGroup: 'three-powers',
    requiresTotp: true,
    isAlwaysHeld: true,
  },
  {
    code: 'security-administrator',
    title: '安全管理员',
    description: '审批角色授予，管理地址允许清单',
    permissions: ['user:read', 'role:read', 'role-grant:approve', 'role-grant:revoke', 'totp:reset', 'session:read', 'system:read', 'allow-list:manage'],
    exclusionGroup: 'three-powers',
    requiresTotp: true,
    isAlwaysHeld: true,
  },
  { code: 'audit-administrator', title: '审计管理员', description: '查看审计记录，核验证据链', permissions: ['audit:read', 'evidence:read', 'evidence:verify'], exclusionGroup: 'three-powers', requiresTotp: true, isAlwaysHeld: true },
]

/** What the command line on the server itself may do, through a token that only the owner of the data folder can read. */
export const localOperatorRole: RoleDefinition = {
  code: 'local-operator',
  title: '本机命令行',
  description: '在服务器本机执行命令的运维人员',
  permissions: [...readAll, 'inspection:run', 'evidence:verify', 'report:build', 'backup:run', 'backup:restore'],
}
