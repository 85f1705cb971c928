import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { subsystem } from '#shared/subsystems.ts'
import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { keptQueryOf, wordOf, wordsOf, type KeptQueries } from '#platform/database/kept-queries.ts'
import { requestPriority, requestState, type RequestOrigin, type RequestPriority, type RequestState } from '#spine/requests/api.ts'
import { clockStates, dueWithin, readClock, readPeople, requireVisible, type SpineCtx } from '#spine/spine.ts'
import type { FollowUpOutcome } from '../aftercare/api.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { CALL_BACK_TARGET } from '../rules/ticket-rules.ts'
import { searchTerms } from '../search/search-terms.ts'
import type { ticketsApi } from './api.ts'
import { TICKET_KIND, ticketErrors } from './ticket.ts'
import { answerConditions, isChild, isCounted, isParent, isSolvedAtOnce, satisfactionConditions, solutionConditions } from './ticket-conditions.ts'
import { ticketCategory, UNATTRIBUTED, type TicketCategory, type TicketImpact, type TicketUrgency } from './ticket-form.ts'
import { callerOf } from './tickets.store.ts'

type Filter = EndpointInput<(typeof ticketsApi)['endpoints']['listTickets']>['query']
export type TicketConditions = Partial<Omit<Filter, 'page' | 'pageSize' | 'sort' | 'exact'>>

const SUBSYSTEMS = { has: (value: string) => value === UNATTRIBUTED || subsystem.has(value) }
const LINES = { has: (value: string) => value === '7726' || value === '7717' }

/** The join is to one row at most, so that a count reads the ticket only for conditions of its own. */
export function tickets(ctx: SpineCtx) {
  return serviceDeskTables(ctx)
    .selectFrom('spine.request as r')
    .leftJoin('serviceDesk.ticket as t', 't.requestId', 'r.requestId')
    .where('r.kind', '=', sql.lit(TICKET_KIND))
}

/** The rows that a person may see under these conditions; `newerThan` leaves out what a search need not look at. */
export function filteredTickets(ctx: SpineCtx, filter: TicketConditions, newerThan?: string) {
  const me = actorUserId(ctx.actor)
  let query = filter.search ? found(ctx, filter.search, newerThan) : tickets(ctx)
  if (!isPermitted(ctx.actor, 'request:read-all')) query = query.where((where) => where.or([where('r.requesterId', '=', me), where('r.assigneeId', '=', me)]))
  query = filter.state ? query.where('r.state', 'in', wordsOf(requestState, filter.state)) : query
  if (filter.subsystem) query = query.where('r.subsystem', '=', wordOf(SUBSYSTEMS, filter.subsystem))
  // A draft that somebody has not sent yet is his own; what was asked, heard or came by mail waits for the desk.
  if (filter.subsystem === UNATTRIBUTED) query = query.where((where) => where.or([where('r.requesterId', 'is', null), where('r.origin', '=', 'portal')]))
  if (filter.priority) query = query.where('r.priority', '=', wordOf(requestPriority, filter.priority))
  if (filter.category) query = query.where('t.category', '=', wordOf(ticketCategory, filter.category))
  if (filter.line) query = query.where('t.line', '=', wordOf(LINES, filter.line))
  if (filter.telephoneCallId) query = query.where('t.telephoneCallId', '=', filter.telephoneCallId)
  if (filter.contactId) query = query.where('t.contactId', '=', filter.contactId)
  if (filter.whose === 'mine') query = query.where('r.assigneeId', '=', me)
  if (filter.whose === 'nobody') query = query.where('r.assigneeId', 'is', null)
  if (filter.isCounted) query = query.where(isCounted)
  if (filter.answer) query = query.where(answerConditions(ctx.now)[filter.answer])
  if (filter.solution) query = query.where(solutionConditions(ctx.now)[filter.solution])
  if (filter.satisfaction) query = query.where(satisfactionConditions[filter.satisfaction])
  if (filter.isAtOnce) query = query.where(isSolvedAtOnce)
  if (filter.family) query = query.where(filter.family === 'child' ? isChild : isParent)
  if (filter.from) query = query.where('t.receivedAt', '>=', instantOf(filter.from))
  if (filter.to) query = query.where('t.receivedAt', '<', instantOf(addDays(filter.to, 1)))
  if (filter.due) query = query.where('r.state', 'in', ['ready', 'in-progress', 'waiting']).where(dueWithin(filter.due, ctx.now))
  return query
}

/** By number, or by words of title, description, caller and unit. Drafts have no terms yet and are few; a ticket is never both, so the two lists need no comparing. */
function found(ctx: SpineCtx, typed: string, newerThan?: string) {
  if (/^fw-/i.test(typed)) return tickets(ctx).where('r.number', 'like', `${typed.toUpperCase().replaceAll(/[\\%_]/g, '\\$&')}%`)
  const drafts = serviceDeskTables(ctx).selectFrom('spine.request').select('requestId').where('kind', '=', TICKET_KIND).where('state', '=', 'draft').where((where) => where.or([where('title', 'ilike', containing(typed)), where('requesterName', 'ilike', containing(typed))]))
  const registered = newerThan === undefined ? sql`` : sql`and registered_at >= ${instantOf(newerThan)}`
  const matching = sql<{ requestId: string }>`(select request_id from service_desk.ticket where terms @> ${searchTerms(typed)}::text[] ${registered} union all ${drafts})`.as('f')
  const query = tickets(ctx).innerJoin(matching, 'f.requestId', 'r.requestId') as unknown as ReturnType<typeof tickets>
  // A number carries the day on which its ticket was opened, never later than it was registered: above this one nothing is missing.
  return newerThan === undefined ? query : query.where('r.number', '>=', `FW-${newerThan.replaceAll('-', '')}`)
}

/** How far back a search looks before it looks at everything. */
const NEWEST_DAYS = 31

/** The day from which the newest tickets alone fill the page that is asked for; undefined when only all of them can. */
async function enoughSince(ctx: SpineCtx, filter: Filter): Promise<string | undefined> {
  if (!filter.search || filter.sort) return undefined
  const { newest } = await serviceDeskTables(ctx).selectFrom('serviceDesk.ticket').select(({ fn }) => fn.max('registeredAt').as('newest')).executeTakeFirstOrThrow()
  if (newest === null) return undefined
  const since = addDays(businessDate(newest), -NEWEST_DAYS)
  const wanted = filter.page * filter.pageSize
  const { rows } = await sql<{ total: number }>`select count(*) as total from (${filteredTickets(ctx, filter, since).select(sql<number>`1`.as('one')).limit(wanted)}) enough`.execute(ctx.tx)
  return rows[0]?.total === wanted ? since : undefined
}

const assigneeName = sql<string | null>`(select u.display_name from platform.user_account u where u.user_id = r.assignee_id)`
const answeredByName = sql<string | null>`(select u.display_name from platform.user_account u where u.user_id = t.first_answered_by)`

const receivedAt = sql<Date>`coalesce(t.received_at, r.opened_at)`
const dueAt = sql<Date | null>`case when r.state in ('ready', 'in-progress', 'waiting') then r.nearest_due_at end`

/** Every field of a summary but whether it is overdue. */
function summaries(ctx: SpineCtx, filter: TicketConditions, newerThan?: string) {
  return filteredTickets(ctx, filter, newerThan).select((row) => [
    'r.requestId as ticketId', 'r.number', 'r.title', row.ref('r.state').$castTo<RequestState>().as('state'), 'r.subsystem', row.ref('r.priority').$castTo<RequestPriority | null>().as('priority'),
    'r.requesterName', 'r.requesterUnit', 'r.assigneeId', assigneeName.as('assigneeName'), 'r.deliveredAt', 'r.closedAt', 'r.version',
    row.ref('t.category').$castTo<TicketCategory | null>().as('category'), row.ref('t.impact').$castTo<TicketImpact | null>().as('impact'), row.ref('t.urgency').$castTo<TicketUrgency | null>().as('urgency'),
    't.line', receivedAt.as('receivedAt'), 't.firstAnsweredAt', dueAt.as('dueAt'),
  ])
}
type Summary = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number]

const columns = {
  sortable: { number: sql.ref('r.number'), title: sql.ref('r.title'), receivedAt: sql.ref('t.received_at'), dueAt: sql.ref('r.nearest_due_at'), priority: sql.ref('r.priority'), state: sql.ref('r.state') },
  order: sql`r.number desc`,
}
const pages: KeptQueries = new Map()

export async function listTickets(ctx: SpineCtx, filter: Filter) {
  requirePermission(ctx, 'ticket:read')
  const since = await enoughSince(ctx, filter)
  const page = since
    ? await pageOf(ctx.tx, summaries(ctx, filter, since), filter, { ...columns, counted: filteredTickets(ctx, filter) })
    : await pageOf(ctx.tx, () => summaries(ctx, filter), filter, columns, { queries: pages, actor: ctx.actor, asked: filter })
  return { ...page, items: page.items.map((row) => summaryOf(row, ctx.now)) }
}

function summaryOf(row: Summary, now: Date) {
  return { ...row, isOverdue: row.dueAt !== null && row.dueAt < now }
}

type Rating = { score: number; remark: string; answeredAt: string }
type FollowUp = { outcome: FollowUpOutcome; score: number | null; remark: string; doneAt: string | null; doneByName: string | null }
type Child = { requestId: string; number: string; title: string; requesterName: string; requesterUnit: string; state: RequestState; version: number }

const rating = sql<Rating | null>`(select json_build_object('score', s.score, 'remark', s.remark, 'answeredAt', s.answered_at) from service_desk.survey s where s.request_id = r.request_id)`
const followUp = sql<FollowUp | null>`(
  select json_build_object('outcome', f.outcome, 'score', f.score, 'remark', f.remark, 'doneAt', f.done_at, 'doneByName', f.done_by_name) from service_desk.follow_up f where f.request_id = r.request_id)`
const letters = sql<number>`(
  select (select count(*) from service_desk.inbound_mail i where i.mail_thread_id = any(own.ids)) + (select count(*) from service_desk.outbound_mail o where o.mail_thread_id = any(own.ids))
  from (select array(select h.mail_thread_id from service_desk.mail_thread h where h.request_id = r.request_id) as ids) own)`
const openChildren = sql<Child[]>`(
  select coalesce(json_agg(json_build_object('requestId', c.request_id, 'number', c.number, 'title', c.title, 'requesterName', c.requester_name, 'requesterUnit', c.requester_unit, 'state', c.state, 'version', c.version) order by c.number), '[]')
  from spine.request_link l join spine.request c on c.request_id = l.from_request_id
  where l.to_request_id = r.request_id and l.kind = 'child-of' and l.unlinked_at is null and c.kind = ${sql.lit(TICKET_KIND)} and c.state in ('ready', 'in-progress', 'waiting'))`

const details: KeptQueries = new Map()

/** One statement for all that every ticket has: asking apart cost more than reading it. */
function detail(ctx: SpineCtx, ticketId: string) {
  return summaries(ctx, {})
    .select([
      'r.requestId', 'r.kind', 'r.requesterId', 'r.origin', 'r.draft', 'r.targets', 'r.formVersion', 't.receivedAt as enteredAt', 't.contactId', 't.personId', 't.telephoneCallId', 't.rulesOn', 't.firstAnswer', 't.isSolvedAtOnce',
      answeredByName.as('firstAnsweredByName'), rating.as('rating'), followUp.as('followUp'), openChildren.as('openChildren'), (isPermitted(ctx.actor, 'mail:read') ? letters : sql<number>`0`).as('letters'),
    ])
    .where('r.requestId', '=', ticketId)
}
type Detail = Awaited<ReturnType<ReturnType<typeof detail>['execute']>>[number]

/** What only the desk knows of a ticket; flow, clocks, files and timeline are read from the request. */
export async function readTicket(ctx: SpineCtx, ticketId: string) {
  requirePermission(ctx, 'ticket:read')
  const question = keptQueryOf(details, ctx.actor, ticketId, (id) => detail(ctx, id).compile())
  const row = (await ctx.tx.getExecutor().executeQuery<Detail>(question)).rows[0]
  if (!row) throw ticketErrors['not-found']()
  await requireVisible(ctx, row)
  const isEntered = row.enteredAt !== null
  const contact = await callerOf(ctx, isEntered ? row.contactId : ((row.draft as { contactId?: string | null }).contactId ?? null))
  const former = contact ? await summaries(ctx, { contactId: contact.contactId }).where('r.requestId', '<>', ticketId).orderBy('r.number', 'desc').limit(5).execute() : []
  return {
    ...summaryOf(row, ctx.now),
    origin: row.origin as RequestOrigin,
    contact,
    person: row.personId ? ((await readPeople(ctx, [row.personId])).get(row.personId)?.name ?? null) : null,
    telephoneCallId: row.telephoneCallId,
    rulesOn: row.rulesOn,
    firstAnswer: row.firstAnswer ?? '',
    firstAnsweredByName: row.firstAnsweredByName,
    isSolvedAtOnce: row.isSolvedAtOnce ?? false,
    callBackAt: await callBackOf(ctx, row),
    rating: row.rating,
    followUp: row.followUp,
    letters: row.letters,
    openChildren: row.openChildren,
    formerTickets: former.map((row) => summaryOf(row, ctx.now)),
    may: {
      handle: isPermitted(ctx.actor, 'ticket:handle') && ['ready', 'in-progress', 'waiting'].includes(row.state),
      answer: isPermitted(ctx.actor, 'ticket:handle') && ['ready', 'in-progress', 'waiting'].includes(row.state) && isEntered && row.firstAnsweredAt === null,
      issueLink: isPermitted(ctx.actor, 'ticket:handle') && row.requesterId === null && row.formVersion > 0,
    },
  }
}

/** When a promised call is due; most tickets have no such target and no clock to be read for it. */
async function callBackOf(ctx: SpineCtx, row: { requestId: string; targets: unknown }): Promise<Date | null> {
  if (!(row.targets as ReadonlyArray<{ name: string }>).some(({ name }) => name === CALL_BACK_TARGET)) return null
  const promise = clockStates(ctx, await readClock(ctx, row)).find(({ name }) => name === CALL_BACK_TARGET)
  return promise && ['running', 'paused', 'overdue'].includes(promise.verdict) ? promise.dueAt : null
}

/** How much waits for a person: the views of the list, counted by its own conditions. */
export async function countTickets(ctx: SpineCtx, views: Readonly<Record<string, TicketConditions>>): Promise<Record<string, number>> {
  requirePermission(ctx, 'ticket:read')
  const counts: Record<string, number> = {}
  for (const [view, conditions] of Object.entries(views)) {
    const row = await filteredTickets(ctx, conditions).select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    counts[view] = Number(row.total)
  }
  return counts
}

/** Tickets made of a call, or the last ones of a number: what stands beside a call for whoever may see tickets. */
export async function ticketsBeside(ctx: SpineCtx, conditions: Pick<TicketConditions, 'telephoneCallId' | 'contactId'>) {
  if (!isPermitted(ctx.actor, 'ticket:read')) return []
  const rows = await summaries(ctx, conditions).orderBy('r.number', 'desc').limit(5).execute()
  return rows.map((row) => summaryOf(row, ctx.now))
}

/** Known numbers, while they are typed: whose it is, and what he last called about. */
export async function findCaller(ctx: SpineCtx, contactId: string) {
  requirePermission(ctx, 'ticket:enter')
  return { contact: await callerOf(ctx, contactId), formerTickets: await ticketsBeside(ctx, { contactId }) }
}
