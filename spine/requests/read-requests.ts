import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { holdersOf } from '#spine/notices/duty-user-ids.ts'
import { requestViews, type RequestFileKind, type RequestFilter, type RequestLinkKind, type RequestOrigin, type RequestPriority, type RequestState, type RequestView } from './api.ts'
import { dueWithin, owingStates } from './clock/nearest-due.ts'
import { clockStates, readClock } from './clock/record-clock-events.ts'
import { silentAcceptanceAt } from './deliver-request.ts'
import { describeForm } from './describe-form.ts'
import { describeApprovals, describeWaiting, waitingForMe } from './approvals/describe-approvals.ts'
import { requestActions } from './request-actions.ts'
import { filedRequestErrors } from './request.ts'
import { findRequest, findRequestKind, formOf, type RequestRow } from './requests.store.ts'

type Seen = Pick<RequestRow, 'requestId' | 'kind' | 'state' | 'requesterId' | 'assigneeId'>

/** Whose request it is: asked, handled, or waiting for his approval; with `request:read-all` everybody's. */
async function isParty(ctx: SpineCtx, row: Seen): Promise<boolean> {
  if (isPermitted(ctx.actor, 'request:read-all')) return true
  const me = actorUserId(ctx.actor)
  if (me === null) return false
  if (row.requesterId === me || row.assigneeId === me) return true
  return (await decidedByMe(ctx, row.requestId)) || (await waitingForMe(ctx)).includes(row.requestId)
}

/** Read with `request:read` a person sees what is his, and what its kind lets him read besides. */
export async function isVisible(ctx: SpineCtx, row: Seen): Promise<boolean> {
  if (!isPermitted(ctx.actor, 'request:read')) return false
  return (await isParty(ctx, row)) || (row.state !== 'draft' && ((await findRequestKind(ctx, row.kind).isReadableBy?.(ctx, row.requestId)) ?? false))
}

/** For acts: who may only read it is refused like one who does not see it. */
export async function requireParty(ctx: SpineCtx, row: Seen): Promise<void> {
  requirePermission(ctx, 'request:read')
  if (!(await isParty(ctx, row))) throw filedRequestErrors['not-found']()
}

export async function requireVisible(ctx: SpineCtx, row: Seen): Promise<void> {
  requirePermission(ctx, 'request:read')
  if (!(await isVisible(ctx, row))) throw filedRequestErrors['not-found']()
}

async function decidedByMe(ctx: SpineCtx, requestId: string): Promise<boolean> {
  const row = await spineTables(ctx).selectFrom('spine.requestApproval').select('step').where('requestId', '=', requestId).where('decidedBy', '=', actorUserId(ctx.actor)).executeTakeFirst()
  return row !== undefined
}

/** Rows of lists. The nearest running target is a projection of the clock, for sorting; the truth is computed on the detail page. */
function summaries(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.request as r')
    .leftJoin('platform.userAccount as u', 'u.userId', 'r.assigneeId')
    .select(['r.requestId', 'r.number', 'r.kind', 'r.service', 'r.subsystem', 'r.title', 'r.state', 'r.formVersion', 'r.requesterId', 'r.requesterName', 'r.requesterUnit', 'r.origin', 'r.priority', 'r.assigneeId', 'u.displayName as assigneeName', 'r.openedAt', 'r.submittedAt', 'r.deliveredAt', 'r.closedAt', 'r.beginsOn', 'r.nearestDueAt as dueAt', 'r.version'])
}

type Summary = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number]

export async function listRequests(ctx: SpineCtx, filter: RequestFilter) {
  requirePermission(ctx, 'request:read')
  const page = await pageOf(spineTables(ctx), await filtered(ctx, filter), filter, {
    sortable: { number: sql.ref('r.number'), title: sql.ref('r.title'), openedAt: sql.ref('r.opened_at'), dueAt: sql.ref('r.nearest_due_at'), beginsOn: sql.ref('r.begins_on'), priority: sql.ref('r.priority'), state: sql.ref('r.state'), closedAt: sql.ref('r.closed_at') },
    order: sql`r.number desc`,
  })
  return { ...page, items: page.items.map((row) => summaryOf(ctx, row)) }
}

export function summaryOf(ctx: SpineCtx, row: Summary) {
  const isLive = owingStates.includes(row.state)
  return {
    ...row,
    kindTitle: ctx.services.get(row.service)?.requests?.find(({ kind }) => kind === row.kind)?.title ?? row.kind,
    state: row.state as RequestState,
    origin: row.origin as RequestOrigin,
    priority: row.priority as RequestPriority | null,
    dueAt: isLive ? row.dueAt : null,
    isOverdue: isLive && row.dueAt !== null && row.dueAt < ctx.now,
  }
}

type Conditions = Omit<Partial<RequestFilter>, 'page' | 'pageSize' | 'sort' | 'exact'>

async function filtered(ctx: SpineCtx, filter: Conditions) {
  const me = actorUserId(ctx.actor)
  let query = summaries(ctx)
  const mine = filter.whose === 'to-approve' || !isPermitted(ctx.actor, 'request:read-all') ? await waitingForMe(ctx) : []
  // Drafts belong to who writes them, whatever else one may see.
  query = query.where((where) => where.or([where('r.state', '<>', 'draft'), where('r.requesterId', '=', me), where('r.requesterId', 'is', null)]))
  if (!isPermitted(ctx.actor, 'request:read-all')) query = query.where((where) => where.or([where('r.requesterId', '=', me), where('r.assigneeId', '=', me), ...(mine.length > 0 ? [where('r.requestId', 'in', mine)] : [])]))
  if (filter.whose === 'asked') query = query.where('r.requesterId', '=', me)
  if (filter.whose === 'mine') query = query.where('r.assigneeId', '=', me)
  if (filter.whose === 'nobody') query = query.where('r.assigneeId', 'is', null)
  if (filter.whose === 'to-approve') query = mine.length > 0 ? query.where('r.requestId', 'in', mine) : query.where(sql<boolean>`false`)
  if (filter.state) query = query.where('r.state', 'in', filter.state.split(','))
  if (filter.service) query = query.where('r.service', '=', filter.service)
  if (filter.kind) query = query.where('r.kind', '=', filter.kind)
  if (filter.subsystem) query = query.where('r.subsystem', '=', filter.subsystem)
  if (filter.priority) query = query.where('r.priority', '=', filter.priority)
  if (filter.from) query = query.where('r.openedAt', '>=', instantOf(filter.from))
  if (filter.to) query = query.where('r.openedAt', '<', instantOf(addDays(filter.to, 1)))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('r.title', 'ilike', pattern), where('r.number', 'ilike', pattern), where('r.requesterName', 'ilike', pattern), where('r.requesterUnit', 'ilike', pattern)]))
  }
  if (filter.due) query = query.where('r.state', 'in', owingStates).where(dueWithin(filter.due, ctx.now))
  return query
}

/** How many requests stand in each view that asks for a person; of one service when it is given. */
export async function countRequests(ctx: SpineCtx, { service, kind }: { readonly service?: string | undefined; readonly kind?: string | undefined } = {}): Promise<Record<string, number>> {
  requirePermission(ctx, 'request:read')
  const counts: Record<string, number> = {}
  for (const [view, { query }] of Object.entries(requestViews) as Array<[RequestView, { query: Conditions }]>) {
    if (view === 'all') continue
    const counted = await (await filtered(ctx, { ...query, ...(service ? { service } : {}), ...(kind ? { kind } : {}) })).clearSelect().select((row) => row.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    counts[view] = Number(counted.total)
  }
  return counts
}

/** One request with all that a person needs to act on it, and which acts are his. */
export async function readRequest(ctx: SpineCtx, requestId: string) {
  const db = spineTables(ctx)
  const row = await findRequest(ctx, requestId)
  await requireVisible(ctx, row)
  const summary = await summaries(ctx).where('r.requestId', '=', requestId).executeTakeFirstOrThrow()
  const kind = findRequestKind(ctx, row.kind)
  const seesAll = isPermitted(ctx.actor, 'request:read-all')
  const isWritten = row.formVersion === 0 || row.state === 'returned'
  const clock = await readClock(ctx, row)
  const approvals = await describeApprovals(ctx, row)
  let events = db.selectFrom('spine.requestEvent').select(['at', 'kind', 'actorName', 'note', 'isPublic']).where('requestId', '=', requestId)
  if (!seesAll) events = events.where('isPublic', '=', true)
  let files = db
    .selectFrom('spine.requestFile as f')
    .innerJoin('platform.file as p', 'p.sm3', 'f.sm3')
    .select(['f.requestFileId', 'f.kind', 'f.formVersion', 'f.fileName', 'p.mediaType', 'p.bytes', 'f.sm3', 'f.note', 'f.attachedAt', 'f.attachedByName'])
    .where('f.requestId', '=', requestId)
  if (!seesAll) files = files.where('f.isPublic', '=', true)
  const cloned = row.clonedFromId === null ? undefined : await db.selectFrom('spine.request').select(['requestId', 'number']).where('requestId', '=', row.clonedFromId).executeTakeFirst()
  return {
    ...summaryOf(ctx, summary),
    form: isWritten ? row.draft : await formOf(ctx, requestId, row.formVersion),
    formLines: [...(await describeForm(ctx, row))],
    formVersions: await db.selectFrom('spine.requestForm').select(['formVersion', 'formSm3', 'submittedAt', 'submittedByName', 'reason']).where('requestId', '=', requestId).orderBy('formVersion').execute(),
    approvals,
    waitsOn: await describeWaiting(ctx, row),
    clocks: clockStates(ctx, clock).map((state) => ({ ...state, lines: [...state.lines] })),
    events: await events.orderBy('requestEventId').execute(),
    links: await linksOf(ctx, requestId),
    files: (await files.orderBy('f.attachedAt').execute()).map((file) => ({ ...file, kind: file.kind as RequestFileKind })),
    workOrders: await db.selectFrom('spine.workOrder').select(['workOrderId', 'number', 'title', 'state']).where('requestId', '=', requestId).orderBy('number').execute(),
    occurrenceId: row.occurrenceId,
    clonedFrom: cloned ?? null,
    solution: row.solution,
    silentAcceptanceAt: row.state === 'delivered' ? silentAcceptanceAt(ctx, kind, row.deliveredAt) : null,
    actions: await requestActions(ctx, row, kind),
  }
}

async function linksOf(ctx: SpineCtx, requestId: string) {
  const db = spineTables(ctx)
  const [out, back] = [
    await db.selectFrom('spine.requestLink as l').innerJoin('spine.request as r', 'r.requestId', 'l.toRequestId').select(['r.requestId', 'r.number', 'r.title', 'r.state', 'l.kind']).where('l.fromRequestId', '=', requestId).where('l.unlinkedAt', 'is', null).execute(),
    await db.selectFrom('spine.requestLink as l').innerJoin('spine.request as r', 'r.requestId', 'l.fromRequestId').select(['r.requestId', 'r.number', 'r.title', 'r.state', 'l.kind']).where('l.toRequestId', '=', requestId).where('l.unlinkedAt', 'is', null).execute(),
  ]
  const typed = (isOutgoing: boolean) => (link: (typeof out)[number]) => ({ ...link, state: link.state as RequestState, kind: link.kind as RequestLinkKind, isOutgoing })
  return [...out.map(typed(true)), ...back.map(typed(false))]
}

/** Kinds with their titles, and which of them the person may open. */
export async function listRequestKinds(ctx: SpineCtx) {
  requirePermission(ctx, 'request:read')
  return { items: [...ctx.services.values()].flatMap((service) => (service.requests ?? []).map(({ kind, title, permissions }) => ({ kind, title, service: service.name, mayOpen: isPermitted(ctx.actor, 'request:open') && isPermitted(ctx.actor, permissions.open) }))) }
}

/** Who may be given work: everybody who may handle requests. */
export async function listHandlers(ctx: SpineCtx) {
  requirePermission(ctx, 'request:assign')
  const able = await holdersOf(ctx, ctx.now, { permission: 'request:handle' })
  if (able.length === 0) return { items: [] }
  return { items: await spineTables(ctx).selectFrom('platform.userAccount').select(['userId', 'displayName', 'post']).where('userId', 'in', able).orderBy('displayName').execute() }
}
