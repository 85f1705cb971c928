import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { addWorkOrderEvent } from './work-orders.store.ts'

/** Links recorded evidence to an order. The link is a fact of its own and is never removed. */
export async function attachEvidence(ctx: Ctx, workOrderId: string, evidenceIds: readonly string[]): Promise<void> {
  if (evidenceIds.length === 0) return
  await spineTables(ctx)
    .insertInto('spine.workOrderEvidence')
    .values(evidenceIds.map((evidenceId) => ({ workOrderId, evidenceId, linkedAt: ctx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await addWorkOrderEvent(ctx, workOrderId, 'evidence-attached', '', { evidenceIds })
}
