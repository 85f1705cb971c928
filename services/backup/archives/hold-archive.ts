import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'
import { backupErrors } from './archive-row.ts'
import { findArchive } from './archives.store.ts'

/** Keeps an archive beyond its time, for an audit or a dispute, until somebody releases it. */
export async function holdArchive(ctx: SpineCtx, archiveId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'backup:hold')
  await findArchive(ctx, archiveId)
  const removed = await backupTables(ctx).selectFrom('backup.removal').select('archiveId').where('archiveId', '=', archiveId).executeTakeFirst()
  if (removed) throw backupErrors.removed()
  const live = await backupTables(ctx).selectFrom('backup.legalHold').select('legalHoldId').where('archiveId', '=', archiveId).where('releasedAt', 'is', null).executeTakeFirst()
  if (live) throw backupErrors.held()
  await backupTables(ctx).insertInto('backup.legalHold').values({ legalHoldId: newId(ctx.now), archiveId, reason, setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) }).execute()
}

/** The reason is in the audit line of the act. */
export async function releaseArchive(ctx: SpineCtx, archiveId: string): Promise<void> {
  requirePermission(ctx, 'backup:hold')
  await findArchive(ctx, archiveId)
  const { numUpdatedRows } = await backupTables(ctx).updateTable('backup.legalHold').set({ releasedAt: ctx.now, releasedByName: actorName(ctx.actor) }).where('archiveId', '=', archiveId).where('releasedAt', 'is', null).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw backupErrors['not-held']()
}
