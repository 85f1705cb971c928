import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { shiftRole, type RosterKind, type ShiftRole } from './roster-kind.ts'

export type OnDuty = {
  readonly shiftId: string
  readonly role: ShiftRole
  readonly personId: string
  readonly name: string
  /** Null for somebody without an account: to be called, not messaged. */
  readonly userId: string | null
  readonly startsAt: Date
  readonly endsAt: Date
  readonly signedInAt: Date | null
}

/**
 * Who is on duty at an instant by the published rosters of a kind (all kinds when none is given), first the primary, then
 * the backup, then the leader. Read by verbs and jobs that have checked their own permission.
 */
export async function onDutyAt(ctx: Pick<Ctx, 'tx'>, kind: RosterKind | undefined, at: Date): Promise<OnDuty[]> {
  let query = spineTables(ctx)
    .selectFrom('spine.shift as s')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .innerJoin('spine.person as p', 'p.personId', 's.personId')
    .leftJoin('spine.shiftAttendance as a', 'a.shiftId', 's.shiftId')
    .select(['s.shiftId', 's.role', 's.personId', 'p.name', 'p.userId', 's.startsAt', 's.endsAt', 'a.at as signedInAt'])
    .where('r.state', '=', 'published')
    .where('s.cancelledAt', 'is', null)
    .where('s.startsAt', '<=', at)
    .where('s.endsAt', '>', at)
  if (kind !== undefined) query = query.where('r.kind', '=', kind)
  const rows = await query.orderBy('p.name').execute()
  return rows.map((row) => ({ ...row, role: row.role as ShiftRole })).toSorted((a, b) => shiftRole.values.indexOf(a.role) - shiftRole.values.indexOf(b.role))
}
