import type { Ctx } from '#platform/context/context.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { hashPassword } from './password-hash.ts'

/** Sets a person's password and remembers it, so that it is not taken again soon. Returns nothing: the text is gone. */
export async function storePassword(ctx: Ctx, { policy }: IdentityParts, userId: string, password: string, options: { mustChange: boolean }): Promise<void> {
  const passwordHash = await hashPassword(password, policy.hashIterations)
  const db = identityTables(ctx.tx)
  await db
    .updateTable('platform.userAccount')
    .set({ passwordHash, passwordChangedAt: ctx.now, mustChangePassword: options.mustChange })
    .where('userId', '=', userId)
    .execute()
  await db.insertInto('platform.passwordHistory').values({ userId, passwordHash, setAt: ctx.now }).execute()
  await db
    .deleteFrom('platform.passwordHistory')
    .where('userId', '=', userId)
    .where('passwordHistoryId', 'not in', (query) =>
      query.selectFrom('platform.passwordHistory').select('passwordHistoryId').where('userId', '=', userId).orderBy('passwordHistoryId', 'desc').limit(policy.password.notAmongLast),
    )
    .execute()
}
