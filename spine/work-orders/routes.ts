import { implementApi } from '#platform/http/implement-api.ts'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { workOrdersApi } from './api.ts'
import { bringEvidence } from './bring-evidence.ts'
import { MANUAL_KIND, openWorkOrder } from './open-work-order.ts'
import { countWorkOrders, listAssignees, listWorkOrders, readWorkOrder } from './read-work-orders.ts'
import { acceptWorkOrder, returnWorkOrder, submitWorkOrder } from './submit-work-order.ts'
import { assignWorkOrder, cancelWorkOrder, noteWorkOrder, takeWorkOrder } from './take-work-order.ts'

/** A verdict rests on the order, so it is derived again in the same act. */
async function reassess(ctx: SpineCtx, workOrderId: string): Promise<void> {
  const row = await spineTables(ctx).selectFrom('spine.workOrder').select('occurrenceId').where('workOrderId', '=', workOrderId).executeTakeFirst()
  if (row?.occurrenceId) await assessOccurrences(ctx, [row.occurrenceId])
}

export const workOrderRoutes = implementApi<typeof workOrdersApi.endpoints, SpineCtx>(workOrdersApi, {
  listWorkOrders: (ctx, { query }) => listWorkOrders(ctx, query),
  countWorkOrders: (ctx) => countWorkOrders(ctx),
  getWorkOrder: (ctx, { params }) => readWorkOrder(ctx, params.workOrderId),
  openManualWorkOrder: (ctx, { body }) => openWorkOrder(ctx, { kind: MANUAL_KIND, service: body.service, subsystem: body.subsystem, title: body.title, ...(body.dueAt ? { dueAt: body.dueAt } : {}), ...(body.occurrenceId ? { occurrenceId: body.occurrenceId } : {}) }),
  takeWorkOrder: (ctx, { params, body }) => takeWorkOrder(ctx, params.workOrderId, body.version),
  assignWorkOrder: (ctx, { params, body }) => assignWorkOrder(ctx, params.workOrderId, body.version, body.assigneeId, body.note),
  noteWorkOrder: (ctx, { params, body }) => noteWorkOrder(ctx, params.workOrderId, body.note),
  attachWorkOrderEvidence: async (ctx, { params, body }, facts) => ({ evidenceId: await bringEvidence(ctx, params.workOrderId, { ...body, files: facts.files }) }),
  submitWorkOrder: async (ctx, { params, body }) => {
    await submitWorkOrder(ctx, params.workOrderId, body.version, body.note)
    await reassess(ctx, params.workOrderId)
  },
  acceptWorkOrder: async (ctx, { params, body }) => {
    await acceptWorkOrder(ctx, params.workOrderId, body.version, body.note)
    await reassess(ctx, params.workOrderId)
  },
  returnWorkOrder: async (ctx, { params, body }) => {
    await returnWorkOrder(ctx, params.workOrderId, body.version, body.reason)
    await reassess(ctx, params.workOrderId)
  },
  cancelWorkOrder: async (ctx, { params, body }) => {
    await cancelWorkOrder(ctx, params.workOrderId, body.version, body.reason)
    await reassess(ctx, params.workOrderId)
  },
  listAssignees: (ctx) => listAssignees(ctx),
})
