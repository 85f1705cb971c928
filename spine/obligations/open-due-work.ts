import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { MANUAL_KIND, openWorkOrder } from '#spine/work-orders/open-work-order.ts'

/** Orders opened in one act, so that a long absence does not become one endless transaction. */
const AT_ONCE = 200

/**
 * Opens a work order for every occurrence whose time has come and that the operator owes: of the kind that its service
 * declares, else as manual work. Returns how many were opened; call again while it is not zero.
 */
export async function openDueWork(ctx: SpineCtx): Promise<number> {
  const db = spineTables(ctx)
  const today = businessDate(ctx.now)
  const owed = await db
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.workOrder as w', (join) => join.onRef('w.occurrenceId', '=', 'o.occurrenceId').on('w.state', '<>', 'cancelled'))
    .select(['o.occurrenceId', 'o.title', 'o.dueAt', 'b.code', 'b.service', 'b.subsystem', 'b.obligationId'])
    .where('o.withdrawnAt', 'is', null)
    .where('o.opensOn', '<=', today)
    // What fell due before the last month is judged, not worked on: a late start must not flood the desk.
    .where('o.endsOn', '>=', addDays(today, -31))
    .where('w.workOrderId', 'is', null)
    .where(sql<boolean>`'operator' = any(b.actors) and not o.tags && array['not-applicable', 'previous-operator']`)
    .orderBy('o.dueAt')
    .limit(AT_ONCE)
    .execute()
  const planItems = await approvedPlanItems(ctx, today)
  for (const row of owed) {
    const operationPlanItemId = planItems.get(row.obligationId)
    await openWorkOrder(ctx, {
      kind: kindFor(ctx, row.service, row.code),
      service: row.service,
      subsystem: row.subsystem,
      title: row.title,
      occurrenceId: row.occurrenceId,
      dueAt: row.dueAt,
      ...(operationPlanItemId ? { operationPlanItemId } : {}),
    })
  }
  return owed.length
}

function kindFor(ctx: SpineCtx, service: string, obligationCode: string): string {
  return ctx.services.get(service)?.workOrders.find((kind) => kind.obligations.includes(obligationCode))?.kind ?? MANUAL_KIND
}

/** Items of the approved operation plan that covers the day: every order refers to its item (合同 M3 运维计划). */
async function approvedPlanItems(ctx: SpineCtx, day: string): Promise<Map<string, string>> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.operationPlanItem as i')
    .innerJoin('spine.operationPlan as p', 'p.operationPlanId', 'i.operationPlanId')
    .select(['i.obligationId', 'i.operationPlanItemId'])
    .where('p.state', '=', 'approved')
    .where('p.periodFrom', '<=', day)
    .where('p.periodTo', '>=', day)
    .orderBy('p.approvedAt')
    .execute()
  return new Map(rows.map((row) => [row.obligationId, row.operationPlanItemId]))
}
