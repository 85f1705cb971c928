import { sql } from 'kysely'
import { sm3 } from '#platform/crypto/sm3.ts'
import { KeptRefusal } from '#platform/errors/kept-refusal.ts'
import { acceptRequest, readRequest, returnDelivery, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { followErrors } from './aftercare.ts'
import { rate, ratingOf, type Rating } from './rate-ticket.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const ASKS_PER_MINUTE = 30

/** What the holder of a link sees: number, state, public timeline, and what he may do. */
export async function followTicket(ctx: SpineCtx, address: string, token: string) {
  const { requestId, expiresAt, as } = await holderOf(ctx, address, token)
  const request = await readRequest(as, requestId)
  const rating = await ratingOf(ctx, requestId)
  return {
    number: request.number,
    title: request.title,
    state: request.state,
    solution: request.solution,
    events: request.events.filter(({ isPublic }) => isPublic).map(({ at, kind, note }) => ({ at, kind, note })),
    silentAcceptanceAt: request.silentAcceptanceAt,
    expiresAt,
    rating,
    mayRate: request.state === 'closed' && rating === null,
    version: request.version,
  }
}

export async function acceptByLink(ctx: SpineCtx, address: string, { token, version, note }: { readonly token: string; readonly version: number; readonly note: string }): Promise<string> {
  const { requestId, as } = await holderOf(ctx, address, token)
  await acceptRequest(as, requestId, version, note)
  return requestId
}

export async function returnByLink(ctx: SpineCtx, address: string, { token, version, reason }: { readonly token: string; readonly version: number; readonly reason: string }): Promise<string> {
  const { requestId, as } = await holderOf(ctx, address, token)
  await returnDelivery(as, requestId, version, reason)
  return requestId
}

export async function rateByLink(ctx: SpineCtx, address: string, { token, ...rating }: Rating & { readonly token: string }): Promise<string> {
  const { requestId, as } = await holderOf(ctx, address, token)
  await rate(as, requestId, 'link', rating)
  return requestId
}

/** Counts the visit, then finds whose link it is. An unknown, replaced or expired one are told alike. */
async function holderOf(ctx: SpineCtx, address: string, token: string): Promise<{ requestId: string; expiresAt: Date; as: SpineCtx }> {
  await countVisit(ctx, address)
  const found = await serviceDeskTables(ctx)
    .selectFrom('spine.request as r')
    .innerJoin('serviceDesk.followLink as l', 'l.requestId', 'r.requestId')
    .select(['r.requestId', 'l.expiresAt'])
    .where('r.followDigest', '=', sm3(token))
    .where('r.requesterId', 'is', null)
    .where('l.expiresAt', '>', ctx.now)
    .executeTakeFirst()
  if (!found) throw new KeptRefusal(followErrors.unknown())
  return { ...found, as: { ...ctx, actor: { kind: 'system', name: '跟踪链接' } } }
}

/** By a digest of the address, over a minute. The refusal keeps the count, or refusing would forget it. */
async function countVisit(ctx: SpineCtx, address: string): Promise<void> {
  const db = serviceDeskTables(ctx)
  const since = new Date(ctx.now.getTime() - MINUTE_MS)
  const { asks } = await db
    .insertInto('serviceDesk.followRate')
    .values({ addressDigest: sm3(`follow:${address}`), beganAt: ctx.now, asks: 1 })
    .onConflict((conflict) => conflict.column('addressDigest').doUpdateSet({ beganAt: sql`case when service_desk.follow_rate.began_at <= ${since} then ${ctx.now} else service_desk.follow_rate.began_at end`, asks: sql`case when service_desk.follow_rate.began_at <= ${since} then 1 else service_desk.follow_rate.asks + 1 end` }))
    .returning('asks')
    .executeTakeFirstOrThrow()
  if (asks > ASKS_PER_MINUTE) throw new KeptRefusal(followErrors['too-often']())
  if (asks === 1) await db.deleteFrom('serviceDesk.followRate').where('beganAt', '<', new Date(ctx.now.getTime() - DAY_MS)).execute()
}
