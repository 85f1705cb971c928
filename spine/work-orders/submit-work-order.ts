import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { WorkOrderState } from './api.ts'
import { tellRequestOfWork } from '#spine/requests/tell-request-of-work.ts'
import { followsRequest, requireTransition, workOrderErrors } from './work-order.ts'
import { addWorkOrderEvent, changeWorkOrder, lockSeenWorkOrder, type WorkOrderRow } from './work-orders.store.ts'

/** The person who did the work hands it in for review. All evidence kinds that the obligation asks for must be there. */
export async function submitWorkOrder(ctx: SpineCtx, workOrderId: string, version: number, note: string): Promise<void> {
  requirePermission(ctx, 'work-order:work')
  const row = await lockSeenWorkOrder(ctx, workOrderId, version)
  if (row.isAutomatic) throw workOrderErrors['is-automatic']()
  if (followsRequest(row)) throw workOrderErrors['follows-request']()
  if (row.assigneeId !== actorUserId(ctx.actor)) throw workOrderErrors['not-assignee']()
  requireTransition(row.state as WorkOrderState, 'submitted')
  const missing = await missingEvidence(ctx, row)
  if (missing.length > 0) {
    throw workOrderErrors['no-evidence']({ problems: missing.map((kind) => ({ place: 'evidence', message: `缺少证据：${kind}` })) })
  }
  await changeWorkOrder(ctx, row, { state: 'submitted', submittedAt: ctx.now, submittedBy: actorUserId(ctx.actor) })
  await addWorkOrderEvent(ctx, workOrderId, 'submitted', note)
}

/** Evidence kinds that the obligation asks for and the order does not have; any evidence satisfies an obligation that names none. */
async function missingEvidence(ctx: SpineCtx, row: WorkOrderRow): Promise<string[]> {
  const db = spineTables(ctx)
  const attached = await db
    .selectFrom('spine.workOrderEvidence as l')
    .innerJoin('spine.evidence as e', 'e.evidenceId', 'l.evidenceId')
    .select('e.kind')
    .where('l.workOrderId', '=', row.workOrderId)
    .execute()
  const kinds = new Set(attached.map((one) => one.kind))
  const asked = row.occurrenceId
    ? await db
        .selectFrom('spine.occurrence as o')
        .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
        .select('b.evidenceKinds')
        .where('o.occurrenceId', '=', row.occurrenceId)
        .executeTakeFirst()
    : undefined
  const required = asked?.evidenceKinds ?? []
  if (required.length === 0) return kinds.size > 0 ? [] : ['至少一份']
  return required.filter((kind) => !kinds.has(kind))
}

/** Another person accepts: the order is closed as of its submission. */
export async function acceptWorkOrder(ctx: SpineCtx, workOrderId: string, version: number, note: string): Promise<void> {
  requirePermission(ctx, 'work-order:review')
  const row = await lockSeenWorkOrder(ctx, workOrderId, version)
  if (row.submittedBy !== null && row.submittedBy === actorUserId(ctx.actor)) throw workOrderErrors['own-review']()
  if (row.state !== 'submitted') throw workOrderErrors['wrong-state']()
  await changeWorkOrder(ctx, row, { state: 'closed', closedAt: ctx.now })
  await addWorkOrderEvent(ctx, workOrderId, 'closed', note)
  await tellRequestOfWork(ctx, workOrderId)
}

/** Another person sends it back with a reason; the submission no longer counts. */
export async function returnWorkOrder(ctx: SpineCtx, workOrderId: string, version: number, reason: string): Promise<void> {
  requirePermission(ctx, 'work-order:review')
  const row = await lockSeenWorkOrder(ctx, workOrderId, version)
  if (row.submittedBy !== null && row.submittedBy === actorUserId(ctx.actor)) throw workOrderErrors['own-review']()
  requireTransition(row.state as WorkOrderState, 'returned')
  await changeWorkOrder(ctx, row, { state: 'returned', submittedAt: null, submittedBy: null })
  await addWorkOrderEvent(ctx, workOrderId, 'returned', reason)
}
