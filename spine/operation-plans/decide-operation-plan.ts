import { sql, type Selectable } from 'kysely'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { OperationPlanTable } from '#spine/database/tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { operationPlanErrors } from './operation-plan.ts'

async function lockPlan(ctx: SpineCtx, operationPlanId: string, version: number): Promise<Selectable<OperationPlanTable>> {
  const plan = await spineTables(ctx).selectFrom('spine.operationPlan').selectAll().where('operationPlanId', '=', operationPlanId).forUpdate().executeTakeFirst()
  if (!plan) throw operationPlanErrors['not-found']()
  if (plan.version !== version) throw operationPlanErrors.changed()
  return plan
}

export async function submitOperationPlan(ctx: SpineCtx, operationPlanId: string, version: number): Promise<void> {
  requirePermission(ctx, 'operation-plan:draft')
  const plan = await lockPlan(ctx, operationPlanId, version)
  if (plan.state !== 'draft' && plan.state !== 'returned') throw operationPlanErrors['wrong-state']()
  await spineTables(ctx).updateTable('spine.operationPlan').set({ state: 'submitted', submittedAt: ctx.now, submittedBy: actorUserId(ctx.actor), version: version + 1 }).where('operationPlanId', '=', operationPlanId).execute()
}

/** Sets the words of a draft; items follow the obligations and are not edited by hand. */
export async function remarkOperationPlanItem(ctx: SpineCtx, operationPlanId: string, itemId: string, version: number, remark: string): Promise<void> {
  requirePermission(ctx, 'operation-plan:draft')
  const plan = await lockPlan(ctx, operationPlanId, version)
  if (plan.state !== 'draft' && plan.state !== 'returned') throw operationPlanErrors['wrong-state']()
  const db = spineTables(ctx)
  await db.updateTable('spine.operationPlanItem').set({ remark }).where('operationPlanItemId', '=', itemId).where('operationPlanId', '=', operationPlanId).execute()
  await db.updateTable('spine.operationPlan').set({ version: version + 1 }).where('operationPlanId', '=', operationPlanId).execute()
}

export async function returnOperationPlan(ctx: SpineCtx, operationPlanId: string, version: number, reason: string): Promise<void> {
  requirePermission(ctx, 'operation-plan:approve')
  const plan = await lockPlan(ctx, operationPlanId, version)
  if (plan.state !== 'submitted') throw operationPlanErrors['wrong-state']()
  await spineTables(ctx).updateTable('spine.operationPlan').set({ state: 'returned', note: reason, version: version + 1 }).where('operationPlanId', '=', operationPlanId).execute()
}

/**
 * Approves a plan by another person: from now on orders of its period refer to its items, and the plan with its items
 * is evidence. An approved plan of an overlapping period is superseded.
 */
export async function approveOperationPlan(ctx: SpineCtx, operationPlanId: string, version: number): Promise<void> {
  requirePermission(ctx, 'operation-plan:approve')
  const plan = await lockPlan(ctx, operationPlanId, version)
  if (plan.state !== 'submitted') throw operationPlanErrors['wrong-state']()
  const me = actorUserId(ctx.actor)
  if (me !== null && (plan.draftedBy === me || plan.submittedBy === me)) throw operationPlanErrors['own-approval']()
  const db = spineTables(ctx)
  await db
    .updateTable('spine.operationPlan')
    .set({ state: 'superseded' })
    .where('state', '=', 'approved')
    .where('contractId', '=', plan.contractId)
    .where('periodFrom', '=', plan.periodFrom)
    .where('periodTo', '=', plan.periodTo)
    .execute()
  await db.updateTable('spine.operationPlan').set({ state: 'approved', approvedAt: ctx.now, approvedBy: me, version: version + 1 }).where('operationPlanId', '=', operationPlanId).execute()
  await sql`
    update spine.work_order w set operation_plan_item_id = i.operation_plan_item_id
    from spine.operation_plan_item i join spine.occurrence o on o.obligation_id = i.obligation_id
    where i.operation_plan_id = ${operationPlanId} and w.occurrence_id = o.occurrence_id and w.operation_plan_item_id is null
      and o.opens_on between ${plan.periodFrom} and ${plan.periodTo}`.execute(ctx.tx)
  const items = await db
    .selectFrom('spine.operationPlanItem as i')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'i.obligationId')
    .select(['b.code', 'b.subsystem', 'b.clause', 'i.plannedCount', 'i.remark'])
    .where('i.operationPlanId', '=', operationPlanId)
    .orderBy('b.code')
    .orderBy('b.subsystem')
    .execute()
  await recordEvidence(ctx, {
    kind: 'operations-plan',
    title: plan.title,
    about: { service: 'inspection', period: `${plan.periodFrom}/${plan.periodTo}` },
    body: { operationPlanId, title: plan.title, periodFrom: plan.periodFrom, periodTo: plan.periodTo, items },
  })
}
