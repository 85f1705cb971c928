import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { formatInstant } from '#shared/instant.ts'
import { recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { outageErrors } from './outage.ts'

/** A person says whose outage it was, and why. Every such word is kept as evidence; the latest counts. */
export async function classifyOutage(ctx: SpineCtx, outageId: string, change: { version: number; cause: string; reason: string }): Promise<void> {
  requirePermission(ctx, 'availability:classify')
  const db = inspectionTables(ctx)
  const row = await db.selectFrom('spine.outage').selectAll().where('outageId', '=', outageId).forUpdate().executeTakeFirst()
  if (!row) throw outageErrors['not-found']()
  if (row.version !== change.version) throw outageErrors.changed()
  await db
    .updateTable('spine.outage')
    .set({ cause: change.cause, causeNote: change.reason, causeDecidedBy: actorUserId(ctx.actor), causeDecidedAt: ctx.now, version: row.version + 1 })
    .where('outageId', '=', outageId)
    .execute()
  await recordEvidence(ctx, {
    kind: 'outage-record',
    title: '中断原因认定',
    about: { service: 'inspection', subsystem: row.subsystem, outage: outageId },
    body: { outage: outageId, startedAt: formatInstant(row.startedAt), endedAt: row.endedAt && formatInstant(row.endedAt), before: row.cause, cause: change.cause, reason: change.reason },
  })
}
