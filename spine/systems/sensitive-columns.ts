import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'

export type SensitiveColumn = { readonly schema: string; readonly table: string; readonly column: string; readonly class: string; readonly level: string }

/** What people say now of columns of a database: confirmed ones stand here, `null` takes one away. Part of a verb that has checked its own permission. */
export async function publishSensitiveColumns(ctx: Ctx, componentId: string, columns: ReadonlyArray<Omit<SensitiveColumn, 'class' | 'level'> & { readonly confirmed: { readonly class: string; readonly level: string; readonly at: Date; readonly byName: string } | null }>): Promise<void> {
  const db = spineTables(ctx)
  const component = await db.selectFrom('spine.component').select('subsystem').where('componentId', '=', componentId).executeTakeFirst()
  if (component === undefined) return
  for (const { schema, table, column, confirmed } of columns) {
    const place = { componentId, schemaName: schema, tableName: table, columnName: column }
    if (confirmed === null) {
      await db.deleteFrom('spine.sensitiveColumn').where('componentId', '=', componentId).where('schemaName', '=', schema).where('tableName', '=', table).where('columnName', '=', column).execute()
      continue
    }
    const facts = { class: confirmed.class, level: confirmed.level, confirmedAt: confirmed.at, confirmedByName: confirmed.byName }
    await db.insertInto('spine.sensitiveColumn').values({ ...place, subsystem: component.subsystem, ...facts }).onConflict((conflict) => conflict.columns(['componentId', 'schemaName', 'tableName', 'columnName']).doUpdateSet(facts)).execute()
  }
}

/** Confirmed columns of all databases of a subsystem: the same table is reached by several logins. */
export async function sensitiveColumns(ctx: Ctx, subsystem: string): Promise<SensitiveColumn[]> {
  return spineTables(ctx).selectFrom('spine.sensitiveColumn').select(['schemaName as schema', 'tableName as table', 'columnName as column', 'class', 'level']).where('subsystem', '=', subsystem).orderBy('tableName').orderBy('columnName').execute()
}
