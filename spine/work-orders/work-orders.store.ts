import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { actorName, actorUserId, type Ctx } from '#platform/context/context.ts'
import { formatInstant } from '#shared/instant.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { WorkOrderTable } from '#spine/database/tables.ts'
import type { WorkOrderEventKind } from './api.ts'
import { workOrderErrors } from './work-order.ts'

export type WorkOrderRow = Selectable<WorkOrderTable>

/** The row, locked until the act ends: every verb that changes an order takes this lock first. */
export async function lockWorkOrder(ctx: Ctx, workOrderId: string): Promise<WorkOrderRow> {
  const row = await spineTables(ctx).selectFrom('spine.workOrder').selectAll().where('workOrderId', '=', workOrderId).forUpdate().executeTakeFirst()
  if (!row) throw workOrderErrors['not-found']()
  return row
}

/** Locks the order and refuses when it is no longer the version that the person saw. */
export async function lockSeenWorkOrder(ctx: Ctx, workOrderId: string, version: number): Promise<WorkOrderRow> {
  const row = await lockWorkOrder(ctx, workOrderId)
  if (row.version === version) return row
  const last = await spineTables(ctx)
    .selectFrom('spine.workOrderEvent')
    .select(['actorName', 'at'])
    .where('workOrderId', '=', workOrderId)
    .orderBy('workOrderEventId', 'desc')
    .executeTakeFirst()
  throw workOrderErrors.changed(last ? { detail: `${last.actorName} 已于 ${formatInstant(last.at)} 修改` } : {})
}

export async function changeWorkOrder(ctx: Ctx, row: WorkOrderRow, changes: Partial<Pick<WorkOrderRow, 'state' | 'assigneeId' | 'submittedAt' | 'submittedBy' | 'closedAt'>> & { result?: unknown }): Promise<void> {
  const { result, ...plain } = changes
  await spineTables(ctx)
    .updateTable('spine.workOrder')
    .set({ ...plain, ...(result === undefined ? {} : { result: JSON.stringify(result) }), version: row.version + 1 })
    .where('workOrderId', '=', row.workOrderId)
    .execute()
}

export async function addWorkOrderEvent(ctx: Ctx, workOrderId: string, kind: WorkOrderEventKind, note = '', details: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await spineTables(ctx)
    .insertInto('spine.workOrderEvent')
    .values({ workOrderId, at: ctx.now, kind, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note, details: JSON.stringify(details) })
    .execute()
}

/**
 * The next number of a series, without gaps: the counter row is locked by the act, and a rolled back act gives its
 * number back.
 */
export async function nextNumber(ctx: Ctx, series: string): Promise<number> {
  const row = await spineTables(ctx)
    .insertInto('spine.numberSequence')
    .values({ name: series, lastNumber: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ lastNumber: sql<number>`spine.number_sequence.last_number + 1` }))
    .returning('lastNumber')
    .executeTakeFirstOrThrow()
  return row.lastNumber
}
