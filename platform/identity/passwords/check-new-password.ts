import type { Ctx } from '#platform/context/context.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { isAdministrator, type Account } from '../users/users.store.ts'
import { verifyPassword } from './password-hash.ts'
import { passwordFaults } from './password-rules.ts'

/** Throws `identity.weak-password` with everything that is wrong with the new password, earlier use included. */
export async function checkNewPassword(ctx: Ctx, { policy }: IdentityParts, account: Account, password: string): Promise<void> {
  const owner = { username: account.username, isAdministrator: await isAdministrator(ctx, account.userId) }
  const faults = passwordFaults(password, owner, policy.password)
  if (await wasUsed(ctx, account.userId, password)) faults.push(`不能与最近 ${policy.password.notAmongLast} 次用过的密码相同`)
  if (faults.length > 0) throw identityErrors['weak-password']({ problems: faults.map((message) => ({ place: 'body.newPassword', message })) })
}

async function wasUsed(ctx: Ctx, userId: string, password: string): Promise<boolean> {
  const history = await identityTables(ctx.tx).selectFrom('platform.passwordHistory').select('passwordHash').where('userId', '=', userId).execute()
  const matches = await Promise.all(history.map(({ passwordHash }) => verifyPassword(passwordHash, password)))
  return matches.includes(true)
}
