import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { WorkOrderState } from './api.ts'
import { followsRequest, requireTransition, workOrderErrors } from './work-order.ts'
import { addWorkOrderEvent, changeWorkOrder, lockSeenWorkOrder } from './work-orders.store.ts'

/** A person takes a waiting or returned order. */
export async function takeWorkOrder(ctx: SpineCtx, workOrderId: string, version: number): Promise<void> {
  requirePermission(ctx, 'work-order:work')
  const row = await lockSeenWorkOrder(ctx, workOrderId, version)
  if (row.isAutomatic) throw workOrderErrors['is-automatic']()
  if (followsRequest(row)) throw workOrderErrors['follows-request']()
  requireTransition(row.state as WorkOrderState, 'taken')
  await changeWorkOrder(ctx, row, { state: 'taken', assigneeId: actorUserId(ctx.actor) })
  await addWorkOrderEvent(ctx, workOrderId, 'taken')
}

/** The project manager gives an order to somebody. */
export async function assignWorkOrder(ctx: SpineCtx, workOrderId: string, version: number, assigneeId: string, note: string): Promise<void> {
  requirePermission(ctx, 'work-order:assign')
  const row = await lockSeenWorkOrder(ctx, workOrderId, version)
  if (row.isAutomatic) throw workOrderErrors['is-automatic']()
  if (followsRequest(row)) throw workOrderErrors['follows-request']()
  if (row.state === 'submitted' || row.state === 'closed' || row.state === 'cancelled') throw workOrderErrors['wrong-state']()
  const assignee = await spineTables(ctx).selectFrom('platform.userAccount').select('displayName').where('userId', '=', assigneeId).where('state', '=', 'active').executeTakeFirst()
  if (!assignee) throw workOrderErrors['assignee-unknown']()
  await changeWorkOrder(ctx, row, { assigneeId })
  await addWorkOrderEvent(ctx, workOrderId, 'assigned', note, { assigneeId, assigneeName: assignee.displayName })
}

/** Anybody who may work on orders may leave a note in the timeline. */
export async function noteWorkOrder(ctx: SpineCtx, workOrderId: string, note: string): Promise<void> {
  requirePermission(ctx, 'work-order:work')
  const found = await spineTables(ctx).selectFrom('spine.workOrder').select('workOrderId').where('workOrderId', '=', workOrderId).executeTakeFirst()
  if (!found) throw workOrderErrors['not-found']()
  await addWorkOrderEvent(ctx, workOrderId, 'noted', note)
}

/** Takes an order out of the world with a reason; an occurrence behind it opens a new one. */
export async function cancelWorkOrder(ctx: SpineCtx, workOrderId: string, version: number, reason: string): Promise<void> {
  requirePermission(ctx, 'work-order:cancel')
  const row = await lockSeenWorkOrder(ctx, workOrderId, version)
  if (followsRequest(row)) throw workOrderErrors['follows-request']()
  requireTransition(row.state as WorkOrderState, 'cancelled')
  await changeWorkOrder(ctx, row, { state: 'cancelled', closedAt: ctx.now })
  await addWorkOrderEvent(ctx, workOrderId, 'cancelled', reason)
}
