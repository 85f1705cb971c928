import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { subsystem } from '#shared/subsystems.ts'

export const ruleVersionState = closedSet({ proposed: '待批准', approved: '已批准', refused: '不批准', withdrawn: '已撤回' })
export type RuleVersionState = Member<typeof ruleVersionState>

/** Which of two routes a form takes: by what it grants, not by what it calls itself. */
export const accessPrivilege = closedSet({ ordinary: '一般权限', privileged: '特权' })
export type AccessPrivilege = Member<typeof accessPrivilege>

const role = z.string().trim().min(1, '请填写角色').max(100)
export const routeStep = z.strictObject({
  title: z.string().trim().min(2, '请填写步骤名称').max(60),
  roleCode: role,
  expiresAfterWorkingDays: z.int('请填写工作日数').min(1, '至少 1 个工作日').max(60, '至多 60 个工作日'),
})
export type RouteStep = z.output<typeof routeStep>

export const exclusion = z.strictObject({ oneRole: role, otherRole: role, title: z.string().trim().min(4, '请填写规则名称，至少四个字').max(100), basis: z.string().trim().min(2, '请填写依据').max(200) })
export type Exclusion = z.output<typeof exclusion>

/** What one version says. An empty route of a subsystem means the general one; its exclusions hold beside the general ones. */
export const accessRules = z.strictObject({ ordinary: z.array(routeStep).max(9), privileged: z.array(routeStep).max(9), exclusions: z.array(exclusion).max(200) })
export type AccessRules = z.output<typeof accessRules>

/** Empty: the rules of every subsystem without its own. */
export const ruleScope = z.union([z.literal(''), subsystem.schema])

export const proposedRules = accessRules.extend({
  /** Chosen by the sender: sent twice, proposed once. */
  ruleVersionId: z.uuid(),
  subsystem: ruleScope,
  /** The version that was before the proposer's eyes; 0 for a subsystem without rules of its own. */
  basedOn: z.int().min(0),
  effectiveOn: dateField,
  reason: z.string().trim().min(4, '请写明理由，至少四个字').max(500),
})
export type ProposedRules = z.output<typeof proposedRules>

export const ruleVersionSummary = z.object({
  ruleVersionId: z.string(), subsystem: z.string(), version: z.number(), effectiveOn: z.string(), state: ruleVersionState.schema, isInForce: z.boolean(), reason: z.string(),
  proposedAt: instantField, proposedByName: z.string(), decidedAt: instantField.nullable(), decidedByName: z.string(), note: z.string(),
})
export type RuleVersionSummary = z.output<typeof ruleVersionSummary>

/** Who decides a step today: holders of its role, and deputies whom they named (`代 …`). */
export const approverRole = z.object({ roleCode: z.string(), title: z.string(), people: z.array(z.string()) })
export type ApproverRole = z.output<typeof approverRole>

export const ruleVersionDetail = ruleVersionSummary.extend({
  rules: accessRules,
  /** Against the version before; empty for the first. */
  differences: z.array(z.object({ title: z.string(), before: z.string(), after: z.string() })),
  actions: z.array(z.enum(['decide', 'withdraw'])),
})
export type RuleVersionDetail = z.output<typeof ruleVersionDetail>

export const rulesInForce = z.object({
  items: z.array(ruleVersionSummary.extend({ rules: accessRules })),
  /** Every role that may approve, and the codes of roles that targets offered when they were last read. */
  roles: z.array(approverRole),
  offered: z.array(z.string()),
})
export type RulesInForce = z.output<typeof rulesInForce>
