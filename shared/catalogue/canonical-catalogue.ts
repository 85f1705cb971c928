import type { Catalogue, CatalogueColumn, CatalogueIndex, CatalogueTable, CatalogueView } from './catalogue.ts'

/**
 * The catalogue reduced to what somebody decided: what changes by itself (sizes, rows, use counts, the engine's release, the order in
 * which the engine lists things) is gone, every list is sorted by name, and what a partition merely has from the table it belongs to is left out. Two
 * databases of equal structure have the same canonical form, whatever they are called.
 */
export type CanonicalCatalogue = {
  readonly engine: 'postgresql' | 'mysql'
  readonly schemas: Catalogue['schemas']
  readonly extensions: ReadonlyArray<{ readonly name: string }>
  readonly types: Catalogue['types']
  readonly sequences: Catalogue['sequences']
  readonly tables: readonly CanonicalTable[]
  readonly views: readonly CanonicalView[]
  readonly routines: Catalogue['routines']
}

export type CanonicalIndex = Omit<CatalogueIndex, 'bytes' | 'scans'>
export type CanonicalTable = Omit<CatalogueTable, 'rows' | 'bytes' | 'indexes'> & { readonly indexes: readonly CanonicalIndex[] }
export type CanonicalView = Omit<CatalogueView, 'indexes'> & { readonly indexes: readonly CanonicalIndex[] }

export function canonicalCatalogue(catalogue: Catalogue): CanonicalCatalogue {
  const { engine, schemas, extensions, types, sequences, tables, views, routines } = unnamed(catalogue)
  const parents = new Map(tables.map((table) => [placeOf(table), table]))
  return {
    engine: engine === 'mariadb' ? 'mysql' : engine,
    schemas: byName(schemas),
    extensions: byName(extensions.map(({ name }) => ({ name }))),
    types: bySchema(types),
    sequences: bySchema(sequences),
    tables: bySchema(tables.map((table) => canonicalTable(table, table.partitionOf === null ? undefined : parents.get(placeOf(table.partitionOf))))),
    views: bySchema(views.map((view) => ({ ...view, columns: byName(view.columns), indexes: ownIndexes(view.indexes), triggers: byName(view.triggers) }))),
    routines: routines.toSorted((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name) || compare(a.arguments, b.arguments)),
  }
}

function canonicalTable({ rows: _rows, bytes: _bytes, ...table }: CatalogueTable, parent: CatalogueTable | undefined): CanonicalTable {
  const own = <T extends { readonly isInherited: boolean }>(list: readonly T[]) => (parent === undefined ? list : list.filter(({ isInherited }) => !isInherited))
  return {
    ...table,
    parts: byName(table.parts),
    columns: byName(parent === undefined ? table.columns : ownColumns(table.columns, parent)),
    primaryKey: parent !== undefined && table.primaryKey?.isInherited === true ? null : table.primaryKey,
    foreignKeys: byName(own(table.foreignKeys)),
    uniques: byName(own(table.uniques)),
    checks: byName(own(table.checks)),
    indexes: ownIndexes(own(table.indexes)),
    triggers: byName(own(table.triggers)),
  }
}

/** A partition's columns where they say something that the whole table's do not. */
function ownColumns(columns: readonly CatalogueColumn[], parent: CatalogueTable): CatalogueColumn[] {
  const known = new Map(parent.columns.map((column) => [column.name, column]))
  return columns.filter((column) => {
    const above = known.get(column.name)
    return above === undefined || column.type !== above.type || column.isNullable !== above.isNullable || column.default !== above.default || column.generated !== above.generated || column.collation !== above.collation || (column.comment !== null && column.comment !== above.comment)
  })
}

/** An index that carries a constraint says nothing that the constraint does not. */
function ownIndexes(indexes: readonly CatalogueIndex[]): CanonicalIndex[] {
  return byName(indexes.flatMap(({ bytes: _bytes, scans: _scans, ...index }) => (index.constraint === null ? [index] : [])))
}

/** In MySQL the schema is the database, whose name a copy does not share: there it is written as the empty name. */
function unnamed(catalogue: Catalogue): Catalogue {
  const { engine, database } = catalogue
  if (engine === 'postgresql' || database === '') return catalogue
  const prefix = `\`${database.replaceAll('`', '``')}\`.`
  return JSON.parse(JSON.stringify(catalogue), (key: string, value: unknown) => {
    if (key === 'schema' && value === database) return ''
    if (key === 'schemas' && Array.isArray(value)) return value.map((schema: { name: string }) => (schema.name === database ? { ...schema, name: '' } : schema))
    return key === 'definition' && typeof value === 'string' ? value.replaceAll(prefix, '') : value
  }) as Catalogue
}

/** Tells places apart whatever characters their names have. */
export function placeOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return JSON.stringify([schema, name])
}

/** For people. */
export function qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === '' ? name : `${schema}.${name}`
}

function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => compare(a.name, b.name))
}

function bySchema<T extends { readonly schema: string; readonly name: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name))
}

/** By code units, never by a locale: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
