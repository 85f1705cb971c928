import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { ticketsBeside } from '../tickets/read-tickets.ts'
import type { telephoneCallsApi } from './api.ts'
import { callConditions } from './call-conditions.ts'
import { calls, viewCalls } from './calls.store.ts'
import { telephoneErrors } from './telephone-call.ts'
import type { TelephoneEventKind } from './telephone-event.ts'

/** A call that rings longer than this has lost its other events: nobody needs to be told of it any more. */
const RINGS_AT_MOST_MS = 10 * 60_000
const FORMER_CALLS = 5

type ListInput = EndpointInput<(typeof telephoneCallsApi)['endpoints']['listCalls']>['query']

export async function listCalls(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'telephone:read')
  let query = calls(ctx)
  if (filter.line) query = query.where('c.line', '=', filter.line)
  if (filter.state) query = query.where('c.state', '=', filter.state)
  if (filter.origin) query = query.where('c.origin', '=', filter.origin)
  if (filter.contactId) query = query.where('c.contactId', '=', filter.contactId)
  if (filter.count) query = query.where(callConditions[filter.count])
  if (filter.from) query = query.where('c.beganAt', '>=', instantOf(filter.from))
  if (filter.to) query = query.where('c.beganAt', '<', instantOf(addDays(filter.to, 1)))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('c.note', 'ilike', pattern), where('c.agent', 'ilike', pattern)]))
  }
  const page = await pageOf(ctx.tx, query, filter, { sortable: { beganAt: sql.ref('c.began_at'), line: sql.ref('c.line') }, order: sql`c.began_at desc, c.telephone_call_id` })
  return { ...page, items: await viewCalls(ctx, page.items) }
}

/** Who rings now, with what the person who takes the call wants to know at once. */
export async function listRinging(ctx: SpineCtx) {
  requirePermission(ctx, 'telephone:answer')
  const rows = await calls(ctx).where('c.state', '=', 'ringing').where('c.beganAt', '>', new Date(ctx.now.getTime() - RINGS_AT_MOST_MS)).orderBy('c.beganAt').limit(20).execute()
  const views = await viewCalls(ctx, rows)
  const former = await formerCalls(ctx, rows)
  const items = []
  for (const [index, view] of views.entries()) {
    const contactId = rows[index]?.contactId ?? undefined
    items.push({ ...view, formerCalls: former.get(contactId ?? '') ?? [], formerTickets: contactId ? await ticketsBeside(ctx, { contactId }) : [] })
  }
  return { items }
}

async function formerCalls(ctx: SpineCtx, ringing: ReadonlyArray<{ contactId: string | null }>) {
  const contactIds = ringing.flatMap(({ contactId }) => (contactId === null ? [] : [contactId]))
  const found = new Map<string, Awaited<ReturnType<typeof viewCalls>>>()
  for (const contactId of new Set(contactIds)) {
    found.set(contactId, await viewCalls(ctx, await calls(ctx).where('c.contactId', '=', contactId).where('c.state', '<>', 'ringing').orderBy('c.beganAt', 'desc').limit(FORMER_CALLS).execute()))
  }
  return found
}

export async function readCall(ctx: SpineCtx, telephoneCallId: string) {
  requirePermission(ctx, 'telephone:read')
  const db = serviceDeskTables(ctx)
  const [view] = await viewCalls(ctx, await calls(ctx).where('c.telephoneCallId', '=', telephoneCallId).execute())
  if (!view) throw telephoneErrors['call-not-found']()
  const events = await db.selectFrom('serviceDesk.telephoneEvent').select(['kind', 'at', 'receivedAt', 'agent']).where('telephoneCallId', '=', telephoneCallId).orderBy('at').orderBy('telephoneEventId').execute()
  const recording = await db.selectFrom('serviceDesk.callRecording').select(['seconds', 'receivedAt', 'removedAt', 'removalReason']).where('telephoneCallId', '=', telephoneCallId).executeTakeFirst()
  const accesses = await db.selectFrom('serviceDesk.recordingAccess').select(['kind', 'at', 'actorName', 'reason']).where('telephoneCallId', '=', telephoneCallId).orderBy('recordingAccessId').execute()
  return {
    ...view,
    events: events.map((event) => ({ ...event, kind: event.kind as TelephoneEventKind })),
    tickets: await ticketsBeside(ctx, { telephoneCallId }),
    recording: recording ?? null,
    recordingAccesses: accesses.map((access) => ({ ...access, kind: access.kind as 'opened' | 'removed' })),
  }
}
