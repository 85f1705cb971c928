import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dueText, instantField, instantInput } from '#shared/instant.ts'
import { serviceTitle } from '#shared/services.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

const workOrderId = z.object({ workOrderId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const note = z.string().trim().max(2_000)
const reason = note.min(4, '请写明原因，至少四个字')

export const workOrderState = closedSet({
  waiting: '待办',
  taken: '办理中',
  submitted: '待审核',
  returned: '已退回',
  closed: '已办结',
  cancelled: '已撤销',
})
export type WorkOrderState = Member<typeof workOrderState>

export const workOrderEvent = closedSet({
  opened: '开立',
  taken: '领取',
  assigned: '指派',
  noted: '记录',
  'evidence-attached': '附证据',
  submitted: '提交',
  returned: '退回',
  closed: '办结',
  cancelled: '撤销',
  failed: '执行失败',
})
export type WorkOrderEventKind = Member<typeof workOrderEvent>

const OPEN = 'waiting,taken,submitted,returned'
/** Saved views of the list: what needs a person. The counts of the home page are counted by the same conditions. */
export const workOrderViews = Object.freeze({
  mine: { title: '我的', query: { assignee: 'me', state: OPEN } },
  unassigned: { title: '待领取', query: { assignee: 'nobody', state: 'waiting' } },
  review: { title: '待审核', query: { state: 'submitted' } },
  returned: { title: '已退回', query: { state: 'returned' } },
  today: { title: '今日到期', query: { due: 'today' } },
  overdue: { title: '已逾期', query: { due: 'overdue' } },
  all: { title: '全部', query: {} },
} as const)
export type WorkOrderView = keyof typeof workOrderViews

export const workOrderSummary = z.object({
  workOrderId: z.string(),
  number: z.string(),
  kind: z.string(),
  service: z.string(),
  subsystem: z.string(),
  title: z.string(),
  state: z.string(),
  isAutomatic: z.boolean(),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  openedAt: instantField,
  dueAt: instantField.nullable(),
  submittedAt: instantField.nullable(),
  closedAt: instantField.nullable(),
  version: z.number(),
})

export const workOrderDetail = workOrderSummary.extend({
  occurrence: z
    .object({ occurrenceId: z.string(), obligation: z.string(), clause: z.string(), duty: z.string(), periodKey: z.string(), verdict: z.string(), lines: z.array(z.string()), evidenceKinds: z.array(z.object({ kind: z.string(), title: z.string() })), isProvisional: z.boolean() })
    .nullable(),
  /** The request that asked for it, where there is one that the reader may read. */
  request: z.object({ requestId: z.string(), number: z.string(), title: z.string() }).nullable(),
  planItem: z.object({ operationPlanId: z.string(), title: z.string() }).nullable(),
  input: z.unknown(),
  result: z.unknown(),
  events: z.array(z.object({ at: instantField, kind: z.string(), actorName: z.string(), note: z.string() })),
  evidence: z.array(z.object({ evidenceId: z.string(), kind: z.string(), title: z.string(), happenedAt: instantField, sequence: z.number().nullable() })),
  actions: z.array(z.enum(['take', 'assign', 'note', 'attach', 'submit', 'accept', 'return', 'cancel'])),
})

export const workOrdersApi = defineApi({
  prefix: '/api/work-orders',
  title: '工单',
  endpoints: {
    listWorkOrders: {
      method: 'GET',
      path: '',
      summary: '查询工单',
      permission: 'work-order:read',
      audit: 'none',
      query: listQuery.extend({
        state: z.string().optional(),
        service: z.string().optional(),
        subsystem: z.string().optional(),
        assignee: z.enum(['me', 'nobody']).optional(),
        due: z.enum(['overdue', 'today', 'week']).optional(),
        openedFrom: instantInput.optional(),
      }),
      response: listOf(workOrderSummary),
      sheet: sheetOf('工单', workOrderSummary, {
        number: '编号', title: '工作', state: ['状态', workOrderState.titles], subsystem: ['子系统', subsystemTitle], service: ['模块', serviceTitle], assigneeName: '办理人', isAutomatic: '系统自动', openedAt: '开立', dueAt: ['截止', dueText], submittedAt: '提交', closedAt: '办结',
      }),
    },
    countWorkOrders: {
      method: 'GET',
      path: '/counts',
      summary: '各常用视图的工单数',
      permission: 'work-order:read',
      audit: 'none',
      response: z.object({ mine: z.number(), unassigned: z.number(), review: z.number(), returned: z.number(), today: z.number(), overdue: z.number() }),
    },
    getWorkOrder: { method: 'GET', path: '/:workOrderId', summary: '查看工单', permission: 'work-order:read', audit: 'none', params: workOrderId, response: workOrderDetail },
    openManualWorkOrder: {
      method: 'POST',
      path: '',
      summary: '开立人工工单',
      permission: 'work-order:open',
      audit: 'work-order.opened',
      body: z.object({ service: z.string().min(1), subsystem: z.string().min(1), title: z.string().trim().min(4, '请写明工作内容').max(200), dueAt: instantInput.optional(), occurrenceId: z.uuid().optional() }),
      response: z.object({ workOrderId: z.string(), number: z.string() }),
    },
    takeWorkOrder: { method: 'POST', path: '/:workOrderId/take', summary: '领取工单', permission: 'work-order:work', audit: 'work-order.taken', params: workOrderId, body: seen },
    assignWorkOrder: { method: 'POST', path: '/:workOrderId/assign', summary: '指派工单', permission: 'work-order:assign', audit: 'work-order.assigned', params: workOrderId, body: seen.extend({ assigneeId: z.uuid(), note: note.default('') }) },
    noteWorkOrder: { method: 'POST', path: '/:workOrderId/note', summary: '添加记录', permission: 'work-order:work', audit: 'work-order.noted', params: workOrderId, body: z.object({ note: note.min(1, '请填写记录内容') }) },
    attachWorkOrderEvidence: {
      method: 'POST',
      path: '/:workOrderId/evidence',
      summary: '上传证据',
      permission: 'work-order:work',
      audit: 'work-order.evidence-attached',
      accepts: 'upload',
      params: workOrderId,
      body: z.object({ kind: z.string().min(1, '请选择证据类别'), title: z.string().trim().min(2, '请填写证据名称').max(200), note: note.default('') }),
      response: z.object({ evidenceId: z.string() }),
    },
    submitWorkOrder: { method: 'POST', path: '/:workOrderId/submit', summary: '提交审核', permission: 'work-order:work', audit: 'work-order.submitted', params: workOrderId, body: seen.extend({ note: note.default('') }) },
    acceptWorkOrder: { method: 'POST', path: '/:workOrderId/accept', summary: '审核通过', permission: 'work-order:review', audit: 'work-order.closed', params: workOrderId, body: seen.extend({ note: note.default('') }) },
    returnWorkOrder: { method: 'POST', path: '/:workOrderId/return', summary: '退回', permission: 'work-order:review', audit: 'work-order.returned', params: workOrderId, body: seen.extend({ reason }) },
    cancelWorkOrder: { method: 'POST', path: '/:workOrderId/cancel', summary: '撤销工单', permission: 'work-order:cancel', audit: 'work-order.cancelled', params: workOrderId, body: seen.extend({ reason }) },
    listAssignees: { method: 'GET', path: '/assignees', summary: '可指派的人员', permission: 'work-order:read', audit: 'none', response: z.object({ items: z.array(z.object({ userId: z.string(), displayName: z.string(), post: z.string() })) }) },
  },
})
