import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { addRequestEvent, findRequestKind, kindRequest, lockRequest } from './requests.store.ts'

/** A work order of a request was closed: its kind goes on with the typed result, in the same act. */
export async function tellRequestOfWork(ctx: SpineCtx, workOrderId: string): Promise<void> {
  const order = await spineTables(ctx).selectFrom('spine.workOrder').select(['requestId', 'occurrenceId', 'kind', 'number', 'result', 'isAutomatic']).where('workOrderId', '=', workOrderId).executeTakeFirst()
  if (!order || order.requestId === null) return
  const row = await lockRequest(ctx, order.requestId)
  await addRequestEvent(ctx, row.requestId, 'work-closed', order.number, { details: { workOrderId } })
  await findRequestKind(ctx, row.kind).onWorkClosed?.(ctx, await kindRequest(ctx, row), { workOrderId, kind: order.kind, result: order.result })
}
