import { createRequire } from 'node:module'
import { emptyPart, type Expr, type SqlPart, type SqlVerb, type TableRef } from './sql-statement.ts'
import type { ReadPart } from './read-postgres.ts'

type Node = { readonly [key: string]: unknown }
type Parser = { astify(sql: string, options: unknown): unknown }

let parser: Parser | undefined
/** Loaded when the first statement for such a target comes: the package is large, its MariaDB grammar alone is small. */
function loadParser(): Parser {
  if (parser === undefined) {
    const { Parser: Made } = createRequire(import.meta.url)('node-sql-parser/build/mariadb.js') as { Parser: new () => Parser }
    parser = new Made()
  }
  return parser
}

/** Reads one statement that begins at `base` of the whole text. What the parser cannot read is a problem, never clean. */
export function readMysql(text: string, base: number): ReadPart {
  try {
    const parsed = loadParser().astify(text, { parseOptions: { includeLocations: true } })
    const all = Array.isArray(parsed) ? (parsed as Node[]) : [parsed as Node]
    const [only, ...more] = all
    if (only === undefined || more.length > 0) return { problem: `解析器读到 ${all.length} 条语句，与按分号切分的不一致`, at: base }
    return { part: createReader(base).statement(only) }
  } catch (error) {
    const place = error instanceof Error && 'location' in error ? (error.location as { start?: { offset?: number } } | undefined)?.start?.offset : undefined
    const found = /but (.{1,40}) found/s.exec(error instanceof Error ? error.message : '')?.[1]
    return { problem: found === undefined ? '解析器不认识这条语句' : `此处不应出现 ${found}`, at: base + Math.min(Math.max(0, place ?? 0), Math.max(0, text.length - 1)) }
  }
}

const verbOfType: Readonly<Record<string, SqlVerb>> = {
  select: 'select', insert: 'insert', update: 'update', delete: 'delete', replace: 'replace', truncate: 'truncate', transaction: 'transaction', set: 'set', use: 'set', grant: 'grant', revoke: 'grant', call: 'call', load_data: 'copy', lock: 'lock', unlock: 'lock',
  create: 'ddl', alter: 'ddl', drop: 'ddl', rename: 'ddl', comment: 'ddl', execute: 'prepare', prepare: 'prepare', deallocate: 'prepare', analyze: 'maintenance', optimize: 'maintenance', attach: 'maintenance',
}

function createReader(base: number) {
  const statement = (node: Node): SqlPart => {
    const type = text(node['type'])
    const verb = verbOfType[type] ?? 'other'
    const found = { ...emptyPart, verb, node: type, at: base }
    switch (type) {
      case 'select':
        return select(node)
      case 'insert':
      case 'replace': {
        const values = node['values'] as Node | undefined
        const rows = list(values?.['values'])
        const inner = queryOf(values)
        return {
          ...found, writes: tables(node['table']), into: Array.isArray(node['columns']) ? (node['columns'] as unknown[]).map(nameOf) : null, sets: setsOf(list(node['set'])),
          values: rows.map((row) => list(row['value']).map(expr)), source: inner === undefined ? null : select(inner),
          hasConflictClause: type === 'replace' || (node['on_duplicate_update'] ?? null) !== null || /ignore/i.test(text(node['prefix'])), hasReturning: (node['returning'] ?? null) !== null,
        }
      }
      case 'update': {
        const [target, ...rest] = list(node['table'])
        return { ...found, ...ctesOf(node), ...from(rest), writes: tables([target ?? {}]), sets: setsOf(list(node['set'])), where: optional(node['where']), orders: list(node['orderby']).map((one) => expr(one['expr'])), limit: limitOf(node['limit']), hasReturning: (node['returning'] ?? null) !== null }
      }
      case 'delete': {
        const listed = list(node['table'])
        const sources = list(node['from'])
        const isPlain = listed.length === 1 && sources.length === 1 && text(listed[0]?.['table']) === text(sources[0]?.['table'])
        return { ...found, ...ctesOf(node), ...(isPlain ? {} : from(sources)), writes: tables(listed.length > 0 ? (isPlain ? sources : listed) : sources), where: optional(node['where']), orders: list(node['orderby']).map((one) => expr(one['expr'])), limit: limitOf(node['limit']), hasReturning: (node['returning'] ?? null) !== null }
      }
      case 'truncate':
        return { ...found, writes: tables(node['name']) }
      case 'call':
        return { ...found, others: [expr(node['expr'])] }
      default:
        return { ...found, words: wordsIn(node).slice(0, 50), ...('table' in node && Array.isArray(node['table']) ? { writes: tables(node['table']) } : {}) }
    }
  }

  const select = (node: Node): SqlPart => {
    const columns = list(node['columns']).map((column) => column['expr'])
    const into = (node['into'] ?? {}) as Node
    const next = node['_next'] as Node | undefined
    const sources = from(list(node['from']))
    const sides = next === undefined ? [] : [select(next)]
    return {
      ...emptyPart, verb: 'select', node: 'select', at: base, ...ctesOf(node), ...sources,
      derived: [...sources.derived, ...sides], unionSides: sides,
      columns: columns.map(expr), names: list(node['columns']).map((column) => text(column['as']) || null), isStar: columns.some((column) => text((column as Node | undefined)?.['column']) === '*' || nameOf((column as Node | undefined)?.['column']) === '*'),
      where: optional(node['where']), others: [...sources.others, ...list((node['groupby'] as Node | null)?.['columns']).map(expr), ...(node['having'] ? [expr(node['having'])] : [])], orders: list(node['orderby']).map((one) => expr(one['expr'])), limit: limitOf(node['limit']),
      locks: (node['locking_read'] ?? null) !== null, destination: text(into['keyword']) || (into['position'] ? text(into['type']) || 'into' : null),
    }
  }

  const from = (items: readonly Node[]): Pick<SqlPart, 'sources' | 'derived' | 'joins' | 'others'> => {
    const found = { sources: [] as TableRef[], derived: [] as SqlPart[], joins: [] as Array<{ on: Expr | null; at: number }>, others: [] as Expr[] }
    for (const item of items) {
      const query = queryOf(item['expr'])
      if (query !== undefined) found.derived.push(select(query))
      else if (typeof item['table'] === 'string') found.sources.push(table(item))
      if (typeof item['join'] === 'string') found.joins.push({ on: item['on'] ? expr(item['on']) : Array.isArray(item['using']) || /natural/i.test(item['join']) ? { kind: 'constant', type: 'boolean', value: 'using', at: base } : null, at: base })
    }
    return found
  }

  const ctesOf = (node: Node): Pick<SqlPart, 'ctes'> => ({
    ctes: list(node['with']).flatMap((cte) => {
      const query = queryOf(cte['stmt'])
      return query === undefined ? [] : [{ name: nameOf(cte['name']), part: statement(query) }]
    }),
  })
  const table = (node: Node): TableRef => ({ database: null, schema: text(node['db']) || null, name: text(node['table']), alias: text(node['as']) || null, at: base })
  const tables = (value: unknown): TableRef[] => list(value).map(table).filter(({ name }) => name !== '')
  const setsOf = (items: readonly Node[]) => items.map((item) => ({ column: nameOf(item['column']), value: expr(item['value']), at: base }))
  const optional = (node: unknown): Expr | null => (node === undefined || node === null ? null : expr(node))
  const limitOf = (node: unknown): Expr | null => {
    const values = list((node as Node | null | undefined)?.['value'])
    return values.length === 0 ? null : expr(values[0])
  }

  const expr = (value: unknown): Expr => {
    const node = (typeof value === 'object' && value !== null ? value : {}) as Node
    const query = queryOf(node)
    if (query !== undefined) return { kind: 'query', part: select(query), at: base }
    const type = text(node['type'])
    const at = atOf(node)
    switch (type) {
      case 'column_ref':
        return { kind: 'column', table: text(node['table']) || null, name: nameOf(node['column']), at }
      case 'number':
      case 'bigint':
        return { kind: 'constant', type: 'number', value: String(node['value']), at }
      case 'bool':
        return { kind: 'constant', type: 'boolean', value: String(node['value']), at }
      case 'null':
        return { kind: 'constant', type: 'null', value: 'null', at }
      case 'single_quote_string':
      case 'double_quote_string':
      case 'string':
      case 'hex_string':
      case 'full_hex_string':
      case 'bit_string':
        return { kind: 'constant', type: 'string', value: String(node['value']), at }
      case 'unary_expr':
        return negated(operator(text(node['operator']), [expr(node['expr'])], at))
      case 'binary_expr': {
        const name = text(node['operator']).toUpperCase()
        const right = node['right'] as Node | undefined
        const isOneQuery = list(right?.['value']).length === 1 && queryOf(list(right?.['value'])[0]) !== undefined
        const second = isOneQuery ? expr(list(right?.['value'])[0]) : expr(right)
        const first = expr(node['left'])
        if ((name === 'IS' || name === 'IS NOT') && second.kind === 'constant' && second.type === 'null') return operator(`${name} NULL`, [first], at)
        return operator(name === '!=' ? '<>' : name === '&&' ? 'AND' : name, [first, second], at)
      }
      case 'function':
      case 'aggr_func': {
        const name = type === 'function' ? list((node['name'] as Node | undefined)?.['name']).map(nameOf).join('.') : text(node['name'])
        const args = argsOf(node['args'])
        if (/^not$/i.test(name)) return negated(operator('NOT', args, at))
        if (/^(not )?exists$/i.test(name)) return operator(name.toUpperCase(), args, at)
        const parts = name.split('.')
        return { kind: 'call', schema: parts.length > 1 ? (parts[0] ?? null) : null, name: (parts.at(-1) ?? '').toLowerCase(), args, at }
      }
      case 'expr_list':
        return { kind: 'list', args: list(node['value']).map(expr), at }
      case 'case':
        return { kind: 'other', name: 'case', args: [...(node['expr'] ? [expr(node['expr'])] : []), ...list(node['args']).flatMap((one) => [...(one['cond'] ? [expr(one['cond'])] : []), expr(one['result'])])], at }
      default:
        return { kind: 'other', name: type, args: below(node), at }
    }
  }

  const argsOf = (value: unknown): Expr[] => {
    const node = (value ?? {}) as Node
    if (Array.isArray(node['value'])) return list(node['value']).map(expr)
    return node['expr'] ? [expr(node['expr'])] : node['type'] ? [expr(node)] : []
  }
  const below = (node: Node): Expr[] =>
    Object.values(node).flatMap((inside) => (Array.isArray(inside) ? list(inside).filter((one) => typeof one === 'object' && one !== null && 'type' in one).map(expr) : typeof inside === 'object' && inside !== null && 'type' in inside ? [expr(inside)] : []))
  const atOf = (node: Node): number => {
    const offset = ((node['loc'] as Node | undefined)?.['start'] as Node | undefined)?.['offset']
    if (typeof offset === 'number') return base + offset
    for (const side of ['left', 'right', 'expr']) {
      const inside = node[side]
      if (typeof inside === 'object' && inside !== null) {
        const found = atOf(inside as Node)
        if (found > base) return found
      }
    }
    return base
  }
  const operator = (name: string, args: readonly Expr[], at: number): Expr => ({ kind: 'operator', name: name.toUpperCase() === '!' ? 'NOT' : name.toUpperCase(), args, at })
  return { statement }
}

/** `not (x in …)` and `x not in …` are one thing to a rule. */
function negated(found: Expr): Expr {
  if (found.kind !== 'operator' || found.name !== 'NOT') return found
  const [only] = found.args
  return only?.kind === 'operator' && (only.name === 'IN' || only.name === 'EXISTS') ? { ...only, name: `NOT ${only.name}` } : found
}

/** A query in any of the wrappings that the parser uses. */
function queryOf(value: unknown): Node | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const node = value as Node
  const inside = node['ast']
  if (typeof inside === 'object' && inside !== null) return inside as Node
  return ['select', 'delete', 'update', 'insert'].includes(text(node['type'])) && ('columns' in node || 'where' in node) ? node : undefined
}

/** Names come as text, as {value}, or as {expr: {value}}. */
function nameOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const node = value as Node
  return node['expr'] === undefined ? text(node['value']) : nameOf(node['expr'])
}
function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as Node[]) : []
}
function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}
