import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { rosterErrors } from './roster.ts'
import type { RosterKind } from './roster-kind.ts'
import { addShiftEvent, lockRoster } from './rosters.store.ts'
import { shiftConflicts } from './shift-conflicts.ts'

/** Puts a draft in force. Whoever went on leave since it was drafted is named; everybody on it is told. */
export async function publishRoster(ctx: SpineCtx, rosterId: string, version: number): Promise<void> {
  requirePermission(ctx, 'roster:edit')
  const roster = await lockRoster(ctx, rosterId, version)
  if (roster.state !== 'draft') throw rosterErrors['wrong-state']()
  const db = spineTables(ctx)
  const shifts = await db.selectFrom('spine.shift').select(['shiftId', 'personId', 'startsAt', 'endsAt']).where('rosterId', '=', rosterId).orderBy('startsAt').execute()
  const conflicts = (await shiftConflicts(ctx, roster.kind as RosterKind, shifts, shifts.map(({ shiftId }) => shiftId))).flat()
  if (conflicts.length > 0) throw rosterErrors.conflicts({ problems: [...new Set(conflicts)].map((message) => ({ place: 'shifts', message })) })
  await db.updateTable('spine.roster').set({ state: 'published', publishedAt: ctx.now, publishedBy: actorUserId(ctx.actor), version: version + 1 }).where('rosterId', '=', rosterId).execute()
  await addShiftEvent(ctx, rosterId, null, 'published', `${shifts.length} 个班次`)
  const people = await db.selectFrom('spine.person').select('userId').where('personId', 'in', (shift) => shift.selectFrom('spine.shift').select('personId').where('rosterId', '=', rosterId)).where('userId', 'is not', null).execute()
  await sendReminder(ctx, { userIds: people.map(({ userId }) => userId as string), kind: 'information', dedupeKey: `roster-published/${rosterId}`, title: `值班表已发布：${roster.title}`, content: `${roster.fromOn} 至 ${roster.toOn}`, link: '/my-duty' })
}
