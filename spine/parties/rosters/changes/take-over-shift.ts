import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { lockPerson, personOfUser } from '../../people/people.store.ts'
import { personErrors } from '../../people/person.ts'
import { shiftErrors, shiftText } from '../roster.ts'
import { shiftRole, type ShiftRole } from '../roster-kind.ts'
import { addShiftEvent, changeShiftRow, lockShift, writeShift } from '../rosters.store.ts'
import type { AttendancePlace } from './attendance-place.ts'
import { writeAttendance } from './sign-in-shift.ts'

export type TakeOverShift = {
  /** Chosen by the sender, so that sending twice takes over once. */
  readonly newShiftId: string
  /** Null: whoever asks. Another person is put there by whoever edits rosters. */
  readonly personId: string | null
  readonly place: AttendancePlace
  readonly reason: string
}

/** Somebody else carries on from this moment; the minutes before stay with whoever had them. */
export async function takeOverShift(ctx: SpineCtx, shiftId: string, { newShiftId, personId, place, reason }: TakeOverShift): Promise<void> {
  requirePermission(ctx, personId === null ? 'roster:work' : 'roster:edit')
  const row = await lockShift(ctx, shiftId)
  if (row.state !== 'published' || row.startsAt > ctx.now || row.endsAt <= ctx.now) throw shiftErrors['not-running']()
  const own = personId === null ? await personOfUser(ctx, ctx.actor.kind === 'person' ? ctx.actor.userId : null) : await lockPerson(ctx, personId)
  if (!own) throw shiftErrors['no-person']()
  if (own.state !== 'active') throw personErrors['not-active']()
  if (own.personId === row.personId) throw shiftErrors['not-running']({ detail: '您正在值这个班' })
  const [startsAt, endsAt, role] = [ctx.now, row.endsAt, row.role as ShiftRole]
  await changeShiftRow(ctx, row, row.startsAt < ctx.now ? { endsAt: ctx.now } : { cancelledAt: ctx.now })
  await writeShift(ctx, newShiftId, row.rosterId, { startsAt, endsAt, role, personId: own.personId }, shiftId)
  // Who takes over himself is there; who was put there still has to sign in.
  if (personId === null && own.userId !== null) await writeAttendance(ctx, newShiftId, own.userId, place, reason)
  await addShiftEvent(ctx, row.rosterId, newShiftId, 'taken-over', `${own.name} 接 ${row.name} 的${shiftRole.titles[role]} ${shiftText({ startsAt, endsAt })}；${reason}`)
  await sendReminder(ctx, { userIds: row.userId === null ? [] : [row.userId], permission: 'roster:edit', kind: 'information', dedupeKey: `taken-over/${newShiftId}`, title: `接班：${own.name} 接 ${row.name} 的${shiftRole.titles[role]}`, content: reason, link: `/rosters/${row.rosterId}` })
}
