import type { Catalogue, CatalogueColumn, CatalogueForeignKey, CatalogueIndex, CatalogueKey, CatalogueTable, CatalogueTrigger, CatalogueType } from '#shared/catalogue/catalogue.ts'
import { quoteIdentifier, quoteLiteral } from '#shared/catalogue/quote-sql.ts'

type Text = string
type Raw = {
  readonly database: Text
  readonly schemas: ReadonlyArray<[Text, Text | null]> | null
  readonly extensions: ReadonlyArray<[Text, Text]> | null
  readonly relations: ReadonlyArray<[oid: number, schema: Text, name: Text, kind: Text, comment: Text | null, isUnlogged: boolean, rows: number, tableBytes: number | null, partitionBy: Text | null, parent: number | null, bound: Text | null, view: Text | null]> | null
  readonly columns: ReadonlyArray<[table: number, at: number, name: Text, type: Text, notNull: boolean, expression: Text | null, generated: Text, identity: Text, collation: Text | null, comment: Text | null]> | null
  readonly constraints: ReadonlyArray<[table: number, name: Text, kind: Text, columns: number[] | null, target: number, targetColumns: number[] | null, definition: Text, isInherited: boolean]> | null
  readonly indexes: ReadonlyArray<[table: number, name: Text, isUnique: boolean, isValid: boolean, method: Text, keys: number[], expressions: Text[] | null, keyCount: number, predicate: Text | null, definition: Text, constraint: Text | null, isInherited: boolean, comment: Text | null, bytes: number, scans: number]> | null
  readonly triggers: ReadonlyArray<[table: number, name: Text, definition: Text, state: Text, isInherited: boolean, comment: Text | null]> | null
  readonly routines: ReadonlyArray<[schema: Text, name: Text, kind: Text, identity: Text, returns: Text | null, language: Text, definition: Text | null, comment: Text | null]> | null
  readonly sequences: ReadonlyArray<[schema: Text, name: Text, type: Text, start: Text, increment: Text, min: Text, max: Text, cycles: boolean, cache: Text, owner: [Text, Text, Text] | null, comment: Text | null]> | null
  readonly types: ReadonlyArray<[schema: Text, name: Text, kind: Text, labels: Text[] | null, base: Text | null, standard: Text | null, notNull: boolean, checks: Array<[Text, Text]> | null, attributes: Array<[Text, Text]> | null, comment: Text | null]> | null
}

/** Gives the compact answers of the catalogue query their names: one JSON text, or those of its halves. */
export function readCatalogueAnswer(answers: readonly string[], version: string): Catalogue {
  const raw = Object.assign({}, ...answers.map((answer) => JSON.parse(answer) as Partial<Raw>)) as Raw
  const names = new Map<number, Map<number, string>>()
  const columns = new Map<number, CatalogueColumn[]>()
  for (const [table, at, name, type, notNull, expression, generated, identity, collation, comment] of raw.columns ?? []) {
    slot(names, table, () => new Map<number, string>()).set(at, name)
    slot(columns, table, () => []).push({ name, type, isNullable: !notNull, default: generated === '' ? expression : null, generated: generated === '' ? null : expression, identity: identity === 'a' ? 'always' : identity === 'd' ? 'by-default' : null, collation, comment })
  }
  const relations = new Map((raw.relations ?? []).map((relation) => [relation[0], relation]))
  const columnNames = (table: number, at: readonly number[] | null) => (at ?? []).map((one) => names.get(table)?.get(one) ?? '?')

  const keys = new Map<number, { primary: CatalogueKey | null; foreign: CatalogueForeignKey[]; unique: CatalogueKey[]; check: CatalogueKey[] }>()
  for (const [table, name, kind, at, target, targetAt, definition, isInherited] of raw.constraints ?? []) {
    const of = slot(keys, table, () => ({ primary: null, foreign: [], unique: [], check: [] }))
    const key = { name, columns: columnNames(table, at), definition, isInherited }
    if (kind === 'p') of.primary = key
    else if (kind === 'u') of.unique.push(key)
    else if (kind === 'f') of.foreign.push({ ...key, references: { schema: relations.get(target)?.[1] ?? '?', table: relations.get(target)?.[2] ?? '?', columns: columnNames(target, targetAt) } })
    else of.check.push(key)
  }
  const indexes = new Map<number, CatalogueIndex[]>()
  for (const [table, name, isUnique, isValid, method, at, expressions, keyCount, predicate, definition, constraint, isInherited, comment, bytes, scans] of raw.indexes ?? []) {
    // As the engine tells it, it would leave the partitions out and stay invalid.
    const isParted = relations.get(table)?.[3] === 'p'
    slot(indexes, table, () => []).push({ name, columns: expressions ?? columnNames(table, at.slice(0, keyCount)), isUnique, isValid, method, predicate, definition: isParted ? definition.replace(' ON ONLY ', ' ON ') : definition, constraint, isInherited, comment, bytes, scans })
  }
  const triggers = new Map<number, CatalogueTrigger[]>()
  for (const [table, name, definition, state, isInherited, comment] of raw.triggers ?? []) {
    slot(triggers, table, () => []).push({ name, definition, state: state === 'D' ? 'disabled' : state === 'R' ? 'replica' : state === 'A' ? 'always' : 'enabled', isInherited, comment })
  }

  const tables: CatalogueTable[] = []
  const views: Catalogue['views'] = []
  for (const [oid, schema, name, kind, comment, isUnlogged, rows, tableBytes, partitionBy, parent, bound, view] of relations.values()) {
    const shared = { schema, name, comment, indexes: indexes.get(oid) ?? [], triggers: triggers.get(oid) ?? [] }
    if (kind === 'v' || kind === 'm') {
      views.push({ ...shared, isMaterialized: kind === 'm', columns: (columns.get(oid) ?? []).map((column) => ({ name: column.name, type: column.type, comment: column.comment })), definition: view })
      continue
    }
    const above = parent === null ? undefined : relations.get(parent)
    const indexBytes = tableBytes === null ? null : shared.indexes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
    const { primary = null, foreign = [], unique = [], check = [] } = keys.get(oid) ?? {}
    tables.push({
      ...shared,
      kind: kind === 'f' ? 'foreign' : 'table',
      isUnlogged,
      storage: null,
      partitionBy,
      partitionOf: above === undefined ? null : { schema: above[1], name: above[2], bound: bound ?? '' },
      parts: [],
      columns: columns.get(oid) ?? [],
      primaryKey: primary,
      foreignKeys: foreign,
      uniques: unique,
      checks: check,
      // -1: never counted.
      rows: { estimated: rows < 0 ? null : rows, exact: null },
      bytes: { table: tableBytes, indexes: indexBytes, total: tableBytes === null || indexBytes === null ? null : tableBytes + indexBytes },
    })
  }
  return {
    format: 1,
    engine: 'postgresql',
    version,
    database: raw.database,
    schemas: (raw.schemas ?? []).map(([name, comment]) => ({ name, comment })),
    extensions: (raw.extensions ?? []).map(([name, extensionVersion]) => ({ name, version: extensionVersion })),
    types: (raw.types ?? []).map(typeOf),
    sequences: (raw.sequences ?? []).map(([schema, name, type, start, increment, minimum, maximum, cycles, cache, owner, comment]) => ({ schema, name, type, start, increment, minimum, maximum, cycles, cache, ownedBy: owner === null ? null : { schema: owner[0], table: owner[1], column: owner[2] }, comment })),
    tables,
    views,
    routines: (raw.routines ?? []).map(([schema, name, kind, identity, returns, language, definition, comment]) => ({ schema, name, kind: kind === 'p' ? 'procedure' : kind === 'a' ? 'aggregate' : kind === 'w' ? 'window' : 'function', arguments: identity, returns, language, definition, comment })),
  }
}

function typeOf([schema, name, kind, labels, base, standard, notNull, checks, attributes, comment]: NonNullable<Raw['types']>[number]): CatalogueType {
  if (kind === 'e') return { schema, name, kind: 'enum', labels: labels ?? [], definition: `enum (${(labels ?? []).map((label) => quoteLiteral('postgresql', label)).join(', ')})`, comment }
  if (kind === 'c') return { schema, name, kind: 'composite', labels: [], definition: `(${(attributes ?? []).map(([attribute, type]) => `${quoteIdentifier('postgresql', attribute)} ${type}`).join(', ')})`, comment }
  const parts = [base ?? '', ...(standard === null ? [] : [`default ${standard}`]), ...(notNull ? ['not null'] : []), ...(checks ?? []).map(([check, text]) => `constraint ${quoteIdentifier('postgresql', check)} ${text}`)]
  return { schema, name, kind: 'domain', labels: [], definition: parts.join(' '), comment }
}

function slot<V>(map: Map<number, V>, key: number, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
