import type { CanonicalTable } from '../canonical-catalogue.ts'
import type { PartChange } from '../catalogue-parts.ts'
import type { CatalogueColumn } from '../catalogue.ts'
import { quoteIdentifier, quoteLiteral } from '../quote-sql.ts'
import { byHand, phases, type Statement } from './statement.ts'

const quote = (name: string) => quoteIdentifier('mysql', name)
/** The empty schema is the database that the statement is run in. */
const at = (schema: string, name: string) => (schema === '' ? quote(name) : `${quote(schema)}.${quote(name)}`)

/** A change as MySQL and MariaDB statements. */
export function mysqlStatements(change: PartChange): Statement[] {
  const { type, schema, name } = change
  const table = at(schema, change.table ?? name)
  const alter = (phase: number, sql: string): Statement => ({ phase, sql: `alter table ${table} ${sql};` })
  switch (type) {
    case 'schema':
      return either(change, { phase: phases.dropSchema, sql: `drop database ${quote(name)};` }, () => ({ phase: phases.schema, sql: `create database ${quote(name)};` }))
    case 'extension':
    case 'type':
    case 'sequence':
      return []
    case 'routine': {
      const former = change.before ?? change.after
      const drop = { phase: phases.dropRoutine, sql: `drop ${former?.kind ?? 'function'} ${at(schema, former?.name ?? '')};` }
      return either(change, drop, (value) => (value.definition === null ? byHand(phases.routine, `${value.kind} ${name}（账户看不到其正文）`) : { phase: phases.routine, sql: `${value.definition};` }))
    }
    case 'view':
      return either(change, { phase: phases.dropView, sql: `drop view if exists ${table};` }, (value) => (value.definition === null ? byHand(phases.view, `视图 ${name}（账户看不到其正文）`) : { phase: phases.view, sql: `create view ${table} as\n${value.definition};`, makesView: schema === '' ? quote(name) : table }))
    case 'table':
      if (change.after === null) return [{ phase: phases.dropTable, sql: `drop table ${table};` }]
      if (change.before !== null) return alterTable(alter, change.before, change.after)
      return [makeTable(table, change.after), ...change.after.foreignKeys.map((key) => alter(phases.foreignKey, `add constraint ${quote(key.name)} ${key.definition}`)), ...change.after.triggers.map(({ definition }) => ({ phase: phases.trigger, sql: `${definition};` }))]
    case 'column':
      if (change.after === null) return [alter(phases.dropColumn, `drop column ${quote(name)}`)]
      return [change.before === null ? alter(phases.addColumn, `add column ${mysqlColumnLine(change.after)}`) : alter(phases.alterColumn, `modify column ${mysqlColumnLine(change.after)}`)]
    case 'primary-key':
      return either(change, alter(phases.dropPrimaryKey, 'drop primary key'), (value) => alter(phases.primaryKey, `add ${value.definition}`))
    case 'foreign-key':
      return either(change, alter(phases.dropForeignKey, `drop foreign key ${quote(name)}`), (value) => alter(phases.foreignKey, `add constraint ${quote(name)} ${value.definition}`))
    case 'unique':
      return either(change, alter(phases.dropConstraint, `drop index ${quote(name)}`), (value) => alter(phases.constraint, `add constraint ${quote(name)} ${value.definition}`))
    case 'check':
      return either(change, alter(phases.dropConstraint, `drop constraint ${quote(name)}`), (value) => alter(phases.constraint, `add constraint ${quote(name)} ${value.definition}`))
    case 'index':
      return either(change, alter(phases.dropConstraint, `drop index ${quote(name)}`), (value) => ({ phase: phases.index, sql: `${value.definition}${value.comment === null ? '' : ` comment ${quoteLiteral('mysql', value.comment)}`};` }))
    case 'trigger':
      return either(change, { phase: phases.dropTrigger, sql: `drop trigger ${at(schema, name)};` }, (value) => ({ phase: phases.trigger, sql: `${value.definition};` }))
  }
}

function either<V extends object>({ before, after }: { readonly before: V | null; readonly after: V | null }, drop: Statement, make: (value: V) => Statement): Statement[] {
  return [...(before === null ? [] : [drop]), ...(after === null ? [] : [make(after)])]
}

/** A column as it stands in `create table` and `modify column`. */
export function mysqlColumnLine({ name, type, isNullable, default: standard, generated, identity, collation, comment }: CatalogueColumn): string {
  const isStored = generated?.endsWith(' stored') === true
  return [
    quote(name),
    type,
    ...(collation === null ? [] : [`collate ${collation}`]),
    ...(generated === null ? [] : [`generated always as (${isStored ? generated.slice(0, -' stored'.length) : generated}) ${isStored ? 'stored' : 'virtual'}`]),
    // A computed column of MariaDB takes no nullability.
    ...(generated !== null ? [] : [isNullable ? 'null' : 'not null']),
    ...(standard === null ? [] : [`default ${standard}`]),
    ...(identity === null ? [] : ['auto_increment']),
    ...(comment === null ? [] : [`comment ${quoteLiteral('mysql', comment)}`]),
  ].join(' ')
}

function makeTable(name: string, table: CanonicalTable): Statement {
  const lines = [
    ...table.columns.map(mysqlColumnLine),
    ...(table.primaryKey === null ? [] : [table.primaryKey.definition]),
    ...[...table.uniques, ...table.checks].map((key) => `constraint ${quote(key.name)} ${key.definition}`),
    ...table.indexes.map((index) => `${index.method === 'fulltext' || index.method === 'spatial' ? `${index.method} ` : ''}index ${quote(index.name)} ${index.definition.slice(index.definition.lastIndexOf(' on ')).replace(/^[^(]*/, '')}${index.comment === null ? '' : ` comment ${quoteLiteral('mysql', index.comment)}`}`),
  ]
  const [engine, collation] = (table.storage ?? '').split(' ')
  const options = [...(engine ? [`engine=${engine}`] : []), ...(collation ? [`collate=${collation}`] : []), ...(table.comment === null ? [] : [`comment=${quoteLiteral('mysql', table.comment)}`])].join(' ')
  return { phase: phases.table, sql: `create table ${name} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n) ${options}${partitions(table)};` }
}

function partitions({ partitionBy, parts }: CanonicalTable): string {
  if (partitionBy === null) return ''
  if (!/^(range|list)/i.test(partitionBy)) return ` partition by ${partitionBy} partitions ${parts.length}`
  return ` partition by ${partitionBy} (${parts.toSorted((a, b) => Number(a.bound) - Number(b.bound)).map((part) => onePart(partitionBy, part)).join(', ')})`
}

function onePart(partitionBy: string, { name, bound }: { readonly name: string; readonly bound: string }): string {
  const place = /^list/i.test(partitionBy) ? `in (${bound})` : bound === 'MAXVALUE' ? 'less than maxvalue' : `less than (${bound})`
  return `partition ${quote(name)} values ${place}`
}

function alterTable(alter: (phase: number, sql: string) => Statement, before: CanonicalTable, after: CanonicalTable): Statement[] {
  const [engine, collation] = (after.storage ?? '').split(' ')
  const statements: Statement[] = []
  if (before.storage !== after.storage) statements.push(alter(phases.alterTable, `engine=${engine}${collation ? `, collate=${collation}` : ''}`))
  if (before.comment !== after.comment) statements.push(alter(phases.alterTable, `comment=${quoteLiteral('mysql', after.comment ?? '')}`))
  if (before.partitionBy !== after.partitionBy) {
    statements.push(after.partitionBy === null ? alter(phases.alterTable, 'remove partitioning') : alter(phases.alterTable, partitions(after).trim()))
  } else if (JSON.stringify(before.parts) !== JSON.stringify(after.parts)) {
    const by = after.partitionBy ?? ''
    const [gone, come] = [missing(before.parts, after.parts), missing(after.parts, before.parts)]
    if (!/^(range|list)/i.test(by)) statements.push(byHand(phases.alterTable, `表 ${after.name} 的分区数改为 ${after.parts.length}`))
    else statements.push(...gone.map((part) => alter(phases.alterTable, `drop partition ${quote(part.name)}`)), ...(come.length === 0 ? [] : [alter(phases.alterTable, `add partition (${come.map((part) => onePart(by, part)).join(', ')})`)]))
  }
  return statements
}

function missing<T>(from: readonly T[], inside: readonly T[]): T[] {
  const known = new Set(inside.map((one) => JSON.stringify(one)))
  return from.filter((one) => !known.has(JSON.stringify(one)))
}
