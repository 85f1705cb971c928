import { requirePermission } from '#platform/context/require-permission.ts'
import { dueText } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { findingErrors } from './finding.ts'
import { addFindingEvent, changeFinding, lockSeenFinding } from './findings.store.ts'

/** Names who mends it and until when. */
export async function assignFinding(ctx: SpineCtx, findingId: string, change: { version: number; ownerId: string; dueAt: Date; note: string }): Promise<void> {
  requirePermission(ctx, 'finding:assign')
  const row = await lockSeenFinding(ctx, findingId, change.version)
  if (row.state === 'fixed') throw findingErrors['wrong-state']({ detail: '已消除' })
  const owner = await spineTables(ctx).selectFrom('platform.userAccount').select(['displayName', 'state']).where('userId', '=', change.ownerId).executeTakeFirst()
  if (!owner || owner.state !== 'active') throw findingErrors['owner-unknown']()
  await changeFinding(ctx, row, { ownerId: change.ownerId, dueAt: change.dueAt })
  await addFindingEvent(ctx, findingId, 'assigned', { note: `责任人 ${owner.displayName}，期限 ${dueText(change.dueAt)}${change.note ? `；${change.note}` : ''}` })
}

/** Writes down what was done about it. Never closes: only a re-check can. */
export async function noteFinding(ctx: SpineCtx, findingId: string, note: string): Promise<void> {
  requirePermission(ctx, 'finding:handle')
  const row = await spineTables(ctx).selectFrom('spine.finding').select('findingId').where('findingId', '=', findingId).executeTakeFirst()
  if (!row) throw findingErrors['not-found']()
  await addFindingEvent(ctx, findingId, 'noted', { note })
}

/** Somebody entitled takes the risk of leaving it. Seen again it stays accepted; found mended it is closed like any other. */
export async function acceptFinding(ctx: SpineCtx, findingId: string, change: { version: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'finding:accept')
  const row = await lockSeenFinding(ctx, findingId, change.version)
  if (row.state !== 'open') throw findingErrors['wrong-state']()
  await changeFinding(ctx, row, { state: 'accepted', closedAt: ctx.now })
  await addFindingEvent(ctx, findingId, 'accepted', { note: change.reason })
}
