import { randomUUID } from 'node:crypto'
import type { Ctx } from '#platform/context/context.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { SessionEnd } from '../api.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { newToken } from '../new-token.ts'
import type { SessionState } from './identified.ts'

export type RequestOrigin = { readonly address: string; readonly userAgent: string }

const MINUTE_MS = 60_000

function expiryOf(ctx: Ctx, { policy }: IdentityParts, state: SessionState): Date {
  const minutes = state === 'full' ? policy.absoluteTimeoutHours * 60 : policy.halfSignInMinutes
  return new Date(ctx.now.getTime() + minutes * MINUTE_MS)
}

/** Opens a session and returns its token, which is kept nowhere. */
export async function startSession(ctx: Ctx, parts: IdentityParts, userId: string, state: SessionState, origin: RequestOrigin): Promise<string> {
  const token = newToken()
  await identityTables(ctx.tx)
    .insertInto('platform.session')
    .values({
      sessionId: randomUUID(),
      userId,
      tokenSm3: sm3(token),
      state,
      createdAt: ctx.now,
      lastSeenAt: ctx.now,
      expiresAt: expiryOf(ctx, parts, state),
      address: origin.address,
      userAgent: origin.userAgent,
    })
    .execute()
  return token
}

/** Moves a session to its next state under a new token: the one known before the step is worth nothing after it. */
export async function advanceSession(ctx: Ctx, parts: IdentityParts, sessionId: string, state: SessionState): Promise<string> {
  const token = newToken()
  await identityTables(ctx.tx)
    .updateTable('platform.session')
    .set({ tokenSm3: sm3(token), state, lastSeenAt: ctx.now, expiresAt: expiryOf(ctx, parts, state) })
    .where('sessionId', '=', sessionId)
    .execute()
  parts.actors.forget()
  return token
}

/** The live session of a token in one of the given states, locked until the act ends. */
export async function findSession(ctx: Ctx, { policy }: IdentityParts, token: string | undefined, states: readonly SessionState[]): Promise<{ sessionId: string; userId: string; state: SessionState } | undefined> {
  if (!token) return undefined
  const found = await identityTables(ctx.tx)
    .selectFrom('platform.session')
    .select(['sessionId', 'userId', 'state'])
    .where('tokenSm3', '=', sm3(token))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .where('lastSeenAt', '>', new Date(ctx.now.getTime() - policy.idleTimeoutMinutes * MINUTE_MS))
    .where('state', 'in', states)
    .forUpdate()
    .executeTakeFirst()
  return found as { sessionId: string; userId: string; state: SessionState } | undefined
}

/** Ends a person's live sessions, all but one where that is asked for; returns how many. */
export async function endSessionsOf(ctx: Ctx, parts: IdentityParts, userId: string, reason: SessionEnd, except?: string): Promise<number> {
  const ended = await identityTables(ctx.tx)
    .updateTable('platform.session')
    .set({ endedAt: ctx.now, endReason: reason })
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .$if(except !== undefined, (query) => query.where('sessionId', '<>', except as string))
    .executeTakeFirst()
  parts.actors.forget()
  return Number(ended.numUpdatedRows)
}

/** Ends one live session; false when there is none, or it is not that person's. */
export async function endSessionById(ctx: Ctx, parts: IdentityParts, sessionId: string, reason: SessionEnd, userId?: string): Promise<boolean> {
  const ended = await identityTables(ctx.tx)
    .updateTable('platform.session')
    .set({ endedAt: ctx.now, endReason: reason })
    .where('sessionId', '=', sessionId)
    .where('endedAt', 'is', null)
    .$if(userId !== undefined, (query) => query.where('userId', '=', userId as string))
    .executeTakeFirst()
  parts.actors.forget()
  return ended.numUpdatedRows > 0n
}
