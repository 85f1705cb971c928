import type { Ctx } from '#platform/context/context.ts'
import { KeptRefusal } from '#platform/errors/kept-refusal.ts'
import type { SignInState } from '../api.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { hashPassword, impossibleHash, needsRehash, verifyPassword } from '../passwords/password-hash.ts'
import { hasTotp } from '../totp/totp-secrets.store.ts'
import { findAccountByName, type Account } from '../users/users.store.ts'
import type { SessionState } from './identified.ts'
import { endSessionsOf, startSession, type RequestOrigin } from './sessions.store.ts'
import { clearFailures, countFailure, refuseWhileBlocked } from './sign-in-failures.store.ts'

/** A step of signing in that went well: what is still to do, the token to remember, and whose it is. */
export type SignInStep = { readonly state: SignInState; readonly token: string; readonly account: Account }

/**
 * First step of signing in. An unknown name costs the same time, is counted, locked and answered like a known one;
 * only who gives the right password learns that an account is suspended.
 */
export async function signIn(ctx: Ctx, parts: IdentityParts, given: { username: string; password: string }, origin: RequestOrigin): Promise<SignInStep> {
  return parts.gate(async () => {
    await refuseWhileBlocked(ctx, given.username, origin.address)
    const found = await findAccountByName(ctx, given.username)
    const account = found?.kind === 'person' ? found : undefined
    const isRight = await verifyPassword(account?.passwordHash ?? impossibleHash(parts.policy.hashIterations), given.password)
    if (!account || !isRight) {
      await countFailure(ctx, parts, given.username, origin.address)
      throw new KeptRefusal(identityErrors['wrong-credentials']())
    }
    if (account.state !== 'active') throw identityErrors['account-suspended']()
    if (needsRehash(account.passwordHash as string, parts.policy.hashIterations)) await rehash(ctx, parts, account.userId, given.password)
    if (await hasTotp(ctx, account.userId)) return awaitTotp(ctx, parts, account, origin)
    return finishSignIn(ctx, parts, account, undefined, (state) => startSession(ctx, parts, account.userId, state, origin))
  })
}

async function awaitTotp(ctx: Ctx, parts: IdentityParts, account: Account, origin: RequestOrigin): Promise<SignInStep> {
  // The count stays: who knows the password must not get five more guesses at the code by giving it again.
  return { state: 'totp-needed', token: await startSession(ctx, parts, account.userId, 'totp-pending', origin), account }
}

/** Every factor was right: a full session, or one in which only the password can be changed. */
export async function finishSignIn(
  ctx: Ctx,
  parts: IdentityParts,
  account: Account,
  presentSessionId: string | undefined,
  open: (state: SessionState) => Promise<string>,
): Promise<SignInStep> {
  await clearFailures(ctx, account.username)
  const mustChange = account.mustChangePassword || isTooOld(ctx, parts, account)
  if (parts.policy.isSingleSession) await endSessionsOf(ctx, parts, account.userId, 'replaced', presentSessionId)
  await identityTables(ctx.tx).updateTable('platform.userAccount').set({ lastSignInAt: ctx.now }).where('userId', '=', account.userId).execute()
  const token = await open(mustChange ? 'password-change-only' : 'full')
  return { state: mustChange ? 'password-change-needed' : 'signed-in', token, account }
}

export function isTooOld(ctx: Pick<Ctx, 'now'>, { policy }: Pick<IdentityParts, 'policy'>, account: Account): boolean {
  return ctx.now.getTime() - account.passwordChangedAt.getTime() > policy.password.maxAgeDays * 86_400_000
}

async function rehash(ctx: Ctx, parts: IdentityParts, userId: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password, parts.policy.hashIterations)
  await identityTables(ctx.tx).updateTable('platform.userAccount').set({ passwordHash }).where('userId', '=', userId).execute()
}
