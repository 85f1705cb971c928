import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { newId } from '#shared/ids.ts'
import { instantOf } from '#shared/instant.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { operationPlanErrors } from './operation-plan.ts'

export type DraftOperationPlan = { readonly title: string; readonly from: string; readonly to: string; readonly note: string }

/** Drafts the operation plan (运维计划) of a period from the obligations that fall due in it: one item an obligation and subsystem. */
export async function draftOperationPlan(ctx: SpineCtx, request: DraftOperationPlan): Promise<{ operationPlanId: string; items: number }> {
  requirePermission(ctx, 'operation-plan:draft')
  if (request.to < request.from) throw operationPlanErrors['period-reversed']()
  const contract = await currentContract(ctx)
  const { rows } = await sql<{ obligationId: string; plannedCount: number; firstOpensOn: string; lastDueAt: Date }>`
    select o.obligation_id, count(*) as planned_count, min(o.opens_on) as first_opens_on, max(o.due_at) as last_due_at
    from spine.occurrence o join spine.obligation b using (obligation_id)
    where b.contract_id = ${contract.contractId} and o.withdrawn_at is null and 'operator' = any(b.actors)
      and not o.tags && array['not-applicable', 'previous-operator']
      and o.due_at >= ${instantOf(request.from)} and o.due_at < ${instantOf(addDays(request.to, 1))}
    group by o.obligation_id`.execute(ctx.tx)
  if (rows.length === 0) throw operationPlanErrors.empty()
  const operationPlanId = newId(ctx.now)
  const db = spineTables(ctx)
  await db
    .insertInto('spine.operationPlan')
    .values({ operationPlanId, contractId: contract.contractId, title: request.title, periodFrom: request.from, periodTo: request.to, state: 'draft', draftedAt: ctx.now, draftedBy: actorUserId(ctx.actor), note: request.note })
    .execute()
  await db.insertInto('spine.operationPlanItem').values(rows.map((row) => ({ operationPlanItemId: newId(ctx.now), operationPlanId, ...row }))).execute()
  return { operationPlanId, items: rows.length }
}
