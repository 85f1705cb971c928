import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { personOfUser, requireActivePerson } from '../../people/people.store.ts'
import { leaveErrors, shiftErrors, shiftText } from '../roster.ts'
import { rosterKind, type RosterKind } from '../roster-kind.ts'

export type RegisterLeave = { readonly leaveId: string; /** Null: one's own. */ readonly personId: string | null; readonly startsAt: Date; readonly endsAt: Date; readonly note: string }

/** Says when a person cannot be on duty. Refused, with the shifts named, while published rosters count on the person. */
export async function registerLeave(ctx: SpineCtx, { leaveId, personId: asked, ...leave }: RegisterLeave): Promise<string> {
  requirePermission(ctx, asked === null ? 'roster:work' : 'roster:edit')
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.leave').select('leaveId').where('leaveId', '=', leaveId).executeTakeFirst()) return leaveId
  const personId = asked ?? (await personOfUser(ctx, actorUserId(ctx.actor)))?.personId
  if (personId === undefined) throw shiftErrors['no-person']()
  await requireActivePerson(ctx, personId)
  if (leave.endsAt <= leave.startsAt) throw leaveErrors.invalid({ problems: [{ place: 'body.endsAt', message: '结束须晚于开始' }] })
  if (leave.endsAt <= ctx.now) throw leaveErrors.invalid({ problems: [{ place: 'body.endsAt', message: '请假时间已经过去' }] })
  const shifts = await db
    .selectFrom('spine.shift as s')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .select(['r.kind', 's.startsAt', 's.endsAt'])
    .where('s.personId', '=', personId)
    .where('r.state', '=', 'published')
    .where('s.cancelledAt', 'is', null)
    .where('s.startsAt', '<', leave.endsAt)
    .where('s.endsAt', '>', leave.startsAt)
    .orderBy('s.startsAt')
    .execute()
  if (shifts.length > 0) throw leaveErrors['on-duty']({ problems: shifts.map((shift) => ({ place: 'body.startsAt', message: `${rosterKind.titles[shift.kind as RosterKind]} ${shiftText(shift)}` })) })
  await db.insertInto('spine.leave').values({ leaveId, personId, ...leave, registeredAt: ctx.now, registeredBy: actorUserId(ctx.actor) }).execute()
  return leaveId
}

export async function cancelLeave(ctx: SpineCtx, leaveId: string): Promise<void> {
  requirePermission(ctx, 'roster:work')
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.leave as l').innerJoin('spine.person as p', 'p.personId', 'l.personId').select(['l.endsAt', 'l.cancelledAt', 'p.userId']).where('l.leaveId', '=', leaveId).forUpdate('l').executeTakeFirst()
  if (!row) throw leaveErrors['not-found']()
  if (row.userId !== actorUserId(ctx.actor)) requirePermission(ctx, 'roster:edit')
  if (row.cancelledAt !== null || row.endsAt <= ctx.now) throw leaveErrors.over()
  await db.updateTable('spine.leave').set({ cancelledAt: ctx.now }).where('leaveId', '=', leaveId).execute()
}
