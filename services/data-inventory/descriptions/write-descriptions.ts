import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { readXlsx } from '#platform/documents/read-xlsx.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import type { FileAnswer, ReceivedFile } from '#platform/http/implement-api.ts'
import { descriptionPlace, isDescription, ownTables, withDescriptions } from '#shared/catalogue/catalogue-coverage.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { dictionaryColumns, dictionaryRows } from '#shared/catalogue/documents/dictionary-rows.ts'
import { mysqlColumnLine } from '#shared/catalogue/ddl/mysql-ddl.ts'
import { quoteIdentifier, quoteLiteral } from '#shared/catalogue/quote-sql.ts'
import type { InputProblem } from '#shared/problem.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { findInventoryComponent, inventoryErrors } from '../snapshots/inventory.ts'
import { latestVersion } from '../snapshots/versions.store.ts'
import { readDescriptions } from './descriptions.store.ts'

export type DescriptionLine = { readonly schema: string; readonly table: string; readonly column: string; readonly text: string }
type Written = { readonly written: number; readonly withdrawn: number }

const MAX_TEXT = 2_000
const MAX_ROWS = 100_000

/** All of them or none: a line that names nothing that is there is told with its place. An empty text, or what the database says already, withdraws the draft. */
export async function writeDescriptions(ctx: SpineCtx, componentId: string, lines: readonly DescriptionLine[], placeOf: (at: number) => string = (at) => `items[${at}]`): Promise<Written> {
  requirePermission(ctx, 'inventory:describe')
  await findInventoryComponent(ctx, componentId)
  const { catalogue } = await latestVersion(ctx, componentId)
  const present = commentsOf(catalogue)
  const problems: InputProblem[] = []
  const seen = new Set<string>()
  for (const [at, line] of lines.entries()) {
    const place = descriptionPlace(line.schema, line.table, line.column === '' ? null : line.column)
    const what = [line.schema, line.table, line.column].filter(Boolean).join('.')
    if (!present.has(place)) problems.push({ place: placeOf(at), message: `最近的结构中没有 ${what}` })
    else if (seen.has(place)) problems.push({ place: placeOf(at), message: `${what} 出现了两次` })
    if (line.text.length > MAX_TEXT) problems.push({ place: placeOf(at), message: `说明超过 ${MAX_TEXT} 字` })
    if (line.text !== '' && !isDescription(line.text)) problems.push({ place: placeOf(at), message: `“${line.text}”没有说明任何内容` })
    if (/[\0-\x08\x0b\x0c\x0e-\x1f\uFFFD]/u.test(line.text) || !line.text.isWellFormed()) problems.push({ place: placeOf(at), message: '说明中有不可见的控制字符或残缺的字符' })
    seen.add(place)
  }
  if (problems.length > 0) throw inventoryErrors['bad-descriptions']({ problems })
  const kept = lines.filter(({ schema, table, column, text }) => text !== '' && present.get(descriptionPlace(schema, table, column === '' ? null : column)) !== text)
  const gone = lines.filter((line) => !kept.includes(line))
  const db = inventoryTables(ctx)
  // Another text is another draft: no order writes it yet.
  const by = { writtenAt: ctx.now, writtenBy: actorUserId(ctx.actor) ?? '', writtenByName: actorName(ctx.actor), requestId: null, inDatabaseAt: null }
  for (let at = 0; at < kept.length; at += 1_000) {
    await db
      .insertInto('dataInventory.description')
      .values(kept.slice(at, at + 1_000).map(({ schema, table, column, text }) => ({ componentId, schemaName: schema, tableName: table, columnName: column, text, ...by })))
      .onConflict((conflict) => conflict.columns(['componentId', 'schemaName', 'tableName', 'columnName']).doUpdateSet((row) => ({ text: row.ref('excluded.text'), ...by })))
      .execute()
  }
  const withdrawn = gone.length === 0 ? undefined : await sql`
    delete from data_inventory.description d using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as x (schema text, "table" text, "column" text)
    where d.component_id = ${componentId} and d.schema_name = x.schema and d.table_name = x."table" and d.column_name = x."column" and d.in_database_at is null
  `.execute(ctx.tx)
  return { written: kept.length, withdrawn: Number(withdrawn?.numAffectedRows ?? 0) }
}

/** The dictionary with drafts in place of what the database says, to be filled in and brought back. */
export async function exportDictionary(ctx: SpineCtx, componentId: string): Promise<FileAnswer> {
  requirePermission(ctx, 'inventory:read')
  const { title } = await findInventoryComponent(ctx, componentId)
  const { catalogue, number } = await latestVersion(ctx, componentId)
  const rows = dictionaryRows(withDescriptions(catalogue, await readDescriptions(ctx, componentId)))
  return { content: renderXlsx({ title: '数据字典', columns: dictionaryColumns, at: ctx.now }, rows), fileName: `${title}数据字典 第${number}版.xlsx`, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
}

/** A sheet that was exported, with descriptions filled in; rows with an empty 说明 say nothing about what is there. */
export async function importDictionary(ctx: SpineCtx, componentId: string, files: readonly ReceivedFile[]): Promise<Written> {
  requirePermission(ctx, 'inventory:describe')
  await findInventoryComponent(ctx, componentId)
  const [file] = files
  if (!file || files.length !== 1) throw inventoryErrors['bad-descriptions']({ problems: [{ place: '文件', message: '请选择一个 Excel 文件' }] })
  const rows = (await readXlsx(await readFile(ctx.files.pathOf(file.sm3)), { headings: ['模式', '表', '字段', '说明'], maxRows: MAX_ROWS })).filter(({ cells }) => (cells['说明'] ?? '').trim() !== '')
  const lines = rows.map(({ cells }) => ({ schema: cells['模式'] ?? '', table: cells['表'] ?? '', column: cells['字段'] ?? '', text: (cells['说明'] ?? '').trim() }))
  if (lines.length === 0) return { written: 0, withdrawn: 0 }
  return writeDescriptions(ctx, componentId, lines, (at) => `第 ${rows[at]?.number ?? at + 2} 行`)
}

/**
 * The drafts as COMMENT statements, with the hash of the structure that they were made for: what a data-maintenance order takes over.
 * MySQL keeps a column's comment with its definition, so there the whole definition is written again as it is.
 */
export async function prepareComments(ctx: SpineCtx, componentId: string) {
  requirePermission(ctx, 'inventory:read')
  await findInventoryComponent(ctx, componentId)
  const { catalogue, catalogueHash } = await latestVersion(ctx, componentId)
  return { componentId, engine: catalogue.engine, catalogueHash, statements: commentStatements(catalogue, await readDescriptions(ctx, componentId)) }
}

export function commentStatements(catalogue: Catalogue, descriptions: ReadonlyMap<string, string>): string[] {
  const { engine } = catalogue
  const quote = (name: string) => quoteIdentifier(engine, name)
  return ownTables(catalogue).flatMap((table) => {
    const at = engine === 'postgresql' ? `${quote(table.schema)}.${quote(table.name)}` : quote(table.name)
    const own = descriptions.get(descriptionPlace(table.schema, table.name, null))
    return [
      ...(own === undefined ? [] : [engine === 'postgresql' ? `comment on table ${at} is ${quoteLiteral(engine, own)};` : `alter table ${at} comment = ${quoteLiteral(engine, own)};`]),
      ...table.columns.flatMap((column) => {
        const text = descriptions.get(descriptionPlace(table.schema, table.name, column.name))
        if (text === undefined) return []
        if (engine === 'postgresql') return [`comment on column ${at}.${quote(column.name)} is ${quoteLiteral(engine, text)};`]
        return [`alter table ${at} modify column ${mysqlColumnLine({ ...column, comment: text })};`]
      }),
    ]
  })
}

/** What the database says at each place (`descriptionPlace`). */
export function commentsOf(catalogue: Catalogue): ReadonlyMap<string, string | null> {
  return new Map(ownTables(catalogue).flatMap((table) => [[descriptionPlace(table.schema, table.name, null), table.comment] as const, ...table.columns.map((column) => [descriptionPlace(table.schema, table.name, column.name), column.comment] as const)]))
}
