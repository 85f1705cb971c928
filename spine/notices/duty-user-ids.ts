import type { Ctx } from '#platform/context/context.ts'
import { businessDate } from '#shared/instant.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { onDutyAt } from '#spine/parties/rosters/on-duty-at.ts'

/** The role whose holders are meant when no roster names anybody: an alarm must reach someone. */
const DUTY_ROLE = 'duty-officer'

/** Who is on duty at an instant by the published rosters; where they name nobody, everybody who then holds the duty officer's role. */
export async function dutyUserIds(ctx: Pick<Ctx, 'tx'>, at: Date): Promise<string[]> {
  const named = (await onDutyAt(ctx, undefined, at)).flatMap(({ role, userId }) => (role === 'leader' || userId === null ? [] : [userId]))
  return named.length > 0 ? [...new Set(named)] : holdersOf(ctx, at, { roles: [DUTY_ROLE] })
}

/** Active persons who hold one of the roles, or any role that gives the permission, on that day. */
export async function holdersOf(ctx: Pick<Ctx, 'tx'>, at: Date, { roles = [], permission }: { roles?: readonly string[] | undefined; permission?: string | undefined }): Promise<string[]> {
  if (roles.length === 0 && permission === undefined) return []
  const rows = await spineTables(ctx)
    .selectFrom('platform.roleGrant as g')
    .innerJoin('platform.userAccount as u', 'u.userId', 'g.userId')
    .leftJoin('platform.rolePermission as p', (join) => join.onRef('p.roleCode', '=', 'g.roleCode').on('p.permission', '=', permission ?? ''))
    .select('g.userId')
    .distinct()
    .where('g.state', '=', 'active')
    .where((where) => where.or([where('g.validTo', 'is', null), where('g.validTo', '>=', businessDate(at))]))
    .where('u.state', '=', 'active')
    .where('u.kind', '=', 'person')
    .where((where) => where.or([where('p.permission', 'is not', null), ...(roles.length > 0 ? [where('g.roleCode', 'in', [...roles])] : [])]))
    .execute()
  return rows.map((row) => row.userId)
}
