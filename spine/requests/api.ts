import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

export const requestState = closedSet({
  draft: '草稿',
  'in-approval': '审批中',
  returned: '已退回',
  refused: '不批准',
  scheduled: '待生效',
  ready: '待办理',
  'in-progress': '办理中',
  waiting: '等待中',
  delivered: '待验收',
  closed: '已办结',
  withdrawn: '已撤回',
  merged: '已合并',
})
export type RequestState = Member<typeof requestState>

/** States in which nobody owes anything any more. */
export const endedStates: readonly RequestState[] = Object.freeze(['refused', 'closed', 'withdrawn', 'merged'])

export const requestOrigin = closedSet({ console: '控制台', portal: '自助门户', hotline: '热线', mail: '邮件', paper: '纸质', system: '系统' })
export type RequestOrigin = Member<typeof requestOrigin>

export const requestPriority = closedSet({ p1: '一级（紧急）', p2: '二级（高）', p3: '三级（中）', p4: '四级（低）' })
export type RequestPriority = Member<typeof requestPriority>

export const requestEvent = closedSet({
  opened: '建立', edited: '修改', submitted: '提交', withdrawn: '撤回',
  'approval-asked': '送审', approved: '同意', refused: '不同意', returned: '退回修改', 'approval-expired': '审批过期', 'all-approved': '审批通过', scheduled: '待生效', begun: '生效',
  taken: '领取', assigned: '指派', 'work-opened': '开出工单', 'work-closed': '工单办结', noted: '记录', answered: '首次答复', waiting: '等待', resumed: '恢复办理',
  'targets-changed': '时限调整', delivered: '交付', accepted: '验收', 'silently-accepted': '逾期未答复，视为验收', 'delivery-returned': '验收退回', closed: '办结', reopened: '重新打开',
  linked: '关联', unlinked: '解除关联', merged: '合并', attached: '附件', 'scan-attached': '签字盖章件', 'origin-changed': '来源变更', escalated: '升级', failed: '执行失败',
})
export type RequestEventKind = Member<typeof requestEvent>

export const approvalState = closedSet({ pending: '未到', waiting: '待审批', approved: '同意', refused: '不同意', returned: '退回修改', expired: '已过期', void: '作废' })
export type ApprovalState = Member<typeof approvalState>

export const requestLinkKind = closedSet({ 'child-of': '上级', 'duplicate-of': '重复于', 'related-to': '相关', 'made-into': '转为' })
export type RequestLinkKind = Member<typeof requestLinkKind>

export const requestFileKind = closedSet({ attachment: '附件', 'official-document': '公文', 'signed-scan': '签字盖章件' })
export type RequestFileKind = Member<typeof requestFileKind>

const OPEN = 'draft,in-approval,returned,scheduled,ready,in-progress,waiting,delivered'
/** Saved views of the list; the counts of the pages are counted by the same conditions. */
export const requestViews = Object.freeze({
  'to-approve': { title: '待我审批', query: { whose: 'to-approve' } },
  'to-handle': { title: '待我办理', query: { whose: 'mine', state: 'ready,in-progress,waiting' } },
  unassigned: { title: '待领取', query: { whose: 'nobody', state: 'ready,in-progress' } },
  'to-accept': { title: '待我验收', query: { whose: 'asked', state: 'delivered' } },
  asked: { title: '我的申请', query: { whose: 'asked' } },
  overdue: { title: '已逾期', query: { due: 'overdue' } },
  open: { title: '未办结', query: { state: OPEN } },
  all: { title: '全部', query: {} },
} as const)
export type RequestView = keyof typeof requestViews

const requestId = z.object({ requestId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const note = z.string().trim().max(4_000)
const reason = note.min(4, '请写明原因，至少四个字')
const person = z.object({ userId: z.string(), displayName: z.string(), post: z.string() })

export const requestSummary = z.object({
  requestId: z.string(),
  number: z.string(),
  kind: z.string(),
  kindTitle: z.string(),
  service: z.string(),
  subsystem: z.string(),
  title: z.string(),
  state: requestState.schema,
  formVersion: z.int(),
  requesterName: z.string(),
  requesterUnit: z.string(),
  origin: requestOrigin.schema,
  priority: requestPriority.schema.nullable(),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  openedAt: instantField,
  submittedAt: instantField.nullable(),
  deliveredAt: instantField.nullable(),
  closedAt: instantField.nullable(),
  /** Business date on which approved work begins, when it is not the day of the approval. */
  beginsOn: z.string().nullable(),
  /** The nearest moment among the targets that still run, and the worst verdict. */
  dueAt: instantField.nullable(),
  isOverdue: z.boolean(),
  version: z.int(),
})
export type RequestSummary = z.output<typeof requestSummary>

/** One line of a form as people read it; `before` when it differs from the version before. */
export const formLine = z.object({ label: z.string(), value: z.string(), before: z.string().optional(), wide: z.boolean().optional() })
export type FormLine = z.output<typeof formLine>

export const approvalView = z.object({
  step: z.int(),
  title: z.string(),
  approver: z.string(),
  state: approvalState.schema,
  askedAt: instantField.nullable(),
  expiresAt: instantField.nullable(),
  decidedAt: instantField.nullable(),
  decidedByName: z.string().nullable(),
  onBehalfOfName: z.string().nullable(),
  note: z.string(),
})

export const clockView = z.object({
  name: z.string(),
  contractual: z.boolean(),
  clause: z.string().optional(),
  verdict: z.string(),
  startedAt: instantField.nullable(),
  dueAt: instantField.nullable(),
  elapsedMinutes: z.int(),
  pausedMinutes: z.int(),
  remainingMinutes: z.int(),
  overdueMinutes: z.int(),
  isProvisional: z.boolean(),
  calendarVersion: z.string(),
  lines: z.array(z.string()),
})

export const requestAction = z.enum(['edit', 'submit', 'withdraw', 'approve', 'take', 'assign', 'note', 'wait', 'resume', 'deliver', 'accept', 'return-delivery', 'reopen', 'link', 'merge', 'attach', 'attach-scan', 'clone'])
export type RequestAction = z.output<typeof requestAction>

export const requestDetail = requestSummary.extend({
  /** Raw form: the submitted version, or the draft while it is being written. */
  form: z.unknown(),
  formLines: z.array(formLine),
  formVersions: z.array(z.object({ formVersion: z.int(), formSm3: z.string(), submittedAt: instantField, submittedByName: z.string(), reason: z.string() })),
  approvals: z.array(approvalView),
  /** Whom the waiting step waits for, and why not for the one who looks; empty when it is his to decide or nothing waits. */
  waitsOn: z.string(),
  clocks: z.array(clockView),
  events: z.array(z.object({ at: instantField, kind: z.string(), actorName: z.string(), note: z.string(), isPublic: z.boolean() })),
  links: z.array(z.object({ requestId: z.string(), number: z.string(), title: z.string(), state: requestState.schema, kind: requestLinkKind.schema, isOutgoing: z.boolean() })),
  files: z.array(z.object({ requestFileId: z.string(), kind: requestFileKind.schema, formVersion: z.int(), fileName: z.string(), mediaType: z.string(), bytes: z.number(), sm3: z.string(), note: z.string(), attachedAt: instantField, attachedByName: z.string() })),
  workOrders: z.array(z.object({ workOrderId: z.string(), number: z.string(), title: z.string(), state: z.string() })),
  occurrenceId: z.string().nullable(),
  clonedFrom: z.object({ requestId: z.string(), number: z.string() }).nullable(),
  solution: z.string(),
  silentAcceptanceAt: instantField.nullable(),
  actions: z.array(requestAction),
})
export type RequestDetail = z.output<typeof requestDetail>

export const delegationView = z.object({
  delegationId: z.string(),
  fromUserId: z.string(),
  fromName: z.string(),
  toUserId: z.string(),
  toName: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  kinds: z.array(z.string()),
  reason: z.string(),
  declaredAt: instantField,
  revokedAt: instantField.nullable(),
  isActive: z.boolean(),
})

export const requestFilter = listQuery.extend({
  state: z.string().max(200).optional(),
  service: z.string().max(80).optional(),
  kind: z.string().max(80).optional(),
  subsystem: z.string().max(80).optional(),
  priority: requestPriority.schema.optional(),
  whose: z.enum(['asked', 'mine', 'nobody', 'to-approve']).optional(),
  due: z.enum(['overdue', 'today', 'week']).optional(),
  /** Business dates of opening, both included. */
  from: dateField.optional(),
  to: dateField.optional(),
})
export type RequestFilter = z.output<typeof requestFilter>

const changed = z.object({ version: z.int() })

const requestSheet = sheetOf('申请', requestSummary, {
  number: '编号', kindTitle: '类别', title: '标题', subsystem: ['子系统', subsystemTitle], requesterName: '申请人', requesterUnit: '单位', origin: ['来源', requestOrigin.titles], priority: ['优先级', requestPriority.titles],
  state: ['状态', requestState.titles], assigneeName: '办理人', openedAt: '建立', submittedAt: '提交', beginsOn: '生效日期', deliveredAt: '交付', closedAt: '办结', dueAt: ['最近时限', dueText],
})

export const requestsApi = defineApi({
  prefix: '/api/requests',
  title: '申请',
  endpoints: {
    listRequests: { method: 'GET', path: '', summary: '查询申请（只有查看全部权限的人可见他人的申请）', permission: 'request:read', widenedBy: ['request:read-all'], audit: 'none', query: requestFilter, response: listOf(requestSummary), sheet: requestSheet },
    countRequests: { method: 'GET', path: '/counts', summary: '各常用视图的申请数', permission: 'request:read', audit: 'none', query: z.object({ service: z.string().max(80).optional(), kind: z.string().max(80).optional() }), response: z.record(z.string(), z.number()) },
    listRequestKinds: { method: 'GET', path: '/kinds', summary: '可以提出的申请类别', permission: 'request:read', audit: 'none', response: z.object({ items: z.array(z.object({ kind: z.string(), title: z.string(), service: z.string(), mayOpen: z.boolean() })) }) },
    getRequest: { method: 'GET', path: '/:requestId', summary: '查看申请', permission: 'request:read', audit: 'none', params: requestId, response: requestDetail },
    openRequest: {
      method: 'POST', path: '', summary: '建立申请草稿', permission: 'request:open', audit: 'filed-request.opened',
      // The sender chooses the id: sent twice, it is opened once.
      body: z.object({ requestId: z.uuid(), kind: z.string().max(80), form: z.record(z.string(), z.unknown()), clonedFromId: z.uuid().optional() }),
      response: z.object({ requestId: z.string(), number: z.string(), version: z.int() }),
    },
    saveRequestDraft: { method: 'PUT', path: '/:requestId/draft', summary: '保存草稿', permission: 'request:open', audit: 'filed-request.edited', params: requestId, body: seen.extend({ form: z.record(z.string(), z.unknown()) }), response: changed },
    submitRequest: { method: 'POST', path: '/:requestId/submit', summary: '提交申请；已提交过的，修改后重新审批', permission: 'request:open', audit: 'filed-request.submitted', params: requestId, body: seen.extend({ reason: note.default('') }), response: changed },
    withdrawRequest: { method: 'POST', path: '/:requestId/withdraw', summary: '撤回申请', permission: 'request:open', audit: 'filed-request.withdrawn', params: requestId, body: seen.extend({ reason }), response: changed },
    decideRequest: {
      method: 'POST', path: '/:requestId/decide', summary: '审批当前步骤', permission: 'request:approve', audit: 'filed-request.decided', params: requestId,
      body: seen.extend({ step: z.int().min(1), decision: z.enum(['approved', 'refused', 'returned']), note: note.default('') }), response: changed,
    },
    takeRequest: { method: 'POST', path: '/:requestId/take', summary: '领取办理', permission: 'request:handle', audit: 'filed-request.taken', params: requestId, body: seen, response: changed },
    assignRequest: { method: 'POST', path: '/:requestId/assign', summary: '指派办理人', permission: 'request:assign', audit: 'filed-request.assigned', params: requestId, body: seen.extend({ assigneeId: z.uuid(), note: note.default('') }), response: changed },
    noteRequest: { method: 'POST', path: '/:requestId/notes', summary: '添加记录', permission: 'request:open', audit: 'filed-request.noted', params: requestId, body: z.object({ note: note.min(1, '请填写记录内容'), isPublic: z.boolean().default(false) }) },
    waitRequest: {
      method: 'POST', path: '/:requestId/wait', summary: '暂停时限：写明原因、责任方和证明', permission: 'request:handle', audit: 'filed-request.waiting', params: requestId,
      body: seen.extend({ reason, owner: z.string().trim().min(1, '请写明等待谁').max(100), proof: z.string().trim().min(1, '请写明证明').max(500) }), response: changed,
    },
    resumeRequest: { method: 'POST', path: '/:requestId/resume', summary: '恢复办理', permission: 'request:handle', audit: 'filed-request.resumed', params: requestId, body: seen.extend({ note: note.default('') }), response: changed },
    deliverRequest: { method: 'POST', path: '/:requestId/deliver', summary: '交付办理结果', permission: 'request:handle', audit: 'filed-request.delivered', params: requestId, body: seen.extend({ solution: note.min(4, '请写明办理结果') }), response: changed },
    acceptRequest: { method: 'POST', path: '/:requestId/accept', summary: '验收', permission: 'request:open', audit: 'filed-request.accepted', params: requestId, body: seen.extend({ note: note.default('') }), response: changed },
    returnDelivery: { method: 'POST', path: '/:requestId/return-delivery', summary: '验收退回', permission: 'request:open', audit: 'filed-request.delivery-returned', params: requestId, body: seen.extend({ reason }), response: changed },
    reopenRequest: { method: 'POST', path: '/:requestId/reopen', summary: '重新打开已办结的申请', permission: 'request:handle', audit: 'filed-request.reopened', params: requestId, body: seen.extend({ reason }), response: changed },
    linkRequests: { method: 'POST', path: '/:requestId/links', summary: '关联申请', permission: 'request:handle', audit: 'filed-request.linked', params: requestId, body: z.object({ toRequestId: z.uuid(), kind: requestLinkKind.schema, note: note.default('') }) },
    unlinkRequests: { method: 'POST', path: '/:requestId/unlink', summary: '解除关联', permission: 'request:handle', audit: 'filed-request.unlinked', params: requestId, body: z.object({ toRequestId: z.uuid(), kind: requestLinkKind.schema }) },
    mergeRequest: { method: 'POST', path: '/:requestId/merge', summary: '并入另一申请：本申请停止计时，不再单独计数', permission: 'request:handle', audit: 'filed-request.merged', params: requestId, body: seen.extend({ intoRequestId: z.uuid(), reason }), response: changed },
    attachRequestFiles: {
      method: 'POST', path: '/:requestId/files', summary: '附上文件', permission: 'request:open', audit: 'filed-request.attached', accepts: 'upload', params: requestId,
      body: z.object({ kind: z.enum(['attachment', 'official-document']).default('attachment'), note: note.default('') }), response: z.object({ requestFileIds: z.array(z.string()) }),
    },
    attachRequestScan: {
      method: 'POST', path: '/:requestId/scans', summary: '上传签字盖章件，须与某一版次的校验值相符', permission: 'request:open', audit: 'filed-request.scan-attached', accepts: 'upload', params: requestId,
      body: z.object({ formVersion: z.coerce.number().int().min(1), hash: z.string().trim().min(8, '请填写页脚校验值的至少前 8 位').max(64), note: note.default('') }), response: z.object({ evidenceId: z.string() }),
    },
    getRequestFile: { method: 'GET', path: '/:requestId/files/:requestFileId', summary: '下载附件', permission: 'request:read', audit: 'filed-request.file-read', params: requestId.extend({ requestFileId: z.uuid() }), answer: 'file' },
    printRequest: { method: 'GET', path: '/:requestId/print', summary: '打印申请单（PDF 或 Word）', permission: 'request:read', audit: 'filed-request.printed', params: requestId, query: z.object({ format: z.enum(['pdf', 'docx']).default('pdf'), formVersion: z.coerce.number().int().min(1).optional() }), answer: 'file' },
    listHandlers: { method: 'GET', path: '/handlers', summary: '可指派的办理人', permission: 'request:assign', audit: 'none', response: z.object({ items: z.array(person) }) },
    listDelegations: { method: 'GET', path: '/delegations', summary: '审批代理', permission: 'request:approve', audit: 'none', response: z.object({ items: z.array(delegationView) }) },
    declareDelegation: {
      method: 'POST', path: '/delegations', summary: '登记审批代理', permission: 'request:approve', audit: 'delegation.declared',
      body: z.object({ delegationId: z.uuid(), toUserId: z.uuid(), fromOn: dateField, toOn: dateField, kinds: z.array(z.string().max(80)).max(50).default([]), reason }),
    },
    revokeDelegation: { method: 'POST', path: '/delegations/:delegationId/revoke', summary: '撤销审批代理', permission: 'request:approve', audit: 'delegation.revoked', params: z.object({ delegationId: z.uuid() }) },
    listDeputies: { method: 'GET', path: '/deputies', summary: '可委托的代理人', permission: 'request:approve', audit: 'none', response: z.object({ items: z.array(person) }) },
  },
})
