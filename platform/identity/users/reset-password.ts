import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { identityErrors } from '../identity-errors.ts'
import type { IdentityParts } from '../identity-parts.ts'
import { randomPassword } from '../passwords/password-rules.ts'
import { storePassword } from '../passwords/store-password.ts'
import { endSessionsOf } from '../sessions/sessions.store.ts'
import { clearFailures } from '../sessions/sign-in-failures.store.ts'
import { readAccount } from './users.store.ts'

/** Gives somebody a new initial password, shown once. The second factor stays: this alone opens no account that has one. */
export async function resetPassword(ctx: Ctx, parts: IdentityParts, userId: string): Promise<{ userId: string; initialPassword: string }> {
  requirePermission(ctx, 'user:manage')
  if (actorUserId(ctx.actor) === userId) throw identityErrors['not-for-oneself']({ detail: '请用“修改密码”' })
  const account = await readAccount(ctx, userId)
  if (account.kind === 'service') throw identityErrors['not-for-service']()
  if (account.state === 'closed') throw identityErrors['wrong-state']()
  const initialPassword = randomPassword()
  await parts.gate(() => storePassword(ctx, parts, userId, initialPassword, { mustChange: true }))
  await endSessionsOf(ctx, parts, userId, 'password-changed')
  await clearFailures(ctx, account.username)
  return { userId, initialPassword }
}
