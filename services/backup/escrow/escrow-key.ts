import { newEscrowKey, type EscrowKey } from '#platform/archives/archive.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'

const context = (id: string) => `backup/escrow/${id}`

/** The key of the recovery code made last, with which every new archive is sealed a second time. */
export async function currentEscrow(ctx: Pick<SpineCtx, 'tx' | 'secretBox'>): Promise<EscrowKey | undefined> {
  const row = await backupTables(ctx).selectFrom('backup.escrowKey').selectAll().orderBy('madeAt', 'desc').limit(1).executeTakeFirst()
  return row && { id: row.escrowId, salt: row.salt, key: ctx.secretBox.open(row.sealed, context(row.escrowId)) }
}

/** A key by its number: archives stay bound to the code of their day. */
export async function escrowOf(ctx: Pick<SpineCtx, 'tx' | 'secretBox'>, id: string): Promise<EscrowKey | undefined> {
  const row = await backupTables(ctx).selectFrom('backup.escrowKey').selectAll().where('escrowId', '=', id).executeTakeFirst()
  return row && { id: row.escrowId, salt: row.salt, key: ctx.secretBox.open(row.sealed, context(row.escrowId)) }
}

/** Makes a new recovery code. It is answered once and kept nowhere: whoever asked writes it down and locks it away. */
export async function makeEscrow(ctx: SpineCtx): Promise<{ code: string; escrowId: string }> {
  requirePermission(ctx, 'backup:administer')
  const { code, escrow } = await newEscrowKey()
  await backupTables(ctx).insertInto('backup.escrowKey').values({ escrowId: escrow.id, salt: escrow.salt, sealed: ctx.secretBox.seal(escrow.key, context(escrow.id)), madeAt: ctx.now, madeBy: actorUserId(ctx.actor), madeByName: actorName(ctx.actor) }).execute()
  return { code, escrowId: escrow.id }
}
