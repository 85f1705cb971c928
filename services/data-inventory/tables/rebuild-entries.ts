import { isDescription, ownTables } from '#shared/catalogue/catalogue-coverage.ts'
import { placeOf } from '#shared/catalogue/canonical-catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { sql } from 'kysely'
import { inventoryTables } from '../database/inventory-tables.ts'
import type { InventoryComponent } from '../snapshots/inventory.ts'

/** The tables and columns of the newest look, for searching; only of those that changed when they are named (`placeOf`); one statement, so that thousands of tables are one round trip. Descriptions that the database has by now are no drafts any more. */
export async function rebuildEntries(ctx: SpineCtx, { componentId, subsystem }: InventoryComponent, catalogue: Catalogue, touched?: ReadonlySet<string>): Promise<void> {
  const tables = ownTables(catalogue).filter((table) => touched === undefined || touched.has(placeOf(table)))
  const rows = tables.flatMap((table) => {
    const references = new Map(table.foreignKeys.flatMap((key) => key.columns.map((column, at) => [column, `${key.references.table}.${key.references.columns[at] ?? ''}`] as const)))
    const of = { s: table.schema, t: table.name }
    return [
      { ...of, c: null, p: 0, y: null, n: null, k: table.primaryKey !== null, r: null, d: table.comment, w: table.rows.exact ?? table.rows.estimated, b: table.bytes.total, m: table.columns.length, e: table.columns.filter(({ comment }) => isDescription(comment)).length },
      ...table.columns.map((column, at) => ({ ...of, c: column.name, p: at + 1, y: column.type, n: column.isNullable, k: table.primaryKey?.columns.includes(column.name) === true, r: references.get(column.name) ?? null, d: column.comment, w: null, b: null, m: null, e: null })),
    ]
  })
  // A text of PostgreSQL has no NUL, and a broken half of a pair is no UTF-8.
  const json = JSON.stringify(rows).toWellFormed()
  const db = inventoryTables(ctx)
  if (touched === undefined) await db.deleteFrom('dataInventory.catalogueEntry').where('componentId', '=', componentId).execute()
  else await sql`delete from data_inventory.catalogue_entry e using jsonb_array_elements(${JSON.stringify([...touched].map((place) => JSON.parse(place) as unknown))}::jsonb) as x where e.component_id = ${componentId} and e.schema_name = x ->> 0 and e.table_name = x ->> 1`.execute(ctx.tx)
  await sql`
    insert into data_inventory.catalogue_entry (component_id, subsystem, schema_name, table_name, column_name, position, data_type, is_nullable, is_key, refers_to, comment, row_count, bytes, columns, columns_described)
    select ${componentId}::uuid, ${subsystem}, s, t, c, p, y, n, k, r, d, w::bigint, b, m, e
    from jsonb_to_recordset(${json}::jsonb) as x (s text, t text, c text, p int, y text, n boolean, k boolean, r text, d text, w numeric, b bigint, m int, e int)
    on conflict do nothing
  `.execute(ctx.tx)
  const inDatabase = sql`d.component_id = ${componentId} and e.component_id = d.component_id and e.schema_name = d.schema_name and e.table_name = d.table_name and coalesce(e.column_name, '') = d.column_name`
  // Written by an order, it is told as such for as long as the database says so; any other draft has served.
  await sql`update data_inventory.description d set in_database_at = ${ctx.now} from data_inventory.catalogue_entry e where ${inDatabase} and e.comment = d.text and d.request_id is not null and d.in_database_at is null`.execute(ctx.tx)
  await sql`delete from data_inventory.description d using data_inventory.catalogue_entry e where ${inDatabase} and ((e.comment = d.text and d.request_id is null) or (e.comment is distinct from d.text and d.in_database_at is not null))`.execute(ctx.tx)
}
