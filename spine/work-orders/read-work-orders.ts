import { sql } from 'kysely'
import type { z } from 'zod'
import { businessDate, instantOf } from '#shared/instant.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { service } from '#shared/services.ts'
import { subsystem } from '#shared/subsystems.ts'
import { actorUserId, type Actor } from '#platform/context/context.ts'
import { isPermitted } from '#platform/context/require-permission.ts'
import { wordOf, wordsOf, type KeptQueries } from '#platform/database/kept-queries.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { isVisible } from '#spine/requests/read-requests.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { workOrderState, workOrderViews, type workOrderDetail, type workOrdersApi, type WorkOrderState, type WorkOrderView } from './api.ts'
import { followsRequest, mayFollow, workOrderErrors } from './work-order.ts'

type ListInput = EndpointInput<(typeof workOrdersApi)['endpoints']['listWorkOrders']>['query']
type Action = z.output<typeof workOrderDetail>['actions'][number]

function summaries(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.workOrder as w')
    .select((row) => [
      'w.workOrderId', 'w.number', 'w.kind', 'w.service', 'w.subsystem', 'w.title', 'w.state', 'w.isAutomatic', 'w.assigneeId',
      // Not a join: counting the list must not need the column that the join goes by.
      row.selectFrom('platform.userAccount as u').select('u.displayName').whereRef('u.userId', '=', 'w.assigneeId').as('assigneeName'),
      'w.openedAt', 'w.dueAt', 'w.submittedAt', 'w.closedAt', 'w.version',
    ])
}

const columns = {
  sortable: { number: sql.ref('w.number'), title: sql.ref('w.title'), state: sql.ref('w.state'), openedAt: sql.ref('w.opened_at'), dueAt: sql.ref('w.due_at'), closedAt: sql.ref('w.closed_at') },
  order: sql`w.number desc`,
}
const pages: KeptQueries = new Map()

export async function listWorkOrders(ctx: SpineCtx, filter: ListInput) {
  return pageOf(spineTables(ctx), () => filtered(ctx, filter), filter, columns, { queries: pages, actor: ctx.actor, asked: filter })
}

/** How many orders stand in each view that asks for a person. */
export async function countWorkOrders(ctx: SpineCtx) {
  const count = async (view: WorkOrderView) => {
    const { total } = await filtered(ctx, workOrderViews[view].query).clearSelect().select((row) => row.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    return Number(total)
  }
  return { mine: await count('mine'), unassigned: await count('unassigned'), review: await count('review'), returned: await count('returned'), today: await count('today'), overdue: await count('overdue') }
}

type Conditions = Omit<Partial<ListInput>, 'page' | 'pageSize' | 'sort' | 'exact'>

function filtered(ctx: SpineCtx, filter: Conditions) {
  let query = summaries(ctx)
  if (filter.state) query = query.where('w.state', 'in', wordsOf(workOrderState, filter.state))
  if (filter.service) query = query.where('w.service', '=', wordOf(service, filter.service))
  if (filter.subsystem) query = query.where('w.subsystem', '=', wordOf(subsystem, filter.subsystem))
  if (filter.assignee === 'me') query = query.where('w.assigneeId', '=', actorUserId(ctx.actor))
  if (filter.assignee === 'nobody') query = query.where('w.assigneeId', 'is', null).where('w.isAutomatic', '=', false)
  if (filter.openedFrom) query = query.where('w.openedAt', '>=', filter.openedFrom)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('w.title', 'ilike', pattern), where('w.number', 'ilike', pattern)]))
  }
  if (filter.due) {
    const today = businessDate(ctx.now)
    const until = { overdue: ctx.now, today: instantOf(addDays(today, 1)), week: instantOf(addDays(today, 7)) }[filter.due]
    query = query.where('w.state', 'not in', ['closed', 'cancelled']).where('w.dueAt', '<', until)
    if (filter.due !== 'overdue') query = query.where('w.dueAt', '>=', ctx.now)
  }
  return query
}

/** One order with all that a person needs to act on it, and which acts are his. */
export async function readWorkOrder(ctx: SpineCtx, workOrderId: string) {
  // One statement: asking for the history separately would cost more than reading it.
  const order = await summaries(ctx)
    .leftJoin('spine.request as q', 'q.requestId', 'w.requestId')
    .select(['w.occurrenceId', 'w.operationPlanItemId', 'w.input', 'w.result', 'w.submittedBy', 'w.requestId', 'q.number as requestNumber', 'q.title as requestTitle', 'q.kind as requestKind', 'q.state as requestState', 'q.requesterId', 'q.assigneeId as requestAssigneeId', EVENTS.as('events'), EVIDENCE.as('evidence')])
    .where('w.workOrderId', '=', workOrderId)
    .executeTakeFirst()
  if (!order) throw workOrderErrors['not-found']()
  const { requestId, requestNumber, requestTitle, requestKind: kind, requestState: state, requesterId, requestAssigneeId: assigneeId } = order
  const asked = requestId === null || kind === null || state === null ? null : { requestId, kind, state, requesterId, assigneeId }
  const request = asked !== null && (await isVisible(ctx, asked)) ? { requestId: asked.requestId, number: requestNumber ?? '', title: requestTitle ?? '' } : null
  return { ...order, request, occurrence: await occurrenceOf(ctx, order.occurrenceId), planItem: await planItemOf(ctx, order.operationPlanItemId), actions: actionsOf(ctx.actor, order) }
}

type OrderEvent = z.input<typeof workOrderDetail>['events'][number]
type OrderEvidence = z.input<typeof workOrderDetail>['evidence'][number]

const EVENTS = sql<OrderEvent[]>`(
  select coalesce(json_agg(json_build_object('at', v.at, 'kind', v.kind, 'actorName', v.actor_name, 'note', v.note) order by v.work_order_event_id), '[]')
  from spine.work_order_event v where v.work_order_id = w.work_order_id)`
const EVIDENCE = sql<OrderEvidence[]>`(
  select coalesce(json_agg(json_build_object('evidenceId', e.evidence_id, 'kind', e.kind, 'title', e.title, 'happenedAt', e.happened_at, 'sequence', s.sequence) order by e.happened_at), '[]')
  from spine.work_order_evidence l join spine.evidence e using (evidence_id) left join platform.ledger_seal s on s.ledger = 'evidence' and s.entry_id = e.evidence_id::text
  where l.work_order_id = w.work_order_id)`

async function occurrenceOf(ctx: SpineCtx, occurrenceId: string | null) {
  if (!occurrenceId) return null
  const row = await spineTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .select(['o.occurrenceId', 'b.code as obligation', 'b.clause', 'b.duty', 'o.periodKey', 'o.isProvisional', 'a.verdict', 'a.lines', 'b.evidenceKinds'])
    .where('o.occurrenceId', '=', occurrenceId)
    .executeTakeFirst()
  if (!row) return null
  const titles = (await currentContract(ctx)).document.evidenceKinds
  return { ...row, verdict: row.verdict ?? 'not-yet-due', lines: (row.lines ?? []) as string[], evidenceKinds: row.evidenceKinds.map((kind) => ({ kind, title: titles[kind] ?? kind })) }
}

async function planItemOf(ctx: SpineCtx, itemId: string | null) {
  if (!itemId) return null
  const row = await spineTables(ctx)
    .selectFrom('spine.operationPlanItem as i')
    .innerJoin('spine.operationPlan as p', 'p.operationPlanId', 'i.operationPlanId')
    .select(['p.operationPlanId', 'p.title'])
    .where('i.operationPlanItemId', '=', itemId)
    .executeTakeFirst()
  return row ?? null
}

function actionsOf(actor: Actor, order: { state: string; isAutomatic: boolean; assigneeId: string | null; submittedBy: string | null; requestId: string | null; occurrenceId: string | null }): Action[] {
  const me = actorUserId(actor)
  const state = order.state as WorkOrderState
  if (followsRequest(order)) return isPermitted(actor, 'work-order:work') ? ['note'] : []
  const isLive = state !== 'closed' && state !== 'cancelled'
  const isMine = order.assigneeId === me
  const mayWork = isPermitted(actor, 'work-order:work')
  const actions: Action[] = []
  if (mayWork && !order.isAutomatic && mayFollow(state, 'taken') && !(state === 'taken' && isMine)) actions.push('take')
  if (isPermitted(actor, 'work-order:assign') && !order.isAutomatic && isLive && state !== 'submitted') actions.push('assign')
  if (mayWork && isLive) actions.push('note')
  if (mayWork && isLive && !order.isAutomatic && isMine && state !== 'submitted') actions.push('attach')
  if (mayWork && !order.isAutomatic && isMine && mayFollow(state, 'submitted')) actions.push('submit')
  if (isPermitted(actor, 'work-order:review') && state === 'submitted' && order.submittedBy !== me) actions.push('accept', 'return')
  if (isPermitted(actor, 'work-order:cancel') && mayFollow(state, 'cancelled')) actions.push('cancel')
  return actions
}

export async function listAssignees(ctx: SpineCtx) {
  const items = await spineTables(ctx).selectFrom('platform.userAccount').select(['userId', 'displayName', 'post']).where('state', '=', 'active').where('kind', '=', 'person').orderBy('displayName').execute()
  return { items }
}
