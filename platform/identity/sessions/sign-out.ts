import type { Actor, Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import { identityErrors } from '../identity-errors.ts'
import type { IdentityParts } from '../identity-parts.ts'
import { endSessionById, endSessionsOf, findSession } from './sessions.store.ts'

/** Ends the session of the token, half-made ones too; signing out twice is no error. */
export async function signOut(ctx: Ctx, parts: IdentityParts, token: string | undefined): Promise<void> {
  const session = await findSession(ctx, parts, token, ['full', 'totp-pending', 'password-change-only'])
  if (session) await endSessionById(ctx, parts, session.sessionId, 'signed-out')
}

export async function signOutEverywhere(ctx: Ctx, parts: IdentityParts): Promise<void> {
  await endSessionsOf(ctx, parts, signedIn(ctx).userId, 'signed-out')
}

export async function endMySession(ctx: Ctx, parts: IdentityParts, sessionId: string): Promise<void> {
  if (!(await endSessionById(ctx, parts, sessionId, 'signed-out', signedIn(ctx).userId))) throw identityErrors['session-not-found']()
}

export async function endSession(ctx: Ctx, parts: IdentityParts, sessionId: string): Promise<void> {
  requirePermission(ctx, 'session:end')
  if (!(await endSessionById(ctx, parts, sessionId, 'ended-by-administrator'))) throw identityErrors['session-not-found']()
}

/** The person who acts; verbs about oneself start with this. */
export function signedIn(ctx: Pick<Ctx, 'actor'>): Extract<Actor, { kind: 'person' }> {
  if (ctx.actor.kind !== 'person') throw requestErrors['not-signed-in']()
  return ctx.actor
}
