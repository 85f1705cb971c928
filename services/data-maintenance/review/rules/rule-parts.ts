import type { Hit, Reviewed, TableFacts } from '../rule.ts'
import { allExprs, deep, partsOf, type Expr, type SqlPart, type SqlStatement, type TableRef } from '../sql-statement.ts'

export type Call = Extract<Expr, { kind: 'call' }>
export type Column = Extract<Expr, { kind: 'column' }>
export type Operator = Extract<Expr, { kind: 'operator' }>

export function* eachStatement(reviewed: Reviewed, judge: (statement: SqlStatement) => Iterable<Hit>): Generator<Hit> {
  for (const statement of reviewed.statements) yield* judge(statement)
}

export function* eachPart(reviewed: Reviewed, judge: (part: SqlPart, statement: SqlStatement) => Iterable<Hit>): Generator<Hit> {
  for (const statement of reviewed.statements) for (const part of partsOf(statement)) yield* judge(part, statement)
}

export function* calls(reviewed: Reviewed): Generator<Call> {
  for (const statement of reviewed.statements) for (const expr of allExprs(statement)) if (expr.kind === 'call') yield expr
}

/** Operators of the conditions (where, on, having) of a part. */
export function* conditionsOf(part: SqlPart): Generator<Operator> {
  for (const root of [part.where, ...part.joins.map(({ on }) => on)]) if (root !== null) for (const expr of deep(root)) if (expr.kind === 'operator') yield expr
}

export const isWrite = ({ verb }: SqlPart) => ['update', 'delete', 'insert', 'replace', 'merge'].includes(verb)

/** Tables that a part reads or writes; names of its own common table expressions are none. */
export function tablesOf(statement: SqlPart): TableRef[] {
  const parts = [...partsOf(statement)]
  const named = new Set(parts.flatMap(({ ctes }) => ctes.map(({ name }) => name.toLowerCase())))
  return parts.flatMap(({ writes, sources }) => [...writes, ...sources]).filter(({ schema, name }) => schema !== null || !named.has(name.toLowerCase()))
}

export const shownTable = ({ schema, name }: Pick<TableRef, 'schema' | 'name'>) => (schema === null ? name : `${schema}.${name}`)

export function sameTable(reviewed: Pick<Reviewed, 'schemas'>, one: Pick<TableRef, 'schema' | 'name'>, other: string): boolean {
  const home = reviewed.schemas[0] ?? ''
  const [schema, name] = other.includes('.') ? (other.split('.') as [string, string]) : [home, other]
  return (one.schema ?? home).toLowerCase() === schema.toLowerCase() && one.name.toLowerCase() === name.toLowerCase()
}

export function factsOf(reviewed: Reviewed, table: Pick<TableRef, 'schema' | 'name'>): TableFacts | undefined {
  return reviewed.facts?.find((facts) => sameTable(reviewed, table, `${facts.schema}.${facts.name}`))
}

/** The table that a column belongs to, where that can be told: by its alias, or the only table of the part. */
export function tableOfColumn(part: SqlPart, column: Column): TableRef | undefined {
  const all = [...part.writes, ...part.sources]
  if (column.table === null) return all.length === 1 ? all[0] : undefined
  const wanted = column.table.toLowerCase()
  return all.find(({ alias, name }) => (alias ?? name).toLowerCase() === wanted)
}

export function columnFacts(reviewed: Reviewed, part: SqlPart, column: Column) {
  const table = tableOfColumn(part, column)
  const facts = table === undefined ? undefined : factsOf(reviewed, table)
  const found = facts?.columns.find(({ name }) => name.toLowerCase() === column.name.toLowerCase())
  return facts === undefined || found === undefined ? undefined : { facts, column: found }
}

/** Same text when written out; places do not count. */
export function isSameExpr(one: Expr | undefined, other: Expr | undefined): boolean {
  if (one === undefined || other === undefined || one.kind !== other.kind) return false
  const bare = (expr: Expr): unknown => JSON.parse(JSON.stringify(expr, (key, value: unknown) => (key === 'at' ? undefined : value)))
  return JSON.stringify(bare(one)) === JSON.stringify(bare(other))
}
