import type { Ctx } from '#platform/context/context.ts'
import { KeptRefusal } from '#platform/errors/kept-refusal.ts'
import { identityErrors } from '../identity-errors.ts'
import type { IdentityParts } from '../identity-parts.ts'
import { spendTotpCode } from '../totp/spend-totp-code.ts'
import { readAccount } from '../users/users.store.ts'
import { advanceSession, findSession } from './sessions.store.ts'
import { finishSignIn, type SignInStep } from './sign-in.ts'
import { countFailure, refuseWhileBlocked } from './sign-in-failures.store.ts'

/** Second step of signing in: the code of the authenticator app, or one of the recovery codes. */
export async function passTotp(ctx: Ctx, parts: IdentityParts, code: string, token: string | undefined, address: string): Promise<SignInStep> {
  const session = await findSession(ctx, parts, token, ['totp-pending'])
  if (!session) throw identityErrors['sign-in-expired']()
  const account = await readAccount(ctx, session.userId)
  await refuseWhileBlocked(ctx, account.username, address)
  if (account.state !== 'active') throw identityErrors['account-suspended']()
  if (!(await spendTotpCode(ctx, parts, account.userId, code))) {
    await countFailure(ctx, parts, account.username, address)
    throw new KeptRefusal(identityErrors['wrong-totp']())
  }
  return finishSignIn(ctx, parts, account, session.sessionId, (state) => advanceSession(ctx, parts, session.sessionId, state))
}
