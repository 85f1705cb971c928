import { sql } from 'kysely'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { ownTables } from '#shared/catalogue/catalogue-coverage.ts'
import { catalogueIssues, type CatalogueIssue } from '#shared/catalogue/catalogue-issues.ts'
import { placeOf } from '#shared/catalogue/canonical-catalogue.ts'
import type { SpineCtx } from '#spine/spine.ts'
import type { MapEdge } from '../api.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { classRows } from '../classes/classes.ts'
import { relationRows, standingRelations } from '../relations/relations.store.ts'
import { findInventoryComponent, inventoryComponents, inventoryErrors } from '../snapshots/inventory.ts'
import { latestVersion } from '../snapshots/versions.store.ts'

type Filter = ListQuery & { componentId?: string | undefined; subsystem?: string | undefined }

function entries(ctx: SpineCtx, filter: Filter) {
  let rows = inventoryTables(ctx)
    .selectFrom('dataInventory.catalogueEntry as e')
    .leftJoin('dataInventory.description as d', (join) => join.onRef('d.componentId', '=', 'e.componentId').onRef('d.schemaName', '=', 'e.schemaName').onRef('d.tableName', '=', 'e.tableName').on(sql<boolean>`d.column_name = coalesce(e.column_name, '')`))
    .leftJoin('spine.request as q', 'q.requestId', 'd.requestId')
    .select(['e.componentId', 'e.subsystem', 'e.schemaName', 'e.tableName', 'e.columnName', 'e.dataType', 'e.isNullable', 'e.isKey', 'e.refersTo', 'e.comment', 'e.rowCount', 'e.bytes', 'e.columns', 'e.columnsDescribed', 'd.requestId as orderId', 'd.inDatabaseAt', 'q.number as orderNumber', 'q.state as orderState'])
    .select(sql<string | null>`case when d.in_database_at is null then d.text end`.as('drafted'))
  if (filter.componentId) rows = rows.where('e.componentId', '=', filter.componentId)
  if (filter.subsystem) rows = rows.where('e.subsystem', '=', filter.subsystem)
  return rows
}

const SORTABLE = { tableName: sql.ref('e.table_name'), rowCount: sql.ref('e.row_count'), bytes: sql.ref('e.bytes'), columns: sql.ref('e.columns') }

/** Tables, found by anything that they or their columns say. */
export async function listTables(ctx: SpineCtx, filter: Filter & { gap?: 'any-description' | 'key' | undefined }) {
  requirePermission(ctx, 'inventory:read')
  let rows = entries(ctx, filter).where('e.columnName', 'is', null)
  if (filter.search) {
    const text = containing(filter.search)
    rows = rows.where(sql<boolean>`exists (select from data_inventory.catalogue_entry c left join data_inventory.description x on x.component_id = c.component_id and x.schema_name = c.schema_name and x.table_name = c.table_name and x.column_name = coalesce(c.column_name, '')
      where c.component_id = e.component_id and c.schema_name = e.schema_name and c.table_name = e.table_name and (c.table_name ilike ${text} or c.column_name ilike ${text} or c.comment ilike ${text} or x.text ilike ${text}))`)
  }
  if (filter.gap === 'key') rows = rows.where('e.isKey', '=', false)
  if (filter.gap === 'any-description') rows = rows.where(sql<boolean>`(e.comment is null or e.columns_described < e.columns)`)
  return pageOf(inventoryTables(ctx), rows, filter, { sortable: SORTABLE, order: sql`e.subsystem, e.schema_name, e.table_name, e.catalogue_entry_id` })
}

/** Tables and columns as lines, for their descriptions. */
export async function listEntries(ctx: SpineCtx, filter: Filter & { gap?: 'missing' | 'drafted' | 'ordered' | 'written' | undefined; table?: string | undefined }) {
  requirePermission(ctx, 'inventory:read')
  let rows = entries(ctx, filter)
  if (filter.table) rows = rows.where('e.tableName', '=', filter.table)
  if (filter.search) {
    const text = containing(filter.search)
    rows = rows.where((where) => where.or([where('e.tableName', 'ilike', text), where('e.columnName', 'ilike', text), where('e.comment', 'ilike', text), where('d.text', 'ilike', text)]))
  }
  if (filter.gap === 'missing') rows = rows.where(sql<boolean>`coalesce(e.comment, '') !~ '[[:alnum:]]' and d.text is null`)
  if (filter.gap === 'drafted') rows = rows.where('d.text', 'is not', null).where('d.inDatabaseAt', 'is', null)
  if (filter.gap === 'ordered') rows = rows.where('d.requestId', 'is not', null).where('d.inDatabaseAt', 'is', null)
  if (filter.gap === 'written') rows = rows.where('d.inDatabaseAt', 'is not', null)
  return pageOf(inventoryTables(ctx), rows, filter, { sortable: SORTABLE, order: sql`e.subsystem, e.schema_name, e.table_name, e.position, e.catalogue_entry_id` })
}

export async function readTable(ctx: SpineCtx, componentId: string, { schema, table: name }: { readonly schema: string; readonly table: string }) {
  requirePermission(ctx, 'inventory:read')
  await findInventoryComponent(ctx, componentId)
  const { catalogue } = await latestVersion(ctx, componentId)
  const table = catalogue.tables.find((one) => one.schema === schema && one.name === name)
  if (!table) throw inventoryErrors['no-table']({ detail: `${schema}.${name}` })
  const isHere = (one: { readonly schema: string; readonly table: string }) => one.schema === schema && one.table === name
  const issues = catalogueIssues(catalogue, await standingRelations(ctx, componentId)).filter(isHere)
  const inPlace = { schemaName: schema, tableName: name }
  return {
    table,
    issues,
    classes: await classRows(ctx, { componentId }).where('k.schemaName', '=', inPlace.schemaName).where('k.tableName', '=', inPlace.tableName).orderBy('k.columnName').execute(),
    relations: await relationRows(ctx, { componentId }).where('r.schemaName', '=', inPlace.schemaName).where('r.tableName', '=', inPlace.tableName).orderBy('r.columnName').execute(),
    referencedBy: ownTables(catalogue).flatMap((one) => one.foreignKeys.flatMap((key) => (key.references.schema === schema && key.references.table === name ? [{ schema: one.schema, table: one.name, columns: key.columns }] : []))),
  }
}

/** Tables and how they hang together, small enough for thousands of tables. Rejected inferences are not drawn. */
export async function readMap(ctx: SpineCtx, componentId: string) {
  requirePermission(ctx, 'inventory:read')
  const { title } = await findInventoryComponent(ctx, componentId)
  const { catalogue } = await latestVersion(ctx, componentId)
  const tables = ownTables(catalogue)
  const ids = new Map(tables.map((table, id) => [placeOf(table), id]))
  const edges: MapEdge[] = []
  for (const [from, table] of tables.entries()) {
    for (const key of table.foreignKeys) {
      const to = ids.get(placeOf({ schema: key.references.schema, name: key.references.table }))
      if (to !== undefined) edges.push({ from, to, column: key.columns.join('、'), toColumn: key.references.columns.join('、'), isInferred: false })
    }
  }
  for (const one of await standingRelations(ctx, componentId)) {
    const [from, to] = [ids.get(placeOf({ schema: one.schema, name: one.table })), ids.get(placeOf({ schema: one.toSchema, name: one.toTable }))]
    if (from !== undefined && to !== undefined) edges.push({ from, to, column: one.column, toColumn: one.toColumn, isInferred: true })
  }
  return {
    title,
    tables: tables.map((table, id) => {
      const [key, foreign] = [new Set(table.primaryKey?.columns), new Set(table.foreignKeys.flatMap(({ columns }) => columns))]
      return { id, schema: table.schema, name: table.name, comment: table.comment, columns: table.columns.map((column) => ({ name: column.name, type: column.type, isKey: key.has(column.name), refers: foreign.has(column.name) })), rows: table.rows.exact ?? table.rows.estimated }
    }),
    edges,
  }
}

/** Issues of one database or of all, told from the newest structures. */
export async function listIssues(ctx: SpineCtx, filter: Filter & { kind?: string | undefined }) {
  requirePermission(ctx, 'inventory:read')
  const components = (await inventoryComponents(ctx, { ...(filter.componentId ? { componentId: filter.componentId } : {}), ...(filter.subsystem ? { subsystem: filter.subsystem } : {}) }))
  const all: Array<CatalogueIssue & { componentId: string; subsystem: string }> = []
  for (const { componentId, subsystem } of components) all.push(...(await componentIssues(ctx, componentId)).map((issue) => ({ ...issue, componentId, subsystem })))
  const search = filter.search?.toLowerCase()
  const found = all.filter((issue) => (!filter.kind || issue.kind === filter.kind) && (!search || `${issue.table} ${issue.words}`.toLowerCase().includes(search)))
  const from = (filter.page - 1) * filter.pageSize
  return { items: found.slice(from, from + filter.pageSize), total: found.length, isTotalExact: true }
}

/** None of a database that was never read. */
export async function componentIssues(ctx: SpineCtx, componentId: string): Promise<CatalogueIssue[]> {
  const known = await inventoryTables(ctx).selectFrom('dataInventory.inventory').select('latestVersionId').where('componentId', '=', componentId).executeTakeFirst()
  if (!known?.latestVersionId) return []
  const { catalogue } = await latestVersion(ctx, componentId)
  return catalogueIssues(catalogue, await standingRelations(ctx, componentId))
}
