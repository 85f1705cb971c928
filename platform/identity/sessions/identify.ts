import { sql, type Kysely } from 'kysely'
import { businessDate } from '#shared/instant.ts'
import type { Actor } from '#platform/context/context.ts'
import type { Runtime } from '#platform/context/runtime.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import type { Identified, SessionState } from './identified.ts'

/** The activity of a session is written at most this often. */
const SEEN_EVERY_MS = 30_000

/** Turns a session or service token into who acts; `nobody` for none, an unknown, an ended or a half-made one. */
export async function identify(runtime: Pick<Runtime, 'database' | 'clock'>, parts: IdentityParts, token: string | undefined, address: string): Promise<Actor> {
  const nobody: Actor = { kind: 'nobody', address }
  if (!token) return nobody
  const key = sm3(token)
  const now = runtime.clock.now()
  const found = parts.actors.get(key) ?? (await read(runtime.database, key, now))
  if (!found) return nobody
  const { session } = found
  if (session) {
    const idleUntil = session.lastSeenAt.getTime() + parts.policy.idleTimeoutMinutes * 60_000
    if (session.expiresAt <= now || idleUntil <= now.getTime()) {
      await end(runtime.database, session.sessionId, now, session.expiresAt <= now ? 'expired' : 'idle')
      parts.actors.forget()
      return nobody
    }
    if (session.state !== 'full') return nobody
  }
  parts.actors.put(key, session ? { ...found, session: { ...session, lastSeenAt: await noteSeen(runtime.database, session, now) } } : found)
  return { ...found.person, address }
}

async function read(database: Kysely<unknown>, key: string, now: Date): Promise<Identified | undefined> {
  const { rows } = await sql<{
    userId: string
    username: string
    displayName: string
    roles: string[]
    permissions: string[]
    sessionId: string | null
    state: SessionState
    lastSeenAt: Date
    expiresAt: Date
  }>`
    select a.user_id, a.username, a.display_name, s.session_id, s.state, s.last_seen_at, s.expires_at,
      array(select platform.effective_role(a.user_id, ${businessDate(now)}::date)) as roles,
      array(select distinct p.permission from platform.role_permission p
        where p.role_code in (select platform.effective_role(a.user_id, ${businessDate(now)}::date))) as permissions
    from platform.user_account a
    left join platform.session s on s.user_id = a.user_id and s.token_sm3 = ${key} and s.ended_at is null
    where a.state = 'active' and (s.session_id is not null or a.service_token_sm3 = ${key})
  `.execute(database)
  const row = rows[0]
  if (!row) return undefined
  const { sessionId, state, lastSeenAt, expiresAt } = row
  return {
    person: { kind: 'person', userId: row.userId, username: row.username, displayName: row.displayName, roles: row.roles.toSorted(), permissions: new Set(row.permissions) },
    ...(sessionId ? { session: { sessionId, state, lastSeenAt, expiresAt } } : {}),
  }
}

async function noteSeen(database: Kysely<unknown>, session: NonNullable<Identified['session']>, now: Date): Promise<Date> {
  if (now.getTime() - session.lastSeenAt.getTime() < SEEN_EVERY_MS) return session.lastSeenAt
  await identityTables(database).updateTable('platform.session').set({ lastSeenAt: now }).where('sessionId', '=', session.sessionId).where('endedAt', 'is', null).execute()
  return now
}

async function end(database: Kysely<unknown>, sessionId: string, now: Date, reason: 'idle' | 'expired'): Promise<void> {
  await identityTables(database).updateTable('platform.session').set({ endedAt: now, endReason: reason }).where('sessionId', '=', sessionId).where('endedAt', 'is', null).execute()
}
