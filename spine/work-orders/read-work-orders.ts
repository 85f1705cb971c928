import { sql } from 'kysely'
import type { z } from 'zod'
import { businessDate, instantOf } from '#shared/instant.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { actorUserId, type Actor } from '#platform/context/context.ts'
import { isPermitted } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { workOrderViews, type workOrderDetail, type workOrdersApi, type WorkOrderState, type WorkOrderView } from './api.ts'
import { mayFollow, workOrderErrors } from './work-order.ts'

type ListInput = EndpointInput<(typeof workOrdersApi)['endpoints']['listWorkOrders']>['query']
type Action = z.output<typeof workOrderDetail>['actions'][number]

function summaries(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.workOrder as w')
    .leftJoin('platform.userAccount as u', 'u.userId', 'w.assigneeId')
    .select([
      'w.workOrderId', 'w.number', 'w.kind', 'w.service', 'w.subsystem', 'w.title', 'w.state', 'w.isAutomatic', 'w.assigneeId',
      'u.displayName as assigneeName', 'w.openedAt', 'w.dueAt', 'w.submittedAt', 'w.closedAt', 'w.version',
    ])
}

export async function listWorkOrders(ctx: SpineCtx, filter: ListInput) {
  return pageOf(spineTables(ctx), filtered(ctx, filter), filter, {
    sortable: { number: sql.ref('w.number'), title: sql.ref('w.title'), state: sql.ref('w.state'), openedAt: sql.ref('w.opened_at'), dueAt: sql.ref('w.due_at'), closedAt: sql.ref('w.closed_at') },
    order: sql`w.number desc`,
  })
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
  if (filter.state) query = query.where('w.state', 'in', filter.state.split(','))
  if (filter.service) query = query.where('w.service', '=', filter.service)
  if (filter.subsystem) query = query.where('w.subsystem', '=', filter.subsystem)
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
  const db = spineTables(ctx)
  const order = await summaries(ctx).select(['w.occurrenceId', 'w.operationPlanItemId', 'w.input', 'w.result', 'w.submittedBy']).where('w.workOrderId', '=', workOrderId).executeTakeFirst()
  if (!order) throw workOrderErrors['not-found']()
  const events = await db.selectFrom('spine.workOrderEvent').select(['at', 'kind', 'actorName', 'note']).where('workOrderId', '=', workOrderId).orderBy('workOrderEventId').execute()
  const evidence = await db
    .selectFrom('spine.workOrderEvidence as l')
    .innerJoin('spine.evidence as e', 'e.evidenceId', 'l.evidenceId')
    .leftJoin('platform.ledgerSeal as s', (join) => join.on('s.ledger', '=', 'evidence').on('s.entryId', '=', sql<string>`e.evidence_id::text`))
    .select(['e.evidenceId', 'e.kind', 'e.title', 'e.happenedAt', 's.sequence'])
    .where('l.workOrderId', '=', workOrderId)
    .orderBy('e.happenedAt')
    .execute()
  return { ...order, occurrence: await occurrenceOf(ctx, order.occurrenceId), planItem: await planItemOf(ctx, order.operationPlanItemId), events, evidence, actions: actionsOf(ctx.actor, order) }
}

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

function actionsOf(actor: Actor, order: { state: string; isAutomatic: boolean; assigneeId: string | null; submittedBy: string | null }): Action[] {
  const me = actorUserId(actor)
  const state = order.state as WorkOrderState
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
