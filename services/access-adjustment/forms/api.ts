import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { dateField } from '#shared/instant.ts'
import { subsystem } from '#shared/subsystems.ts'

export const accessKind = closedSet({ new: '新建', change: '变更', suspend: '停用', reopen: '启用', transfer: '调岗', leave: '离岗注销', temporary: '临时授权', privileged: '特权授权', undo: '撤销' })
export type AccessKind = Member<typeof accessKind>

/** Who the contract says hands the form in (合同 M2; AMB-10). */
export const accessIssuer = closedSet({ 'business-department': '业务部门', 'general-affairs-centre': '综合事务中心' })

/** What is adjusted: names of the components by which a subsystem's accounts are maintained. */
export const accessTarget = closedSet({ accounts: '网页端', 'app-accounts': 'APP' })
export type AccessTarget = Member<typeof accessTarget>

export const MAX_LINES = 5_000

const roles = z.array(z.string().trim().min(1).max(100)).max(50).default([])

export const accessLine = z.strictObject({
  target: accessTarget.schema.default('accounts'),
  account: z.string().trim().min(1, '请填写账号').max(64),
  displayName: z.string().trim().max(50).default(''),
  unit: z.string().trim().max(100).default(''),
  post: z.string().trim().max(100).default(''),
  grant: roles,
  revoke: roles,
  /** The adjustment that an undo takes back. */
  undoes: z.uuid().optional(),
})
export type AccessLine = z.output<typeof accessLine>

export const accessForm = z.strictObject({
  subsystem: subsystem.schema,
  issuer: accessIssuer.schema,
  issuerName: z.string().trim().min(2, '请填写提出部门或处室').max(100),
  documentNo: z.string().trim().min(1, '请填写公文或单据编号').max(100),
  kind: accessKind.schema,
  reason: z.string().trim().min(4, '请写明事由，至少四个字').max(500),
  /** Business date (Asia/Shanghai) from which it holds; null: from the approval. */
  startsOn: dateField.nullable().default(null),
  /** Hours from the approval or from the start of `startsOn`, for rights that end. */
  hours: z.int().min(1, '至少 1 小时').max(8_760, '至多一年').nullable().default(null),
  lines: z.array(accessLine).min(1, '请至少列出一个账号').max(MAX_LINES, `一张单至多 ${MAX_LINES} 行`),
})
export type AccessForm = z.output<typeof accessForm>

/** The two forms of the contract, each with the subsystems that use it and who hands it in. */
export const accessForms = Object.freeze({
  'access-adjustment.user-configuration': { title: '用户配置调整申请表', prefix: 'PZ', issuer: 'business-department', event: '收到用户配置调整申请表', serves: (slug: string) => slug === 'enterprise-qualification' },
  'access-adjustment.permission-order': { title: '系统权限调整单', prefix: 'QX', issuer: 'general-affairs-centre', event: '收到系统权限调整单', serves: (slug: string) => slug !== 'enterprise-qualification' },
} as const)
export type AccessFormKind = keyof typeof accessForms

export function formKindFor(slug: string): AccessFormKind {
  return slug === 'enterprise-qualification' ? 'access-adjustment.user-configuration' : 'access-adjustment.permission-order'
}
