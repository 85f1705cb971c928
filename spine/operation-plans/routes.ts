import { sql } from 'kysely'
import { implementApi } from '#platform/http/implement-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { operationPlansApi } from './api.ts'
import { approveOperationPlan, remarkOperationPlanItem, returnOperationPlan, submitOperationPlan } from './decide-operation-plan.ts'
import { draftOperationPlan } from './draft-operation-plan.ts'
import { operationPlanErrors } from './operation-plan.ts'

function plans(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.operationPlan as p')
    .leftJoin('platform.userAccount as d', 'd.userId', 'p.draftedBy')
    .leftJoin('platform.userAccount as a', 'a.userId', 'p.approvedBy')
    .select(['p.operationPlanId', 'p.title', 'p.periodFrom', 'p.periodTo', 'p.state', 'p.version', 'p.draftedAt', 'd.displayName as draftedByName', 'p.approvedAt', 'a.displayName as approvedByName', 'p.note'])
    .select(sql<number>`(select count(*) from spine.operation_plan_item i where i.operation_plan_id = p.operation_plan_id)`.as('items'))
}

async function readPlan(ctx: SpineCtx, operationPlanId: string) {
  const plan = await plans(ctx).where('p.operationPlanId', '=', operationPlanId).executeTakeFirst()
  if (!plan) throw operationPlanErrors['not-found']()
  const planItems = await spineTables(ctx)
    .selectFrom('spine.operationPlanItem as i')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'i.obligationId')
    .select(['i.operationPlanItemId', 'b.code', 'b.title', 'b.subsystem', 'b.service', 'b.clause', 'i.plannedCount', 'i.firstOpensOn', 'i.lastDueAt', 'i.remark'])
    .select(sql<number>`(select count(*) from spine.work_order w where w.operation_plan_item_id = i.operation_plan_item_id and w.state = 'closed')`.as('done'))
    .where('i.operationPlanId', '=', operationPlanId)
    .orderBy('b.code')
    .orderBy('b.subsystem')
    .execute()
  // The clause wants the plan before its period; a later approval counts for work but is shown as late.
  const isLate = plan.approvedAt ? businessDate(plan.approvedAt) >= plan.periodFrom : businessDate(ctx.now) >= plan.periodFrom
  return { ...plan, planItems, isLate }
}

export const operationPlanRoutes = implementApi<typeof operationPlansApi.endpoints, SpineCtx>(operationPlansApi, {
  listOperationPlans: (ctx, { query }) => {
    let found = plans(ctx)
    if (query.state) found = found.where('p.state', 'in', query.state.split(','))
    if (query.search) found = found.where('p.title', 'ilike', containing(query.search))
    return pageOf(spineTables(ctx), found, query, { sortable: { periodFrom: sql.ref('p.period_from'), title: sql.ref('p.title'), draftedAt: sql.ref('p.drafted_at') }, order: sql`p.period_from desc, p.operation_plan_id` })
  },
  getOperationPlan: (ctx, { params }) => readPlan(ctx, params.operationPlanId),
  draftOperationPlan: (ctx, { body }) => draftOperationPlan(ctx, body),
  remarkOperationPlanItem: (ctx, { params, body }) => remarkOperationPlanItem(ctx, params.operationPlanId, params.itemId, body.version, body.remark),
  submitOperationPlan: (ctx, { params, body }) => submitOperationPlan(ctx, params.operationPlanId, body.version),
  approveOperationPlan: (ctx, { params, body }) => approveOperationPlan(ctx, params.operationPlanId, body.version),
  returnOperationPlan: (ctx, { params, body }) => returnOperationPlan(ctx, params.operationPlanId, body.version, body.reason),
})
