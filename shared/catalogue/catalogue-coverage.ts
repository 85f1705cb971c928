import type { Catalogue } from './catalogue.ts'

/** How much of a catalogue says what it is (字段描述覆盖率); partitions speak through the table that they belong to. */
export type CatalogueCoverage = { readonly tables: number; readonly tablesDescribed: number; readonly columns: number; readonly columnsDescribed: number; readonly views: number; readonly indexes: number; readonly foreignKeys: number; readonly tablesWithKey: number; readonly bytes: number; readonly rows: number }

export function catalogueCoverage(catalogue: Catalogue): CatalogueCoverage {
  const tables = ownTables(catalogue)
  const columns = tables.flatMap((table) => table.columns)
  const sum = (values: ReadonlyArray<number | null>) => values.reduce<number>((all, one) => all + (one ?? 0), 0)
  return {
    tables: tables.length,
    tablesDescribed: tables.filter(({ comment }) => isDescription(comment)).length,
    columns: columns.length,
    columnsDescribed: columns.filter(({ comment }) => isDescription(comment)).length,
    views: catalogue.views.length,
    indexes: sum(tables.map(({ indexes }) => indexes.length)),
    foreignKeys: sum(tables.map(({ foreignKeys }) => foreignKeys.length)),
    tablesWithKey: tables.filter(({ primaryKey }) => primaryKey !== null).length,
    bytes: sum(catalogue.tables.map(({ bytes }) => bytes.total)),
    rows: sum(tables.map(({ rows }) => rows.exact ?? rows.estimated)),
  }
}

/** Tables that are not partitions of another. */
export function ownTables(catalogue: Catalogue): Catalogue['tables'] {
  return catalogue.tables.filter(({ partitionOf }) => partitionOf === null)
}

/** A comment of white space or of nothing but punctuation describes nothing. */
export function isDescription(comment: string | null): boolean {
  return comment !== null && /[\p{L}\p{N}]/u.test(comment)
}

/** Share in percent with one decimal, the only rounding; nothing to describe is fully described. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((part / whole) * 1_000) / 10
}

export type Descriptions = ReadonlyMap<string, string>

/** Where a description belongs: a table, or a column of it. */
export function descriptionPlace(schema: string, table: string, column: string | null): string {
  return JSON.stringify([schema, table, column])
}

/** The catalogue with approved descriptions in the place of the database's own. */
export function withDescriptions(catalogue: Catalogue, descriptions: Descriptions): Catalogue {
  if (descriptions.size === 0) return catalogue
  return {
    ...catalogue,
    tables: catalogue.tables.map((table) => ({
      ...table,
      comment: descriptions.get(descriptionPlace(table.schema, table.name, null)) ?? table.comment,
      columns: table.columns.map((column) => ({ ...column, comment: descriptions.get(descriptionPlace(table.schema, table.name, column.name)) ?? column.comment })),
    })),
  }
}
