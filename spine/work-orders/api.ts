import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField, instantInput } from '#shared/instant.ts'

const workOrderId = z.object({ workOrderId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const note = z.string().trim().max(2_000)
const reason = note.min(4, '请写明原因，至少四个字')

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
