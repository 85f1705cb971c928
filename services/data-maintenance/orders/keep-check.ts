import { actorName, actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'

/** What was found out about exactly one script; found out again, it replaces what was there. */
export async function keepCheck(ctx: SpineCtx, requestId: string, kind: 'review' | 'trial' | 'rehearsal' | 'exception', digest: string, body: unknown): Promise<void> {
  const kept = { body: JSON.stringify(body), madeAt: ctx.now, madeBy: actorUserId(ctx.actor), madeByName: actorName(ctx.actor) }
  await maintenanceTables(ctx).insertInto('dataMaintenance.orderCheck').values({ requestId, kind, scriptSm3: digest, ...kept }).onConflict((conflict) => conflict.columns(['requestId', 'kind', 'scriptSm3']).doUpdateSet(kept)).execute()
}
