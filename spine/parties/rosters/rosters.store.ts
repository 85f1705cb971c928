import type { Selectable } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { RosterTable, ShiftTable } from '#spine/database/tables.ts'
import { rosterErrors, shiftErrors } from './roster.ts'
import type { RosterKind, ShiftRole } from './roster-kind.ts'

export type RosterRow = Selectable<RosterTable>
export type ShiftRow = Selectable<ShiftTable>
/** A shift with what decides about it: the roster's kind and state, who is on it. */
export type PlacedShift = ShiftRow & { readonly kind: RosterKind; readonly state: string; readonly name: string; readonly userId: string | null }
export type ShiftEventKind = 'published' | 'added' | 'changed' | 'cancelled' | 'swapped' | 'taken-over' | 'signed-in'

export async function lockRoster(ctx: SpineCtx, rosterId: string, version?: number): Promise<RosterRow> {
  const row = await spineTables(ctx).selectFrom('spine.roster').selectAll().where('rosterId', '=', rosterId).forUpdate().executeTakeFirst()
  if (!row) throw rosterErrors['not-found']()
  if (version !== undefined && row.version !== version) throw rosterErrors.changed()
  return row
}

/** The shift, locked; a cancelled one is gone. */
export async function lockShift(ctx: SpineCtx, shiftId: string, version?: number): Promise<PlacedShift> {
  const row = await spineTables(ctx)
    .selectFrom('spine.shift as s')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .innerJoin('spine.person as p', 'p.personId', 's.personId')
    .selectAll('s')
    .select(['r.kind', 'r.state', 'p.name', 'p.userId'])
    .where('s.shiftId', '=', shiftId)
    .forUpdate('s')
    .executeTakeFirst()
  if (!row || row.cancelledAt !== null) throw shiftErrors['not-found']()
  if (version !== undefined && row.version !== version) throw shiftErrors.changed()
  return { ...row, kind: row.kind as RosterKind }
}

export async function writeShift(ctx: SpineCtx, shiftId: string, rosterId: string, shift: { startsAt: Date; endsAt: Date; role: ShiftRole; personId: string }, takenOverFromId: string | null = null): Promise<void> {
  await spineTables(ctx).insertInto('spine.shift').values({ shiftId, rosterId, ...shift, takenOverFromId }).execute()
}

export async function changeShiftRow(ctx: SpineCtx, row: ShiftRow, changes: Partial<Pick<ShiftRow, 'startsAt' | 'endsAt' | 'role' | 'personId' | 'cancelledAt'>>): Promise<void> {
  await spineTables(ctx).updateTable('spine.shift').set({ ...changes, version: row.version + 1 }).where('shiftId', '=', row.shiftId).execute()
}

export async function addShiftEvent(ctx: SpineCtx, rosterId: string, shiftId: string | null, kind: ShiftEventKind, note: string): Promise<void> {
  await spineTables(ctx).insertInto('spine.shiftEvent').values({ rosterId, shiftId, at: ctx.now, kind, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note }).execute()
}
