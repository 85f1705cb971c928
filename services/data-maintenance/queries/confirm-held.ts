import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { exportErrors } from '../exports/export-errors.ts'
import { visibleExport } from '../exports/hand-over.ts'
import { tellReceiver } from '../exports/open-generation.ts'

/** A person has looked at what is out of the ordinary and says why it is right; only then it is delivered. */
export async function confirmHeldExport(ctx: SpineCtx, dataExportId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'data-export:confirm')
  const row = await visibleExport(ctx, dataExportId, true)
  if (row.state !== 'held') throw exportErrors['not-held']()
  if (row.orderedBy !== null && row.orderedBy === actorUserId(ctx.actor)) throw exportErrors['own-confirmation']()
  await maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ state: 'generated', confirmedAt: ctx.now, confirmedByName: actorName(ctx.actor), confirmedReason: reason }).where('dataExportId', '=', dataExportId).execute()
  await tellReceiver(ctx, row)
}
