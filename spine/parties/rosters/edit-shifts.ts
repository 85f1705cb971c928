import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { rosterErrors, shiftErrors, shiftText } from './roster.ts'
import { shiftRole, type RosterKind, type ShiftRole } from './roster-kind.ts'
import { addShiftEvent, changeShiftRow, lockRoster, lockShift, writeShift } from './rosters.store.ts'
import { shiftConflicts, type ShiftWish } from './shift-conflicts.ts'

export type ShiftFields = ShiftWish & { readonly role: ShiftRole }

/** Adds a shift to a draft or, before it begins, to a published roster. */
export async function addShift(ctx: SpineCtx, rosterId: string, { shiftId, reason, ...fields }: ShiftFields & { shiftId: string; reason: string }): Promise<string> {
  requirePermission(ctx, 'roster:edit')
  const roster = await lockRoster(ctx, rosterId)
  const shift = shiftFields(fields)
  if (await spineTables(ctx).selectFrom('spine.shift').select('shiftId').where('shiftId', '=', shiftId).executeTakeFirst()) return shiftId
  if (roster.state === 'published' && shift.startsAt <= ctx.now) throw shiftErrors.past()
  await requireFree(ctx, roster.kind as RosterKind, shift)
  await writeShift(ctx, shiftId, rosterId, shift)
  if (roster.state === 'published') await addShiftEvent(ctx, rosterId, shiftId, 'added', `${shiftRole.titles[shift.role]} ${shiftText(shift)}；${reason}`)
  return shiftId
}

/** Changes who, when or as what; once published, before the shift begins and for a reason. */
export async function changeShift(ctx: SpineCtx, shiftId: string, { version, reason, ...fields }: ShiftFields & { version: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'roster:edit')
  const row = await lockShift(ctx, shiftId, version)
  const shift = shiftFields(fields)
  if (row.state === 'published' && (row.startsAt <= ctx.now || shift.startsAt <= ctx.now)) throw shiftErrors.past()
  await requireFree(ctx, row.kind, shift, shiftId)
  await changeShiftRow(ctx, row, shift)
  if (row.state === 'published') await addShiftEvent(ctx, row.rosterId, shiftId, 'changed', `原为 ${row.name} ${shiftRole.titles[row.role as ShiftRole]} ${shiftText(row)}；${reason}`)
}

/** Takes a shift out. Of a published roster it stays readable as cancelled. */
export async function cancelShift(ctx: SpineCtx, shiftId: string, { version, reason }: { version: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'roster:edit')
  const row = await lockShift(ctx, shiftId, version)
  if (row.state === 'draft') return void (await spineTables(ctx).deleteFrom('spine.shift').where('shiftId', '=', shiftId).execute())
  if (row.startsAt <= ctx.now) throw shiftErrors.past()
  await changeShiftRow(ctx, row, { cancelledAt: ctx.now })
  await addShiftEvent(ctx, row.rosterId, shiftId, 'cancelled', `${row.name} ${shiftText(row)}；${reason}`)
}

/** Nothing else of what a caller holds reaches the table. */
function shiftFields({ personId, role, startsAt, endsAt }: ShiftFields): ShiftFields {
  return { personId, role, startsAt, endsAt }
}

async function requireFree(ctx: SpineCtx, kind: RosterKind, shift: ShiftFields, ownId?: string): Promise<void> {
  const [conflicts = []] = await shiftConflicts(ctx, kind, [shift], ownId === undefined ? [] : [ownId])
  if (shift.endsAt <= shift.startsAt) throw rosterErrors.conflicts({ problems: [{ place: 'body.endsAt', message: '结束须晚于开始' }] })
  if (conflicts.length > 0) throw rosterErrors.conflicts({ problems: conflicts.map((message) => ({ place: 'body.personId', message })) })
}
