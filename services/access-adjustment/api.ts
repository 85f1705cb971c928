import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { targetAccountState } from '#shared/maintenance/target-account.ts'
import { proposedRules, rulesInForce, ruleVersionDetail, ruleVersionState, ruleVersionSummary } from './rules/api.ts'

export const reviewKind = closedSet({ weekly: '每周', quarterly: '季度', 'on-demand': '临时' })
export const timedGrantState = closedSet({ running: '有效', ending: '收回中', ended: '已收回', superseded: '已被取代' })
export type TimedGrantState = Member<typeof timedGrantState>

export const adjustmentState = closedSet({ waiting: '待执行', applying: '执行中', applied: '已执行', refused: '未执行' })
export type AdjustmentState = Member<typeof adjustmentState>
export const adjustmentCause = closedSet({ form: '申请单', expiry: '到期收回', undo: '撤销' })

export const discrepancyKind = closedSet({ 'effect-without-form': '有变化无单', 'form-without-effect': '有单无变化', orphan: '无单账号', leaver: '离岗未清', 'over-privileged': '超权', expired: '过期未收' })
export type DiscrepancyKind = Member<typeof discrepancyKind>

const requestId = z.object({ requestId: z.uuid() })
const componentId = z.object({ componentId: z.uuid() })
const ruleVersionId = z.object({ ruleVersionId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)
const subsystemBody = z.object({ subsystem: z.string().min(1, '请选择子系统') })

export const heldRoleView = z.object({ role: z.string(), validTo: z.string().nullable() })
export const accountView = z.object({ account: z.string(), displayName: z.string(), unit: z.string(), post: z.string(), state: z.string(), roles: z.array(heldRoleView), lastUsedAt: z.string().nullable(), isService: z.boolean() })
export type AccountView = z.output<typeof accountView>

export const roleView = z.object({ role: z.string(), title: z.string(), isPrivileged: z.boolean(), exclusionGroup: z.string().nullable() })
export type RoleView = z.output<typeof roleView>

export const targetView = z.object({
  componentId: z.string(),
  subsystem: z.string(),
  target: z.string(),
  title: z.string(),
  accounts: z.number(),
  roles: z.array(roleView),
  seenAt: instantField.nullable(),
  baseline: z.object({ takenAt: instantField, takenByName: z.string(), accounts: z.number(), reason: z.string() }).nullable(),
  setting: z.object({ graceMinutes: z.number(), remindMinutes: z.number(), reason: z.string(), version: z.number() }).nullable(),
})
export type TargetView = z.output<typeof targetView>

const difference = z.object({ field: z.string(), title: z.string(), before: z.string(), after: z.string() })

export const adjustmentView = z.object({
  adjustmentId: z.string(),
  position: z.number(),
  componentId: z.string(),
  targetTitle: z.string(),
  account: z.string(),
  cause: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  reason: z.string(),
  attempts: z.number(),
  differences: z.array(difference).readonly(),
  steps: z.array(z.object({ does: z.string(), statement: z.string(), parameters: z.array(z.unknown()) })),
  plannedAt: instantField.nullable(),
  settledAt: instantField.nullable(),
  workOrderId: z.string(),
  workOrderNumber: z.string(),
  canUndo: z.boolean(),
})
export type AdjustmentView = z.output<typeof adjustmentView>

export const timedGrantView = z.object({ timedGrantId: z.string(), componentId: z.string(), targetTitle: z.string(), subsystem: z.string(), account: z.string(), role: z.string(), startsAt: instantField, endsAt: instantField, state: z.string(), note: z.string(), settledAt: instantField.nullable(), requestId: z.string().nullable(), number: z.string().nullable() })
export type TimedGrantView = z.output<typeof timedGrantView>

export const formExecution = z.object({
  counts: z.object({ waiting: z.number(), applying: z.number(), applied: z.number(), refused: z.number() }),
  adjustments: z.array(adjustmentView),
  isCut: z.boolean(),
  dryRun: z.object({ formVersion: z.number(), ranAt: instantField, ranByName: z.string(), lines: z.array(z.object({ target: z.string(), account: z.string(), problem: z.string(), differences: z.array(difference), steps: z.array(z.string()) })) }).nullable(),
  timedGrants: z.array(timedGrantView),
  canRetry: z.boolean(),
})
export type FormExecution = z.output<typeof formExecution>

export const reviewSummaryView = z.object({ reviewId: z.string(), number: z.string(), kind: z.string(), subsystem: z.string(), periodKey: z.string().nullable(), takenAt: instantField, accounts: z.number(), discrepancies: z.number(), unexplained: z.number(), evidenceId: z.string(), hasSheet: z.boolean(), scans: z.number() })
export type ReviewSummaryView = z.output<typeof reviewSummaryView>

export const reviewDetail = reviewSummaryView.extend({
  workOrderId: z.string(),
  components: z.array(z.object({ componentId: z.string(), title: z.string(), accounts: z.number(), roles: z.number(), hasBaseline: z.boolean() })),
  counts: z.record(z.string(), z.number()),
  items: z.array(z.object({ position: z.number(), componentTitle: z.string(), account: z.string(), kind: z.string(), title: z.string(), findingId: z.string().nullable(), findingState: z.string().nullable() })),
  sheet: z.object({ reviewSheetId: z.string(), version: z.number(), modelSm3: z.string(), scans: z.array(z.object({ fileName: z.string(), uploadedAt: instantField, uploadedByName: z.string(), evidenceId: z.string() })) }).nullable(),
})
export type ReviewDetail = z.output<typeof reviewDetail>

export const roleAnalysisView = z.object({
  componentId: z.string(),
  title: z.string(),
  seenAt: instantField.nullable(),
  accounts: z.number(),
  roles: z.array(z.object({ role: z.string(), title: z.string(), isPrivileged: z.boolean(), holders: z.number(), activeHolders: z.number().nullable() })).readonly(),
  unused: z.array(z.string()).readonly(),
  idle: z.array(z.string()).readonly(),
  duplicates: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
  conflicts: z.array(z.object({ account: z.string(), displayName: z.string(), roles: z.array(z.string()).readonly(), title: z.string() })).readonly(),
})
export type RoleAnalysisView = z.output<typeof roleAnalysisView>

export const accessAdjustmentApi = defineApi({
  prefix: '/api/access-adjustment',
  title: '系统权限调整',
  endpoints: {
    listTargets: { method: 'GET', path: '/targets', summary: '可调整的对象：各子系统的账号维护接口', permission: 'access-adjustment:read', audit: 'none', response: z.object({ items: z.array(targetView) }) },
    setTarget: {
      method: 'PUT', path: '/targets/:componentId/setting', summary: '设置一个对象的到期宽限与提醒', permission: 'access-rule:manage', audit: 'access-target.set', params: componentId,
      body: z.object({ version: z.int().min(0), graceMinutes: z.int().min(0).max(10_080), remindMinutes: z.int().min(5).max(43_200), reason }),
    },
    listAccounts: { method: 'GET', path: '/targets/:componentId/accounts', summary: '最近一次读到的账号', permission: 'access-adjustment:read', audit: 'none', params: componentId, query: listQuery, response: listOf(accountView), sheet: sheetOf('账号', accountView, { account: '账号', displayName: '姓名', unit: '单位', post: '岗位', state: ['状态', targetAccountState.titles], roles: ['角色', (roles) => roles.map(({ role }) => role).join('、')], lastUsedAt: '最近使用' }) },
    takeBaseline: { method: 'POST', path: '/targets/:componentId/baseline', summary: '导入期初账号：读取现有账号作为核对的起点', permission: 'access-review:manage', audit: 'access-baseline.taken', params: componentId, body: z.object({ reason }), response: z.object({ baselineId: z.string(), accounts: z.number() }) },
    readTargetNow: { method: 'POST', path: '/targets/:componentId/read', summary: '现在读取账号与角色清单，不比对', permission: 'access-adjustment:read', audit: 'access-target.read', params: componentId, response: z.object({ accounts: z.number(), roles: z.number() }) },
    getTemplate: { method: 'GET', path: '/template', summary: '账号明细模板', permission: 'access-form:open', audit: 'none', answer: 'file' },
    importLines: { method: 'POST', path: '/forms/:requestId/lines', summary: '从表格导入账号明细：全部写入，或列出所有有问题的行', permission: 'access-form:open', audit: 'access-form.lines-imported', accepts: 'upload', params: requestId, body: z.object({ version: z.coerce.number().int().min(1) }), response: z.object({ version: z.number(), lines: z.number() }) },
    dryRun: { method: 'POST', path: '/forms/:requestId/dry-run', summary: '在目标系统上试运行，不写入', permission: 'access-adjustment:read', audit: 'access-form.dry-run', params: requestId, response: z.object({ lines: z.number(), problems: z.number() }) },
    getExecution: { method: 'GET', path: '/forms/:requestId/execution', summary: '试运行、执行与读回的结果', permission: 'access-adjustment:read', audit: 'none', params: requestId, query: z.object({ state: z.enum(['waiting', 'applying', 'applied', 'refused']).optional() }), response: formExecution },
    retryRefused: { method: 'POST', path: '/forms/:requestId/retry', summary: '重新执行未执行的行', permission: 'access-form:handle', audit: 'access-form.retried', params: requestId, response: z.object({ lines: z.number() }) },
    undoAdjustment: { method: 'POST', path: '/adjustments/:adjustmentId/undo', summary: '按快照建立撤销单草稿', permission: 'access-form:open', audit: 'adjustment.undo-drafted', params: z.object({ adjustmentId: z.uuid() }), body: z.object({ requestId: z.uuid(), reason }), response: z.object({ requestId: z.string(), number: z.string() }) },
    listTimedGrants: { method: 'GET', path: '/timed-grants', summary: '限期授权', permission: 'access-adjustment:read', audit: 'none', query: listQuery.extend({ state: z.enum(['running', 'ending', 'ended', 'superseded']).optional(), subsystem: z.string().optional() }), response: listOf(timedGrantView), sheet: sheetOf('限期授权', timedGrantView, { number: '单号', subsystem: ['子系统', subsystemTitle], targetTitle: '对象', account: '账号', role: '角色', startsAt: '起算', endsAt: ['截止', dueText], state: ['状态', timedGrantState.titles], settledAt: '收回', note: '说明' }) },
    listReviews: { method: 'GET', path: '/reviews', summary: '查询账户核对', permission: 'access-review:read', audit: 'none', query: listQuery.extend({ kind: z.string().optional(), subsystem: z.string().optional(), from: dateField.optional(), to: dateField.optional() }), response: listOf(reviewSummaryView), sheet: sheetOf('账户核对', reviewSummaryView, { number: '编号', kind: ['类别', reviewKind.titles], subsystem: ['子系统', subsystemTitle], periodKey: '期间', takenAt: '时间', accounts: '账号', discrepancies: '不符', unexplained: '未说明' }) },
    getReview: { method: 'GET', path: '/reviews/:reviewId', summary: '查看账户核对', permission: 'access-review:read', audit: 'none', params: z.object({ reviewId: z.uuid() }), response: reviewDetail },
    startReview: { method: 'POST', path: '/reviews', summary: '现在核对一个子系统的账户', permission: 'access-review:manage', audit: 'access-review.started', body: subsystemBody, response: z.object({ workOrderId: z.string(), number: z.string() }) },
    getSheet: { method: 'GET', path: '/reviews/:reviewId/sheet', summary: '下载账户权限复核表', permission: 'access-review:read', audit: 'access-review.sheet-downloaded', answer: 'file', params: z.object({ reviewId: z.uuid() }), query: z.object({ format: z.enum(['docx', 'pdf']).default('docx') }) },
    uploadSheetScan: { method: 'POST', path: '/sheets/:reviewSheetId/scans', summary: '上传盖章的复核表', permission: 'access-review:manage', audit: 'access-review.scan-uploaded', accepts: 'upload', params: z.object({ reviewSheetId: z.uuid() }), response: z.object({ evidenceId: z.string() }) },
    getRoleAnalysis: { method: 'GET', path: '/roles', summary: '角色分析：未使用、闲置、重复与冲突', permission: 'access-review:read', audit: 'none', query: subsystemBody, response: z.object({ subsystem: z.string(), usedWithinDays: z.number(), items: z.array(roleAnalysisView) }) },
    proposeRoles: { method: 'POST', path: '/roles/proposals', summary: '把优化建议转为变更单草稿', permission: 'access-review:manage', audit: 'access-roles.proposed', body: subsystemBody.extend({ requestId: z.uuid(), proposal: z.string().trim().min(10, '请写明建议，至少十个字').max(4_000) }), response: z.object({ requestId: z.string(), number: z.string() }) },
    getRules: { method: 'GET', path: '/rules', summary: '现行的审批路线与职责分离规则', permission: 'access-adjustment:read', audit: 'none', response: rulesInForce },
    listRuleVersions: {
      method: 'GET', path: '/rules/versions', summary: '查询审批与分离规则的版本', permission: 'access-adjustment:read', audit: 'none', query: listQuery.extend({ state: ruleVersionState.schema.optional(), subsystem: z.string().max(60).optional() }), response: listOf(ruleVersionSummary),
      sheet: sheetOf('审批与分离规则', ruleVersionSummary, { subsystem: ['范围', (slug) => (slug === '' ? '通用' : subsystemTitle(slug))], version: '版次', effectiveOn: '生效日期', state: ['状态', ruleVersionState.titles], isInForce: ['现行', (is) => (is ? '是' : '')], reason: '理由', proposedAt: '提出时间', proposedByName: '提出人', decidedAt: '决定时间', decidedByName: '决定人', note: '意见' }),
    },
    getRuleVersion: { method: 'GET', path: '/rules/versions/:ruleVersionId', summary: '查看规则的一个版本及其与前一版的差异', permission: 'access-adjustment:read', audit: 'none', params: ruleVersionId, response: ruleVersionDetail },
    proposeRules: { method: 'POST', path: '/rules/versions', summary: '提出规则的新版本，由另一人批准后自生效日期起用于新提交的单据', permission: 'access-rule:manage', audit: 'access-rule.proposed', body: proposedRules, response: z.object({ ruleVersionId: z.string(), version: z.number() }) },
    decideRules: { method: 'POST', path: '/rules/versions/:ruleVersionId/decide', summary: '批准或不批准规则的新版本', permission: 'access-rule:approve', audit: 'access-rule.decided', params: ruleVersionId, body: z.object({ decision: z.enum(['approved', 'refused']), note: z.string().trim().max(500).default('') }) },
    withdrawRules: { method: 'POST', path: '/rules/versions/:ruleVersionId/withdraw', summary: '撤回等待批准的规则版本', permission: 'access-rule:manage', audit: 'access-rule.withdrawn', params: ruleVersionId },
  },
})
