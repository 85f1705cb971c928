import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { identityErrors } from '../identity-errors.ts'
import type { IdentityParts } from '../identity-parts.ts'
import { confirmPassword } from '../passwords/change-password.ts'
import { endSessionsOf } from '../sessions/sessions.store.ts'
import { signedIn } from '../sessions/sign-out.ts'
import { isAdministrator, readAccount } from '../users/users.store.ts'
import { removeTotp } from './totp-secrets.store.ts'

/** Switches one's own second factor off, where no role requires it. */
export async function disableTotp(ctx: Ctx, parts: IdentityParts, password: string): Promise<void> {
  const { userId } = signedIn(ctx)
  const account = await readAccount(ctx, userId)
  if (await isAdministrator(ctx, userId)) throw identityErrors['totp-required']()
  await parts.gate(() => confirmPassword(ctx, parts, account, password))
  await removeTotp(ctx, userId)
  parts.actors.forget()
}

/**
 * Clears the second factor of somebody who lost it. Another permission than resetting passwords: with both in one hand
 * that person could enter any account.
 */
export async function resetTotp(ctx: Ctx, parts: IdentityParts, userId: string): Promise<void> {
  requirePermission(ctx, 'totp:reset')
  if (ctx.actor.kind === 'person' && ctx.actor.userId === userId) throw identityErrors['not-for-oneself']()
  await readAccount(ctx, userId)
  await removeTotp(ctx, userId)
  await endSessionsOf(ctx, parts, userId, 'state-changed')
}
