import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { findRequest, readContacts, type SpineCtx } from '#spine/spine.ts'
import type { RequestState } from '#spine/requests/api.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import type { InboundState, mailApi, OutboundState } from './api.ts'
import { domainOf, mailErrors } from './mail.ts'
import { isPublicDomain } from './public-domains.ts'

type Endpoints = (typeof mailApi)['endpoints']
type ThreadsQuery = EndpointInput<Endpoints['listThreads']>['query']
type InboundQuery = EndpointInput<Endpoints['listInbound']>['query']

export async function listThreads(ctx: SpineCtx, filter: ThreadsQuery) {
  requirePermission(ctx, 'mail:read')
  let query = threads(ctx)
  if (filter.contactId) query = query.where('contactId', '=', filter.contactId)
  if (filter.waits !== undefined) query = query.where('waits', '=', filter.waits)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('subject', 'ilike', pattern), where('number', 'ilike', pattern)]))
  }
  const page = await pageOf(ctx.tx, query, filter, { sortable: { lastAt: sql.ref('last_at'), openedAt: sql.ref('opened_at'), number: sql.ref('number') }, order: sql`waits desc, last_at desc, mail_thread_id` })
  return { ...page, items: await withContacts(ctx, page.items) }
}

export async function readThread(ctx: SpineCtx, mailThreadId: string) {
  requirePermission(ctx, 'mail:read')
  const [thread] = await withContacts(ctx, await threads(ctx).where('mailThreadId', '=', mailThreadId).execute())
  if (!thread) throw mailErrors['thread-not-found']()
  return { ...thread, ticket: await ticketOf(ctx, mailThreadId), isPublicDomain: thread.contact !== null && (await isPublicDomain(ctx, domainOf(thread.contact.masked))), ...(await lettersOf(ctx, mailThreadId)) }
}

/** Everything that was written about a ticket, both ways: the requester's own thread and what others wrote with its number. */
export async function listTicketMail(ctx: SpineCtx, ticketId: string) {
  requirePermission(ctx, 'mail:read')
  await findRequest(ctx, ticketId)
  const found = await withContacts(ctx, await threads(ctx).where('requestId', '=', ticketId).orderBy('openedAt').execute())
  const shown = []
  for (const thread of found) shown.push({ ...thread, ...(await lettersOf(ctx, thread.mailThreadId)) })
  return { threads: shown }
}

async function lettersOf(ctx: SpineCtx, mailThreadId: string) {
  const outbound = await serviceDeskTables(ctx)
    .selectFrom('serviceDesk.outboundMail')
    .select(['outboundMailId', 'kind', 'subject', 'text', 'state', 'attempts', 'answer', 'writtenAt', 'writtenByName', 'sentAt', 'carriesLink'])
    .where('mailThreadId', '=', mailThreadId)
    .orderBy('writtenAt')
    .execute()
  const files = await attachments(ctx, 'outboundMailId', outbound.map((one) => one.outboundMailId))
  return {
    inbound: await viewInbound(ctx, await inbound(ctx).where('mailThreadId', '=', mailThreadId).orderBy('receivedAt').execute()),
    outbound: outbound.map((one) => ({ ...one, kind: one.kind as 'answer' | 'automatic', state: one.state as OutboundState, attachments: files.get(one.outboundMailId) ?? [] })),
  }
}

async function ticketOf(ctx: SpineCtx, mailThreadId: string) {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailThread as m').innerJoin('spine.request as r', 'r.requestId', 'm.requestId').select(['r.requestId as ticketId', 'r.number', 'r.title', 'r.state']).where('m.mailThreadId', '=', mailThreadId).executeTakeFirst()
  return row && isPermitted(ctx.actor, 'ticket:read') ? { ...row, state: row.state as RequestState } : null
}

export async function listInbound(ctx: SpineCtx, filter: InboundQuery) {
  requirePermission(ctx, 'mail:read')
  let query = inbound(ctx)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.contactId) query = query.where('contactId', '=', filter.contactId)
  if (filter.search) query = query.where((where) => where.or([where('subject', 'ilike', containing(filter.search as string)), where('text', 'ilike', containing(filter.search as string))]))
  const page = await pageOf(ctx.tx, query, filter, { sortable: { receivedAt: sql.ref('received_at') }, order: sql`received_at desc, inbound_mail_id` })
  return { ...page, items: await viewInbound(ctx, page.items) }
}

/** Always a download: nothing that a stranger sent is shown within our pages. */
export async function readAttachment(ctx: SpineCtx, mailAttachmentId: string): Promise<FileAnswer> {
  requirePermission(ctx, 'mail:read')
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailAttachment').select(['fileName', 'sm3']).where('mailAttachmentId', '=', mailAttachmentId).executeTakeFirst()
  if (!row || row.sm3 === null) throw mailErrors['attachment-not-found']()
  return { content: await ctx.files.read(row.sm3), fileName: row.fileName, mediaType: 'application/octet-stream', disposition: 'attachment' }
}

function threads(ctx: SpineCtx) {
  return serviceDeskTables(ctx).selectFrom('serviceDesk.mailThread').select(['mailThreadId', 'number', 'subject', 'contactId', 'openedAt', 'lastAt', 'waits', 'version'])
}

function inbound(ctx: SpineCtx) {
  return serviceDeskTables(ctx)
    .selectFrom('serviceDesk.inboundMail')
    .select(['inboundMailId', 'mailThreadId', 'contactId', 'fromName', 'subject', 'text', 'quoted', 'state', 'reason', 'note', 'bytes', 'sentAt', 'receivedAt', 'releasedAt', 'releaseReason'])
}

async function viewInbound(ctx: SpineCtx, rows: Awaited<ReturnType<ReturnType<typeof inbound>['execute']>>) {
  const files = await attachments(ctx, 'inboundMailId', rows.map((one) => one.inboundMailId))
  return (await withContacts(ctx, rows)).map((row) => ({ ...row, state: row.state as InboundState, attachments: files.get(row.inboundMailId) ?? [] }))
}

async function withContacts<R extends { readonly contactId: string | null }>(ctx: SpineCtx, rows: readonly R[]) {
  const contacts = await readContacts(ctx, [...new Set(rows.flatMap(({ contactId }) => (contactId === null ? [] : [contactId])))])
  return rows.map((row) => ({ ...row, contact: (row.contactId === null ? undefined : contacts.get(row.contactId)) ?? null }))
}

async function attachments(ctx: SpineCtx, side: 'inboundMailId' | 'outboundMailId', ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never[]>()
  const rows = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailAttachment').select([`${side} as ownerId`, 'mailAttachmentId', 'fileName', 'mediaType', 'bytes', 'sm3']).where(side, 'in', ids).orderBy('position').execute()
  return Map.groupBy(rows.map(({ sm3, ...row }) => ({ ...row, isKept: sm3 !== null })), ({ ownerId }) => ownerId as string)
}
