import type { Ctx } from '#platform/context/context.ts'
import { descriptionPlace } from '#shared/catalogue/catalogue-coverage.ts'
import { inventoryTables } from '../database/inventory-tables.ts'

/** Descriptions that people wrote and the database does not have yet, by place. */
export async function readDescriptions(ctx: Pick<Ctx, 'tx'>, componentId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await inventoryTables(ctx).selectFrom('dataInventory.description').select(['schemaName', 'tableName', 'columnName', 'text']).where('componentId', '=', componentId).where('inDatabaseAt', 'is', null).orderBy('schemaName').orderBy('tableName').orderBy('columnName').execute()
  return new Map(rows.map((row) => [descriptionPlace(row.schemaName, row.tableName, row.columnName === '' ? null : row.columnName), row.text]))
}
