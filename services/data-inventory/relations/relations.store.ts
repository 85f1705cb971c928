import type { InferredRelation } from '#shared/catalogue/infer-relations.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'

export type RelationState = 'proposed' | 'confirmed' | 'rejected'

/** Inferred relations that the newest structure still suggests. */
export function relationRows(ctx: SpineCtx, only: { readonly componentId?: string | undefined } = {}) {
  const rows = inventoryTables(ctx)
    .selectFrom('dataInventory.inferredRelation as r')
    .innerJoin('dataInventory.inventory as i', 'i.componentId', 'r.componentId')
    .select(['r.inferredRelationId', 'r.componentId', 'i.subsystem', 'r.schemaName', 'r.tableName', 'r.columnName', 'r.toSchema', 'r.toTable', 'r.toColumn', 'r.confidence', 'r.reasons', 'r.sampled', 'r.contained', 'r.sampledAt', 'r.note', 'r.decidedAt', 'r.decidedByName'])
    .select((row) => row.ref('r.state').$castTo<RelationState>().as('state'))
    .where('r.isPresent', '=', true)
  return only.componentId === undefined ? rows : rows.where('r.componentId', '=', only.componentId)
}

/** What nobody has rejected, as the pure functions take it; a confirmed one is certain. */
export async function standingRelations(ctx: SpineCtx, componentId: string): Promise<InferredRelation[]> {
  const rows = await relationRows(ctx, { componentId }).where('r.state', '<>', 'rejected').orderBy('r.schemaName').orderBy('r.tableName').orderBy('r.columnName').execute()
  return rows.map((row) => ({ schema: row.schemaName, table: row.tableName, column: row.columnName, toSchema: row.toSchema, toTable: row.toTable, toColumn: row.toColumn, confidence: row.state === 'confirmed' ? 1 : row.confidence, reasons: row.state === 'confirmed' ? [...row.reasons, '已由人确认'] : row.reasons }))
}
