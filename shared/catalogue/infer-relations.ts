import { ownTables } from './catalogue-coverage.ts'
import type { Catalogue, CatalogueTable } from './catalogue.ts'
import { placeOf } from './canonical-catalogue.ts'

/** A column that seems to point at another table's key although no foreign key says so (推断关系). */
export type InferredRelation = {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly toSchema: string
  readonly toTable: string
  readonly toColumn: string
  /** 0 to 1, from name and type alone; sampled values raise or lower it. */
  readonly confidence: number
  /** Why, in Chinese. */
  readonly reasons: readonly string[]
}

/**
 * Relations that names and types suggest. A column is named like the other's key (`owner_id`), or like table and key
 * together (`owner_code` → `owner.code`), its type is the same kind, and the other column is unique. Only the best candidate of a
 * column is told, so that a person has one question to answer. Linear in columns.
 */
export function inferRelations(catalogue: Catalogue): InferredRelation[] {
  const tables = ownTables(catalogue)
  /** Unique columns by their own name, and by table name and own name. */
  const byName = new Map<string, Target[]>()
  for (const table of tables) {
    // A key that itself refers to another table stands for that one.
    const referring = new Set(table.foreignKeys.flatMap(({ columns }) => (columns.length === 1 ? columns : [])))
    for (const column of uniqueColumns(table)) {
      if (referring.has(column)) continue
      const type = table.columns.find(({ name }) => name === column)?.type
      if (type === undefined) continue
      const target = { table, column, type: typeKind(type), isPrimary: table.primaryKey?.columns.length === 1 && table.primaryKey.columns[0] === column }
      for (const stem of stems(table.name)) push(byName, `${stem}_${column}`.toLowerCase(), target)
      // `id`, `code` alone name nothing.
      if (column.length > 4) push(byName, column.toLowerCase(), target)
    }
  }
  const found: InferredRelation[] = []
  for (const table of tables) {
    const declared = new Set(table.foreignKeys.flatMap(({ columns }) => columns))
    const own = new Set(table.primaryKey?.columns.length === 1 ? table.primaryKey.columns : [])
    for (const column of table.columns) {
      if (declared.has(column.name)) continue
      const kind = typeKind(column.type)
      const candidates = (byName.get(column.name.toLowerCase()) ?? []).filter((target) => placeOf(target.table) !== placeOf(table) && target.type === kind && !(own.has(column.name) && target.isPrimary && target.table.name > table.name))
      const scored = candidates.map((target) => score(table, column, target)).sort((a, b) => b.confidence - a.confidence || (a.toTable < b.toTable ? -1 : 1))
      if (scored[0] !== undefined) found.push(scored[0])
    }
  }
  return found
}

type Target = { readonly table: CatalogueTable; readonly column: string; readonly type: string; readonly isPrimary: boolean }

function score(table: CatalogueTable, column: { readonly name: string; readonly type: string }, target: Target): InferredRelation {
  const reasons: string[] = []
  const full = stems(target.table.name).some((stem) => `${stem}_${target.column}`.toLowerCase() === column.name.toLowerCase())
  const bySame = column.name.toLowerCase() === target.column.toLowerCase()
  let confidence = full ? 0.6 : 0.45
  reasons.push(full ? `名称为“表名_字段名”` : `与 ${target.table.name} 的${target.isPrimary ? '主键' : '唯一字段'}同名`)
  if (bySame && column.name.toLowerCase().startsWith(stems(target.table.name).at(-1)?.toLowerCase() ?? '\u0000')) confidence += 0.1
  reasons.push(`类型一致（${column.type}）`)
  if (target.isPrimary) confidence += 0.1
  if (table.schema === target.table.schema) confidence += 0.05
  return { schema: table.schema, table: table.name, column: column.name, toSchema: target.table.schema, toTable: target.table.name, toColumn: target.column, confidence: Math.round(confidence * 100) / 100, reasons }
}

function uniqueColumns(table: CatalogueTable): Set<string> {
  const keys = [...(table.primaryKey === null ? [] : [table.primaryKey.columns]), ...table.uniques.map(({ columns }) => columns), ...table.indexes.flatMap(({ isUnique, predicate, columns }) => (isUnique && predicate === null ? [columns] : []))]
  return new Set(keys.flatMap((columns) => (columns.length === 1 ? columns : [])))
}

/** `t_orders` → `t_orders`, `orders`, `order`: how a column may speak of the table. */
function stems(name: string): string[] {
  const bare = name.replace(/^(t|tb|tbl|biz|sys|dim|fact)_/i, '')
  const singular = /ies$/i.test(bare) ? bare.replace(/ies$/i, 'y') : bare.replace(/(?<=[^s])s$/i, '')
  return [...new Set([name, bare, singular])]
}

/** Types that can hold each other's values. */
function typeKind(type: string): string {
  const plain = type.toLowerCase()
  if (/^(big|small|tiny|medium)?int|^(big|small)?serial|^integer/.test(plain)) return 'integer'
  if (/char|text|^name$/.test(plain)) return 'text'
  if (/^(numeric|decimal)/.test(plain)) return 'numeric'
  return plain.replace(/\(.*\)/, '')
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
