import type { Ctx } from '#platform/context/context.ts'
import { KeptRefusal } from '#platform/errors/kept-refusal.ts'
import { identityErrors } from '../identity-errors.ts'
import type { IdentityParts } from '../identity-parts.ts'
import { advanceSession, endSessionsOf, findSession } from '../sessions/sessions.store.ts'
import type { SignInStep } from '../sessions/sign-in.ts'
import { countFailure, refuseWhileBlocked } from '../sessions/sign-in-failures.store.ts'
import { readAccount, type Account } from '../users/users.store.ts'
import { checkNewPassword } from './check-new-password.ts'
import { verifyPassword } from './password-hash.ts'
import { storePassword } from './store-password.ts'

/** Last step of a first sign-in, and a wish at any time after: the person's other sessions end, this one goes on under a new token. */
export async function changePassword(ctx: Ctx, parts: IdentityParts, given: { currentPassword: string; newPassword: string }, token: string | undefined): Promise<SignInStep> {
  const session = await findSession(ctx, parts, token, ['full', 'password-change-only'])
  if (!session) throw identityErrors['sign-in-expired']()
  const account = await readAccount(ctx, session.userId)
  if (account.state !== 'active') throw identityErrors['account-suspended']()
  return parts.gate(async () => {
    await confirmPassword(ctx, parts, account, given.currentPassword)
    await checkNewPassword(ctx, parts, account, given.newPassword)
    await storePassword(ctx, parts, account.userId, given.newPassword, { mustChange: false })
    await endSessionsOf(ctx, parts, account.userId, 'password-changed', session.sessionId)
    return { state: 'signed-in', token: await advanceSession(ctx, parts, session.sessionId, 'full'), account }
  })
}

/** Asks for the password again before something that a borrowed keyboard must not do. Wrong answers count towards the lock. */
export async function confirmPassword(ctx: Ctx, parts: IdentityParts, account: Account, password: string): Promise<void> {
  if (account.passwordHash === null) throw identityErrors['not-for-service']()
  await refuseWhileBlocked(ctx, account.username, undefined)
  if (await verifyPassword(account.passwordHash, password)) return
  await countFailure(ctx, parts, account.username, undefined)
  throw new KeptRefusal(identityErrors['wrong-password']())
}
