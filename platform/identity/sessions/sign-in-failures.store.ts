import { sql } from 'kysely'
import { formatInstant } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import type { IdentityPolicy } from '../identity-policy.ts'

const DAY_MS = 86_400_000

/** Failures are counted by the name that was tried, whether or not there is such an account: the answers are alike. */
export function userSubject(username: string): string {
  return `user:${username.toLowerCase()}`
}

function addressSubject(address: string): string {
  return `address:${address}`
}

/**
 * Refuses while the name is locked or the address has to wait. Takes the row of the name, so that attempts at one name
 * go one after the other and a hundred at once are still only five.
 */
export async function refuseWhileBlocked(ctx: Ctx, username: string, address: string | undefined): Promise<void> {
  const db = identityTables(ctx.tx)
  const row = await db
    .insertInto('platform.signInFailure')
    .values({ subject: userSubject(username), lastAt: ctx.now })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet((row) => ({ subject: row.ref('excluded.subject') })))
    .returning('blockedUntil')
    .executeTakeFirstOrThrow()
  if (row.blockedUntil && row.blockedUntil > ctx.now) throw identityErrors['sign-in-locked']({ detail: `${formatInstant(row.blockedUntil).slice(0, 16).replace('T', ' ')} 后可再试，或请系统管理员解除` })
  if (address === undefined) return
  const { blockedUntil } = (await db.selectFrom('platform.signInFailure').select('blockedUntil').where('subject', '=', addressSubject(address)).executeTakeFirst()) ?? {}
  if (blockedUntil && blockedUntil > ctx.now) throw identityErrors['slow-down']({ detail: `请等 ${Math.ceil((blockedUntil.getTime() - ctx.now.getTime()) / 1000)} 秒` })
}

/** Counts a failure for the name and for the address. The caller throws a KeptRefusal, or the count is lost. */
export async function countFailure(ctx: Ctx, { policy }: IdentityParts, username: string, address: string | undefined): Promise<void> {
  const failures = await increment(ctx, userSubject(username), policy.lockMinutes)
  if (failures >= policy.lockAfterFailures) await block(ctx, userSubject(username), policy.lockMinutes * 60, 0)
  if (address === undefined) return
  const fromAddress = await increment(ctx, addressSubject(address), policy.slowDownWindowMinutes)
  const wait = slowDownSeconds(fromAddress, policy)
  if (wait > 0) await block(ctx, addressSubject(address), wait, fromAddress)
}

/** 0 up to the free failures, then 1, 2, 4 … seconds up to the longest. */
export function slowDownSeconds(failures: number, policy: IdentityPolicy): number {
  const beyond = failures - policy.freeFailuresByAddress
  return beyond <= 0 ? 0 : Math.min(2 ** (beyond - 1), policy.longestSlowDownSeconds)
}

/** Forgets the failures of a name, and on the way those of anybody that no rule looks at any more. */
export async function clearFailures(ctx: Ctx, username: string): Promise<void> {
  await identityTables(ctx.tx)
    .deleteFrom('platform.signInFailure')
    .where((row) => row.or([row('subject', '=', userSubject(username)), row('lastAt', '<', new Date(ctx.now.getTime() - DAY_MS))]))
    .execute()
}

async function increment(ctx: Ctx, subject: string, windowMinutes: number): Promise<number> {
  const windowStart = new Date(ctx.now.getTime() - windowMinutes * 60_000)
  const { rows } = await sql<{ failures: number }>`
    insert into platform.sign_in_failure as f (subject, failures, last_at) values (${subject}, 1, ${ctx.now})
    on conflict (subject) do update set failures = case when f.last_at < ${windowStart} then 1 else f.failures + 1 end, last_at = excluded.last_at
    returning failures
  `.execute(ctx.tx)
  return rows[0]?.failures ?? 1
}

async function block(ctx: Ctx, subject: string, seconds: number, failures: number): Promise<void> {
  await identityTables(ctx.tx)
    .updateTable('platform.signInFailure')
    .set({ blockedUntil: new Date(ctx.now.getTime() + seconds * 1000), failures })
    .where('subject', '=', subject)
    .execute()
}
