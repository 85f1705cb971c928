import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { changeErrors } from '../changes/change.ts'
import { changeTables } from '../database/change-tables.ts'

export async function listBackupHours(ctx: SpineCtx) {
  requirePermission(ctx, 'change:read')
  return { items: await changeTables(ctx).selectFrom('changeRequest.backupHours').select(['subsystem', 'startsMinute', 'endsMinute', 'changedAt', 'version']).orderBy('subsystem').execute() }
}

/** Sets when a subsystem is backed up every day; version 0 where nothing was set yet. */
export async function setBackupHours(ctx: SpineCtx, subsystem: string, { version, ...hours }: { readonly startsMinute: number; readonly endsMinute: number; readonly version: number }): Promise<void> {
  requirePermission(ctx, 'change:configure')
  const db = changeTables(ctx)
  const facts = { ...hours, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) }
  const written =
    version === 0
      ? await db.insertInto('changeRequest.backupHours').values({ subsystem, ...facts }).onConflict((conflict) => conflict.column('subsystem').doNothing()).returning('subsystem').executeTakeFirst()
      : await db.updateTable('changeRequest.backupHours').set({ ...facts, version: version + 1 }).where('subsystem', '=', subsystem).where('version', '=', version).returning('subsystem').executeTakeFirst()
  if (!written) throw changeErrors['hours-changed']()
}
