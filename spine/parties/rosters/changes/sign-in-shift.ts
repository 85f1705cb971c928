import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { shiftErrors } from '../roster.ts'
import { addShiftEvent, lockShift } from '../rosters.store.ts'
import { attendancePlace, type AttendancePlace } from './attendance-place.ts'

/** Coming early is coming in time; earlier than this it is no proof of being there. */
const EARLY_MINUTES = 60

/** 签到: whoever has the shift says that he took it up, and from where. Signing in again changes nothing. */
export async function signInShift(ctx: SpineCtx, shiftId: string, { place, note }: { place: AttendancePlace; note: string }): Promise<void> {
  requirePermission(ctx, 'roster:work')
  const row = await lockShift(ctx, shiftId)
  if (row.userId === null || row.userId !== actorUserId(ctx.actor)) throw shiftErrors['not-own']()
  if (row.state !== 'published' || row.endsAt <= ctx.now) throw shiftErrors.over()
  if (ctx.now.getTime() < row.startsAt.getTime() - EARLY_MINUTES * 60_000) throw shiftErrors['too-early']()
  if (!(await writeAttendance(ctx, shiftId, row.userId, place, note))) return
  await addShiftEvent(ctx, row.rosterId, shiftId, 'signed-in', `${row.name} ${attendancePlace.titles[place]}${note === '' ? '' : `；${note}`}`)
}

/** Returns whether it was the first. */
export async function writeAttendance(ctx: SpineCtx, shiftId: string, signedBy: string, place: AttendancePlace, note: string): Promise<boolean> {
  const written = await spineTables(ctx)
    .insertInto('spine.shiftAttendance')
    .values({ shiftId, at: ctx.now, place, note, signedBy })
    .onConflict((conflict) => conflict.column('shiftId').doNothing())
    .returning('shiftId')
    .executeTakeFirst()
  return written !== undefined
}
