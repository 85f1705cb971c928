import type { Selectable } from 'kysely'
import { actorName, actorUserId, type Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { FindingTable } from '#spine/database/tables.ts'
import type { FindingEventKind } from './api.ts'
import { findingErrors } from './finding.ts'

export type FindingRow = Selectable<FindingTable>

/** The finding as the person saw it, locked until the act ends. */
export async function lockSeenFinding(ctx: Ctx, findingId: string, version: number): Promise<FindingRow> {
  const row = await spineTables(ctx).selectFrom('spine.finding').selectAll().where('findingId', '=', findingId).forUpdate().executeTakeFirst()
  if (!row) throw findingErrors['not-found']()
  if (row.version !== version) throw findingErrors.changed()
  return row
}

export async function changeFinding(
  ctx: Ctx,
  row: Pick<FindingRow, 'findingId' | 'version'>,
  changes: Partial<Pick<FindingRow, 'state' | 'severity' | 'title' | 'ownerId' | 'dueAt' | 'lastSeenAt' | 'seenCount' | 'closedAt' | 'closedEvidenceId'>>,
): Promise<void> {
  await spineTables(ctx).updateTable('spine.finding').set({ ...changes, version: row.version + 1 }).where('findingId', '=', row.findingId).execute()
}

export async function addFindingEvent(ctx: Ctx, findingId: string, kind: FindingEventKind, { note = '', evidenceId = null }: { note?: string; evidenceId?: string | null } = {}): Promise<void> {
  await spineTables(ctx)
    .insertInto('spine.findingEvent')
    .values({ findingId, at: ctx.now, kind, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note, evidenceId })
    .execute()
}
