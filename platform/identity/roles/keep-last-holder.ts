import { businessDate } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables } from '../identity-parts.ts'

/**
 * Refuses to take a role that must always be held from the last person who can use it; to be called before the grant or the
 * account changes. Only somebody whose grant has no last day counts as remaining: else the role would run out of
 * holders by itself. The role's row is locked first, so that of two acts at once the second sees what the first left.
 */
export async function keepLastHolder(ctx: Ctx, userId: string, only?: { readonly role: string }): Promise<void> {
  const db = identityTables(ctx.tx)
  const held = await db
    .selectFrom('platform.roleGrant as g')
    .innerJoin('platform.role as r', 'r.roleCode', 'g.roleCode')
    .innerJoin('platform.userAccount as a', 'a.userId', 'g.userId')
    .select(['r.roleCode', 'r.title'])
    .where('g.userId', '=', userId)
    .where('g.state', '=', 'active')
    .where((grant) => grant.or([grant('g.validTo', 'is', null), grant('g.validTo', '>=', businessDate(ctx.now))]))
    .where('a.kind', '=', 'person')
    .where('a.state', '=', 'active')
    .where('r.isAlwaysHeld', '=', true)
    .$if(only !== undefined, (query) => query.where('r.roleCode', '=', only?.role ?? ''))
    .orderBy('r.roleCode')
    .execute()
  for (const { roleCode, title } of held) {
    await db.selectFrom('platform.role').select('roleCode').where('roleCode', '=', roleCode).forNoKeyUpdate().execute()
    const other = await db
      .selectFrom('platform.roleGrant as g')
      .innerJoin('platform.userAccount as a', 'a.userId', 'g.userId')
      .select('g.userId')
      .where('g.roleCode', '=', roleCode)
      .where('g.userId', '!=', userId)
      .where('g.state', '=', 'active')
      .where('g.validTo', 'is', null)
      .where('a.kind', '=', 'person')
      .where('a.state', '=', 'active')
      .executeTakeFirst()
    if (!other) throw identityErrors['last-holder']({ detail: title })
  }
}
