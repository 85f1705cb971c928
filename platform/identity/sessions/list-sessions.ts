import type { z } from 'zod'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { sessionEnd, type sessionView } from '../api.ts'
import { identityTables } from '../identity-parts.ts'
import { readAccount } from '../users/users.store.ts'
import { signedIn } from './sign-out.ts'

const SHOWN = 50
type SessionView = z.input<typeof sessionView>

export async function listSessions(ctx: Ctx, userId: string): Promise<SessionView[]> {
  requirePermission(ctx, 'session:read')
  return sessionsOf(ctx, (await readAccount(ctx, userId)).userId, undefined)
}

export async function listMySessions(ctx: Ctx, token: string | undefined): Promise<SessionView[]> {
  return sessionsOf(ctx, signedIn(ctx).userId, token)
}

/** The newest sessions of a person, ended ones included. */
async function sessionsOf(ctx: Ctx, userId: string, token: string | undefined): Promise<SessionView[]> {
  const rows = await identityTables(ctx.tx)
    .selectFrom('platform.session')
    .selectAll()
    .where('userId', '=', userId)
    .orderBy('createdAt', 'desc')
    .orderBy('sessionId')
    .limit(SHOWN)
    .execute()
  const current = token ? sm3(token) : undefined
  return rows.map(({ tokenSm3, endReason, ...row }) => ({ ...row, isCurrent: tokenSm3 === current, endReason: endReason === null ? null : sessionEnd.schema.parse(endReason) }))
}
