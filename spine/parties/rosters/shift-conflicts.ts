import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { shiftText } from './roster.ts'
import { rosterKind, type RosterKind } from './roster-kind.ts'

export type ShiftWish = { readonly personId: string; readonly startsAt: Date; readonly endsAt: Date }

/**
 * In words, what keeps people from shifts of a kind: left the post, on leave, or on another shift of the same kind then.
 * One list for each wish, in its order. `except` are shifts that are about to be given away.
 */
export async function shiftConflicts(ctx: SpineCtx, kind: RosterKind, wishes: readonly ShiftWish[], except: readonly string[] = []): Promise<string[][]> {
  if (wishes.length === 0) return []
  const db = spineTables(ctx)
  const personIds = [...new Set(wishes.map(({ personId }) => personId))]
  const [from, to] = [new Date(Math.min(...wishes.map(({ startsAt }) => startsAt.getTime()))), new Date(Math.max(...wishes.map(({ endsAt }) => endsAt.getTime())))]
  const people = new Map((await db.selectFrom('spine.person').select(['personId', 'name', 'state']).where('personId', 'in', personIds).execute()).map((row) => [row.personId, row]))
  const leaves = await db.selectFrom('spine.leave').select(['personId', 'startsAt', 'endsAt']).where('personId', 'in', personIds).where('cancelledAt', 'is', null).where('startsAt', '<', to).where('endsAt', '>', from).execute()
  const shifts = await db
    .selectFrom('spine.shift as s')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .select(['s.shiftId', 's.personId', 's.startsAt', 's.endsAt'])
    .where('r.kind', '=', kind)
    .where('s.personId', 'in', personIds)
    .where('s.cancelledAt', 'is', null)
    .where('s.startsAt', '<', to)
    .where('s.endsAt', '>', from)
    .execute()
  return wishes.map((wish) => {
    const person = people.get(wish.personId)
    if (!person) return ['没有这个人员']
    const meets = (other: { personId: string; startsAt: Date; endsAt: Date }) => other.personId === wish.personId && other.startsAt < wish.endsAt && other.endsAt > wish.startsAt
    return [
      ...(person.state === 'active' ? [] : [`${person.name} 已离岗`]),
      ...leaves.filter(meets).map((leave) => `${person.name} ${shiftText(leave)} 请假`),
      ...shifts.filter((shift) => !except.includes(shift.shiftId) && meets(shift)).map((shift) => `${person.name} ${shiftText(shift)} 已排在${rosterKind.titles[kind]}`),
    ]
  })
}
