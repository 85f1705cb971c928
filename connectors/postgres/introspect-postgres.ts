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

/**
 * Gives the compact answers of the catalogue query their names: one JSON text, or those of its halves. What there are most of has its keys in the
 * order of canonical JSON, which then needs no copy of it.
 */
export function readCatalogueAnswer(answers: readonly string[], version: string): Catalogue {
  const raw = Object.assign({}, ...answers.map((answer) => JSON.parse(answer) as Partial<Raw>)) as Raw
  const names = new Map<number, Map<number, string>>()
  const columns = new Map<number, CatalogueColumn[]>()
  for (const [table, at, name, type, notNull, expression, generated, identity, collation, comment] of raw.columns ?? []) {
    slot(names, table, () => new Map<number, string>()).set(at, name)
    slot(columns, table, () => []).push({ collation, comment, default: generated === '' ? expression : null, generated: generated === '' ? null : expression, identity: identity === 'a' ? 'always' : identity === 'd' ? 'by-default' : null, isNullable: !notNull, name, type })
  }
  const relations = new Map((raw.relations ?? []).map((relation) => [relation[0], relation]))
  const columnNames = (table: number, at: readonly number[] | null) => (at ?? []).map((one) => names.get(table)?.get(one) ?? '?')

  const keys = new Map<number, { primary: CatalogueKey | null; foreign: CatalogueForeignKey[]; unique: CatalogueKey[]; check: CatalogueKey[] }>()
  for (const [table, name, kind, at, target, targetAt, definition, isInherited] of raw.constraints ?? []) {
    const of = slot(keys, table, () => ({ primary: null, foreign: [], unique: [], check: [] }))
    const key = { columns: columnNames(table, at), definition, isInherited, name }
    if (kind === 'p') of.primary = key
    else if (kind === 'u') of.unique.push(key)
    else if (kind === 'f') of.foreign.push({ ...key, references: { columns: columnNames(target, targetAt), schema: relations.get(target)?.[1] ?? '?', table: relations.get(target)?.[2] ?? '?' } })
    else of.check.push(key)
  }
  const indexes = new Map<number, CatalogueIndex[]>()
  for (const [table, name, isUnique, isValid, method, at, expressions, keyCount, predicate, definition, constraint, isInherited, comment, bytes, scans] of raw.indexes ?? []) {
    // As the engine tells it, it would leave the partitions out and stay invalid.
    const isParted = relations.get(table)?.[3] === 'p'
    slot(indexes, table, () => []).push({ bytes, columns: expressions ?? columnNames(table, at.slice(0, keyCount)), comment, constraint, definition: isParted ? definition.replace(' ON ONLY ', ' ON ') : definition, isInherited, isUnique, isValid, method, name, predicate, scans })
  }
  const triggers = new Map<number, CatalogueTrigger[]>()
  for (const [table, name, definition, state, isInherited, comment] of raw.triggers ?? []) {
    slot(triggers, table, () => []).push({ name, definition, state: state === 'D' ? 'disabled' : state === 'R' ? 'replica' : state === 'A' ? 'always' : 'enabled', isInherited, comment })
  }

  const tables: CatalogueTable[] = []
  const views: Catalogue['views'] = []
  for (const [oid, schema, name, kind, comment, isUnlogged, rows, tableBytes, partitionBy, parent, bound, view] of relations.values()) {
    const [ownIndexes, ownTriggers] = [indexes.get(oid) ?? [], triggers.get(oid) ?? []]
    if (kind === 'v' || kind === 'm') {
      views.push({ schema, name, comment, isMaterialized: kind === 'm', columns: (columns.get(oid) ?? []).map((column) => ({ name: column.name, type: column.type, comment: column.comment })), definition: view, indexes: ownIndexes, triggers: ownTriggers })
      continue
    }
    const above = parent === null ? undefined : relations.get(parent)
    const indexBytes = tableBytes === null ? null : ownIndexes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
    const { primary = null, foreign = [], unique = [], check = [] } = keys.get(oid) ?? {}
    tables.push({
      bytes: { indexes: indexBytes, table: tableBytes, total: tableBytes === null || indexBytes === null ? null : tableBytes + indexBytes },
      checks: check,
      columns: columns.get(oid) ?? [],
      comment,
      foreignKeys: foreign,
      indexes: ownIndexes,
      isUnlogged,
      kind: kind === 'f' ? 'foreign' : 'table',
      name,
      partitionBy,
      partitionOf: above === undefined ? null : { bound: bound ?? '', name: above[2], schema: above[1] },
      parts: [],
      primaryKey: primary,
      // -1: never counted.
      rows: { estimated: rows < 0 ? null : rows, exact: null },
      schema,
      storage: null,
      triggers: ownTriggers,
      uniques: unique,
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
