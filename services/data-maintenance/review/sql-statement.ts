/**
 * What the rules look at: the same shape for PostgreSQL's parser and for the one of MySQL and MariaDB, so that a rule is written
 * once. Offsets are positions in the whole text, in UTF-16 units; lines and columns are made of them at the very end.
 */
export type SqlDialect = 'postgres' | 'mysql'

export type Expr =
  | { readonly kind: 'column'; readonly table: string | null; readonly name: string; readonly at: number }
  | { readonly kind: 'constant'; readonly type: 'string' | 'number' | 'boolean' | 'null'; readonly value: string; readonly at: number }
  | { readonly kind: 'call'; readonly schema: string | null; readonly name: string; readonly args: readonly Expr[]; readonly at: number }
  /** `name` is upper case: AND OR NOT = <> LIKE, `NOT LIKE`, IN, `NOT IN`, `IS NULL`, `IS NOT NULL`, BETWEEN, EXISTS …. */
  | { readonly kind: 'operator'; readonly name: string; readonly args: readonly Expr[]; readonly at: number }
  | { readonly kind: 'list'; readonly args: readonly Expr[]; readonly at: number }
  | { readonly kind: 'query'; readonly part: SqlPart; readonly at: number }
  | { readonly kind: 'other'; readonly name: string; readonly args: readonly Expr[]; readonly at: number }

export type TableRef = { readonly database: string | null; readonly schema: string | null; readonly name: string; readonly alias: string | null; readonly at: number }

export const sqlVerbs = ['select', 'insert', 'update', 'delete', 'replace', 'merge', 'ddl', 'truncate', 'transaction', 'set', 'grant', 'do', 'call', 'copy', 'lock', 'maintenance', 'prepare', 'other'] as const
export type SqlVerb = (typeof sqlVerbs)[number]

/** A statement, or a query within one. */
export type SqlPart = {
  readonly verb: SqlVerb
  /** The parser's own name of it, for messages. */
  readonly node: string
  readonly at: number
  readonly writes: readonly TableRef[]
  readonly sources: readonly TableRef[]
  /** Queries that stand where a table could. */
  readonly derived: readonly SqlPart[]
  readonly ctes: ReadonlyArray<{ readonly name: string; readonly part: SqlPart }>
  /** What a join is on; null where it says nothing and is not a cross join by word. */
  readonly joins: ReadonlyArray<{ readonly on: Expr | null; readonly at: number }>
  readonly columns: readonly Expr[]
  readonly isStar: boolean
  /** Beside `columns`: what each is called in words, null where it is not. */
  readonly names: ReadonlyArray<string | null>
  /** Sides of a union (except, intersect), which are also among `derived`; without `columns` of its own they are all there is. */
  readonly unionSides: readonly SqlPart[]
  readonly sets: ReadonlyArray<{ readonly column: string; readonly value: Expr; readonly at: number }>
  /** Columns that an insert names; null where it names none. */
  readonly into: readonly string[] | null
  readonly values: ReadonlyArray<readonly Expr[]>
  readonly source: SqlPart | null
  readonly where: Expr | null
  readonly others: readonly Expr[]
  readonly orders: readonly Expr[]
  readonly limit: Expr | null
  readonly hasConflictClause: boolean
  readonly hasReturning: boolean
  readonly locks: boolean
  /** Where a query puts its rows: a file, a variable, a new table. */
  readonly destination: string | null
  /** Names of settings, programs, procedures and the like. */
  readonly words: readonly string[]
}

export type SqlStatement = SqlPart & { readonly text: string; readonly end: number }

export const emptyPart: Omit<SqlPart, 'verb' | 'node' | 'at'> = Object.freeze({
  writes: [], sources: [], derived: [], ctes: [], joins: [], columns: [], isStar: false, names: [], unionSides: [], sets: [], into: null, values: [], source: null, where: null, others: [], orders: [], limit: null, hasConflictClause: false, hasReturning: false, locks: false, destination: null, words: [],
})

/** The part itself and every query within it, each once. */
export function* partsOf(part: SqlPart): Generator<SqlPart> {
  yield part
  for (const inner of [...part.derived, ...part.ctes.map((cte) => cte.part), ...(part.source === null ? [] : [part.source])]) yield* partsOf(inner)
  for (const expr of exprsOf(part)) if (expr.kind === 'query') yield* partsOf(expr.part)
}

/** Every expression of a part, also those within others; not those of queries within it. */
export function* exprsOf(part: SqlPart): Generator<Expr> {
  const roots = [...part.columns, ...part.sets.map(({ value }) => value), ...part.values.flat(), ...part.joins.flatMap(({ on }) => (on === null ? [] : [on])), ...(part.where === null ? [] : [part.where]), ...part.others, ...part.orders, ...(part.limit === null ? [] : [part.limit])]
  for (const root of roots) yield* deep(root)
}

export function* deep(expr: Expr): Generator<Expr> {
  yield expr
  if ('args' in expr) for (const arg of expr.args) yield* deep(arg)
}

/** Every expression anywhere in the statement. */
export function* allExprs(part: SqlPart): Generator<Expr> {
  for (const one of partsOf(part)) yield* exprsOf(one)
}
