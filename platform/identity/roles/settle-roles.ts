import type { Ctx } from '#platform/context/context.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { revokeRole } from './decide-role.ts'
import { requestRole } from './request-role.ts'

/** Brings what an account holds to exactly the roles given; true when something changed. For the program itself. */
export async function settleRoles(ctx: Ctx, parts: IdentityParts, userId: string, roles: readonly string[]): Promise<boolean> {
  const held = await identityTables(ctx.tx)
    .selectFrom('platform.roleGrant')
    .select(['roleGrantId', 'roleCode'])
    .where('userId', '=', userId)
    .where('state', 'in', ['pending', 'active'])
    .execute()
  const surplus = held.filter((grant) => !roles.includes(grant.roleCode))
  const missing = roles.filter((role) => !held.some((grant) => grant.roleCode === role))
  for (const grant of surplus) await revokeRole(ctx, parts, grant.roleGrantId, '程序配置不再包含')
  for (const role of missing) await requestRole(ctx, parts, { userId, role, reason: '程序配置' })
  return surplus.length + missing.length > 0
}
