import { ownTables } from '../catalogue-coverage.ts'
import type { Catalogue, CatalogueTable } from '../catalogue.ts'
import type { InferredRelation } from '../infer-relations.ts'

/** The catalogue in DBML (dbml.dbdiagram.io/docs): tables, keys, indexes, enums, declared relations; inferred ones as dashed notes are not of the language, so they are commented. */
export function catalogueDbml(catalogue: Catalogue, relations: readonly InferredRelation[] = []): string {
  const tables = ownTables(catalogue)
  const parts = [
    `Project ${name(catalogue.database || 'database')} {\n  database_type: ${text(catalogue.engine === 'postgresql' ? 'PostgreSQL' : 'MySQL')}\n}`,
    ...catalogue.types.flatMap((type) => (type.kind === 'enum' ? [`Enum ${at(type)} {\n${type.labels.map((label) => `  ${name(label)}`).join('\n')}\n}`] : [])),
    ...tables.map(table),
    ...tables.flatMap((one) => one.foreignKeys.map((key) => `Ref ${name(key.name)}: ${at(one)}.${columns(key.columns)} > ${at({ schema: key.references.schema, name: key.references.table })}.${columns(key.references.columns)}`)),
    ...relations.map((one) => `// 推断，把握 ${Math.round(one.confidence * 100)}%：Ref: ${at({ schema: one.schema, name: one.table })}.${name(one.column)} > ${at({ schema: one.toSchema, name: one.toTable })}.${name(one.toColumn)}`),
  ]
  return `${parts.join('\n\n')}\n`
}

function table(one: CatalogueTable): string {
  const key = one.primaryKey?.columns ?? []
  const uniques = new Set(one.uniques.flatMap(({ columns: names }) => (names.length === 1 ? names : [])))
  const lines = one.columns.map((column) => {
    const settings = [
      ...(key.length === 1 && key[0] === column.name ? ['pk'] : []),
      ...(column.identity === null ? [] : ['increment']),
      ...(uniques.has(column.name) ? ['unique'] : []),
      ...(column.isNullable ? [] : ['not null']),
      ...(column.default === null ? [] : [`default: \`${column.default.replaceAll('`', "'")}\``]),
      ...(column.comment === null ? [] : [`note: ${text(column.comment)}`]),
    ]
    return `  ${name(column.name)} ${type(column.type)}${settings.length === 0 ? '' : ` [${settings.join(', ')}]`}`
  })
  const indexes = [
    ...(key.length > 1 ? [`    ${columns(key)} [pk]`] : []),
    ...one.indexes.flatMap((index) => (index.constraint !== null && key.join() === index.columns.join() ? [] : [`    (${index.columns.map((column) => (one.columns.some(({ name: own }) => own === column) ? name(column) : `\`${column.replaceAll('`', "'")}\``)).join(', ')}) [${[...(index.isUnique ? ['unique'] : []), `name: ${text(index.name)}`].join(', ')}]`])),
  ]
  return [`Table ${at(one)} {`, ...lines, ...(indexes.length === 0 ? [] : ['', '  indexes {', ...indexes, '  }']), ...(one.comment === null ? [] : ['', `  Note: ${text(one.comment)}`]), '}'].join('\n')
}

function at(place: { readonly schema: string; readonly name: string }): string {
  return place.schema === '' ? name(place.name) : `${name(place.schema)}.${name(place.name)}`
}

/** A quoted name has no way to hold a quotation mark or a line end: they become their neighbours in looks. */
function name(one: string): string {
  return /^[A-Za-z_]\w*$/.test(one) ? one : `"${one.replaceAll('"', '”').replaceAll(/[\r\n]+/g, ' ')}"`
}

function columns(names: readonly string[]): string {
  return names.length === 1 ? name(names[0] ?? '') : `(${names.map(name).join(', ')})`
}

function type(one: string): string {
  return /^[A-Za-z_][\w.]*(\([\d, ]*\))?$/.test(one) ? one.replaceAll(' ', '') : `"${one.replaceAll('"', '”')}"`
}

function text(one: string): string {
  return one.includes('\n') ? `'''${one.replaceAll('\\', '\\\\').replaceAll("'''", String.raw`\'''`)}'''` : `'${one.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}
