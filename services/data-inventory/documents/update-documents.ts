import { businessDate, instantOf } from '#shared/instant.ts'
import { obligationOnEvent, openEventOccurrence, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import type { InventoryComponent } from '../snapshots/inventory.ts'

/** Word of the contract's register for the event that obliges (M6-02). */
const EVENT = '数据库结构变更'
/** AMB-41, its shipped default: the document follows within five working days. */
const WORKING_DAYS = 5

/**
 * A structure that its document does not tell obliges the operator to bring the document up to date (合同 M6-02): once for each new
 * version, from the moment it was seen. The order that follows from it makes the document. A database without any document has the baseline for that (M6-01).
 */
export async function updateDocuments(ctx: SpineCtx, { componentId, subsystem, title }: InventoryComponent): Promise<void> {
  const db = inventoryTables(ctx)
  const newest = await db.selectFrom('dataInventory.inventoryDocument').select(['catalogueHash']).where('componentId', '=', componentId).orderBy('version', 'desc').executeTakeFirst()
  const latest = await db.selectFrom('dataInventory.inventory as i').innerJoin('dataInventory.catalogueVersion as v', 'v.catalogueVersionId', 'i.latestVersionId').select(['v.number', 'v.catalogueHash', 'v.takenAt']).where('i.componentId', '=', componentId).executeTakeFirst()
  if (!newest || !latest || newest.catalogueHash === latest.catalogueHash) return
  const obligation = await obligationOnEvent(ctx, { subsystem, service: 'data-inventory', event: EVENT })
  if (!obligation) return
  const due = ctx.calendar().addWorkingDays(businessDate(latest.takenAt), WORKING_DAYS)
  await openEventOccurrence(ctx, {
    obligationId: obligation.obligationId,
    key: `${componentId.slice(0, 8)}-${latest.number}`,
    title: `${obligation.title}：${title}第 ${latest.number} 版结构`,
    happenedAt: latest.takenAt,
    dueAt: instantOf(due.date, 1_440),
    unit: 'working-days',
    isProvisional: due.isProvisional,
    cause: `${title}的结构变为第 ${latest.number} 版`,
  })
}
