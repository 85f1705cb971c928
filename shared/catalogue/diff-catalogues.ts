import { canonicalCatalogue, type CanonicalCatalogue, type CanonicalTable, compare } from './canonical-catalogue.ts'
import { ownParts, type Part, type PartChange, type PartType, tableAlone, tableParts } from './catalogue-parts.ts'
import type { Catalogue } from './catalogue.ts'
import { describeChange } from './describe-change.ts'
import { mysqlStatements } from './ddl/mysql-ddl.ts'
import { postgresStatements } from './ddl/postgres-ddl.ts'
import type { Statement } from './ddl/statement.ts'

export type CatalogueChange = {
  /** `column-altered`, `table-added`, … */
  readonly kind: `${PartType}-${'added' | 'removed' | 'altered'}`
  /** `public.orders.amount`: for people. Parts tell the same exactly. */
  readonly object: string
  readonly schema: string
  readonly table: string | null
  readonly name: string
  /** The canonical value, as `catalogue.ts` has it. */
  readonly before: unknown
  readonly after: unknown
  /** Statements that make this change alone; a line beginning `--` says what a person must write. */
  readonly ddl: string
  /** One Chinese sentence. */
  readonly words: string
  readonly statements: readonly Statement[]
}

/** Every difference between two catalogues of one engine; empty exactly when their hashes are equal. Renaming shows as gone and new. */
export function diffCatalogues(before: Catalogue, after: Catalogue): CatalogueChange[] {
  return diffCanonical(canonicalCatalogue(before), canonicalCatalogue(after))
}

export function diffCanonical(before: CanonicalCatalogue, after: CanonicalCatalogue): CatalogueChange[] {
  if (before.engine !== after.engine) throw new Error(`两份目录的数据库类型不同（${before.engine} 与 ${after.engine}），不能比较`)
  const statements = after.engine === 'postgresql' ? postgresStatements : mysqlStatements
  return partChanges(before, after)
    .map((change) => shown(change, statements(change)))
    .sort((a, b) => compare(a.schema, b.schema) || compare(a.table ?? '', b.table ?? '') || compare(a.name, b.name) || compare(a.kind, b.kind))
}

/** All changes as one script that can be run in order: what depends on others goes first when dropped and last when made. */
export function migrationScript(changes: readonly CatalogueChange[]): string {
  const phased = changes.flatMap(({ statements }) => statements)
  const lines = phased.toSorted((a, b) => a.phase - b.phase).map(({ sql }) => sql)
  const views = phased.filter(({ makesView }) => makesView !== undefined)
  if (views.length < 2) return lines.join('\n')
  // A view that reads another is made after it.
  const made = new Set<Statement>()
  const ordered: string[] = []
  const make = (statement: Statement) => {
    if (made.has(statement)) return
    made.add(statement)
    for (const other of views) if (other !== statement && other.makesView !== undefined && statement.sql.slice(statement.sql.indexOf('\n')).includes(other.makesView)) make(other)
    ordered.push(statement.sql)
  }
  for (const view of views) make(view)
  const first = lines.findIndex((line) => line === views[0]?.sql)
  const rest = phased.toSorted((a, b) => a.phase - b.phase).filter(({ makesView }) => makesView === undefined)
  const splitAt = first < 0 ? rest.length : rest.filter(({ phase }) => phase <= (views[0]?.phase ?? 0)).length
  return [...rest.slice(0, splitAt).map(({ sql }) => sql), ...ordered, ...rest.slice(splitAt).map(({ sql }) => sql)].join('\n')
}

function partChanges(before: CanonicalCatalogue, after: CanonicalCatalogue): PartChange[] {
  return compareParts(ownParts(before), ownParts(after)).flatMap((change) => {
    if (change.type !== 'table' || change.before === null || change.after === null) return [change]
    const isAltered = !same(tableAlone(change.before), tableAlone(change.after))
    return [...(isAltered ? [{ ...change, before: bare(change.before), after: bare(change.after) }] : []), ...compareParts(tableParts(change.before), tableParts(change.after))]
  })
}

function compareParts(before: readonly Part[], after: readonly Part[]): PartChange[] {
  const keyOf = ({ type, schema, table, name }: Part) => JSON.stringify([type, schema, table, type === 'primary-key' ? '' : name])
  const known = new Map(before.map((part) => [keyOf(part), part]))
  const changes: PartChange[] = []
  for (const part of after) {
    const key = keyOf(part)
    const former = known.get(key)
    known.delete(key)
    if (former !== undefined && same(former.value, part.value)) continue
    changes.push({ ...part, before: former?.value ?? null, after: part.value } as PartChange)
  }
  for (const { value, ...part } of known.values()) changes.push({ ...part, before: value, after: null } as PartChange)
  return changes
}

/** Equal values, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((value, at) => same(value, other[at]))
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
}

/** Of a table that stays, only what is its own changed here; its parts are changes of their own. */
function bare(table: CanonicalTable): CanonicalTable {
  return { ...table, columns: [], primaryKey: null, foreignKeys: [], uniques: [], checks: [], indexes: [], triggers: [] }
}

function shown(change: PartChange, statements: readonly Statement[]): CatalogueChange {
  const { type, schema, table, name, before, after } = change
  const names = type === 'schema' || type === 'extension' ? [name] : [schema, ...(table === null || type === 'table' ? [] : [table]), name]
  return {
    kind: `${type}-${before === null ? 'added' : after === null ? 'removed' : 'altered'}`,
    object: names.filter((one) => one !== '').join('.'),
    schema,
    table,
    name,
    before,
    after,
    ddl: statements.toSorted((a, b) => a.phase - b.phase).map(({ sql }) => sql).join('\n'),
    words: describeChange(change),
    statements,
  }
}
