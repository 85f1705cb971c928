import { randomBytes } from 'node:crypto'
import { businessDate } from '#shared/instant.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { addRequestEvent, keepFollowDigest, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { lockTicket } from '../tickets/tickets.store.ts'
import { aftercareRulesOn } from './aftercare-rules.ts'
import { followErrors } from './aftercare.ts'

const DAY_MS = 86_400_000
const contextOf = (requestId: string) => `follow-link/${requestId}`

export type FollowLink = { readonly token: string; readonly expiresAt: Date }

/** A link for somebody without an account. A new link ends the one before. Returns the token, once. */
export async function issueFollowLink(ctx: SpineCtx, ticketId: string, version: number): Promise<FollowLink> {
  requirePermission(ctx, 'ticket:handle')
  const { request } = await lockTicket(ctx, ticketId, version)
  if (request.requesterId !== null) throw followErrors['has-account']()
  return newLink(ctx, ticketId, await expiryOf(ctx), '发出跟踪链接')
}

/**
 * Whether a letter of this thread to this person is to carry his link: he asked by mail, has no account, and the program knows its own
 * address. The link is made, or the one that he has lives on. Within an act that writes the letter.
 */
export async function prepareMailedLink(ctx: SpineCtx, mailThreadId: string, contactId: string): Promise<boolean> {
  if (ctx.publicUrl === undefined || ctx.mailer === undefined) return false
  const db = serviceDeskTables(ctx)
  const request = await db
    .selectFrom('serviceDesk.mailThread as m')
    .innerJoin('spine.request as r', 'r.requestId', 'm.requestId')
    .leftJoin('serviceDesk.followLink as l', 'l.requestId', 'r.requestId')
    .select(['r.requestId', 'l.tokenSealed', 'l.expiresAt'])
    .where('m.mailThreadId', '=', mailThreadId)
    .where('r.requesterId', 'is', null)
    .where('r.requesterRef', '=', contactId)
    .where('r.formVersion', '>', 0)
    .executeTakeFirst()
  if (!request) return false
  const expiresAt = await expiryOf(ctx)
  if (request.tokenSealed === null || request.expiresAt === null || request.expiresAt <= ctx.now) await newLink(ctx, request.requestId, expiresAt, '跟踪链接随邮件发出')
  else if (request.expiresAt < expiresAt) await db.updateTable('serviceDesk.followLink').set({ expiresAt }).where('requestId', '=', request.requestId).execute()
  return true
}

/** What is written below a letter when it leaves; `''` when the link has ended meanwhile. Never kept, never logged. */
export async function mailedLinkText(ctx: SpineCtx, mailThreadId: string): Promise<string> {
  const link = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailThread as m').innerJoin('serviceDesk.followLink as l', 'l.requestId', 'm.requestId').select(['l.requestId', 'l.tokenSealed', 'l.expiresAt']).where('m.mailThreadId', '=', mailThreadId).executeTakeFirst()
  if (!link || link.tokenSealed === null || link.expiresAt <= ctx.now || ctx.publicUrl === undefined) return ''
  const token = ctx.secretBox.open(link.tokenSealed, contextOf(link.requestId)).toString('utf8')
  return `\n\n查看进展、确认结果、评价服务（不需要账号）：\n${new URL('/follow', ctx.publicUrl).href}#${token}\n链接 ${businessDate(link.expiresAt)} 失效，请勿转发。`
}

/** Who answers a letter quotes the link in it; whoever reads that answer here must not get to use it. */
export function withoutFollowLinks(text: string): string {
  return text.replaceAll(/\/follow#[A-Za-z0-9_-]{16,100}/g, '/follow#（已隐去）')
}

async function newLink(ctx: SpineCtx, requestId: string, expiresAt: Date, said: string): Promise<FollowLink> {
  const token = randomBytes(24).toString('base64url')
  const issued = { expiresAt, tokenSealed: ctx.secretBox.seal(token, contextOf(requestId)), issuedAt: ctx.now, issuedBy: actorUserId(ctx.actor), issuedByName: actorName(ctx.actor) }
  await keepFollowDigest(ctx, requestId, sm3(token))
  await serviceDeskTables(ctx).insertInto('serviceDesk.followLink').values({ requestId, ...issued }).onConflict((conflict) => conflict.column('requestId').doUpdateSet(issued)).execute()
  await addRequestEvent(ctx, requestId, 'noted', `${said}，${businessDate(expiresAt)} 失效`, { isPublic: false })
  return { token, expiresAt }
}

async function expiryOf(ctx: SpineCtx): Promise<Date> {
  const { linkDays } = await aftercareRulesOn(ctx, businessDate(ctx.now))
  return new Date(ctx.now.getTime() + linkDays * DAY_MS)
}
