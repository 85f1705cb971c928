import { loadModule, parseSync } from 'libpg-query'
import { emptyPart, type Expr, type SqlPart, type SqlVerb, type TableRef } from './sql-statement.ts'

type Node = { readonly [key: string]: unknown }
export type ReadPart = { readonly part: SqlPart } | { readonly problem: string; readonly at: number }

let loaded: Promise<void> | undefined
/** The parser is PostgreSQL's own, compiled to WebAssembly; it is loaded once. */
export function loadPostgresParser(): Promise<void> {
  return (loaded ??= loadModule())
}

/** Reads one statement that begins at `base` of the whole text. Call `loadPostgresParser` before. */
export function readPostgres(text: string, base: number): ReadPart {
  // The parser counts bytes; people and editors count characters.
  const bytes = Buffer.from(text)
  const place = (byte: unknown) => base + (typeof byte === 'number' && byte > 0 ? bytes.subarray(0, byte).toString().length : 0)
  try {
    const { stmts = [] } = parseSync(text)
    const [only, ...more] = stmts
    if (only?.stmt === undefined || more.length > 0) return { problem: `解析器读到 ${stmts.length} 条语句，与按分号切分的不一致`, at: base }
    return { part: createReader(place).statement(only.stmt, base) }
  } catch (error) {
    const details = error instanceof Error && 'sqlDetails' in error ? (error.sqlDetails as { message?: string; cursorPosition?: number }) : undefined
    // The parser's position is a count of characters from 0, or -1.
    return { problem: details?.message ?? (error instanceof Error ? error.message : String(error)), at: base + Math.min(Math.max(0, details?.cursorPosition ?? 0), Math.max(0, text.length - 1)) }
  }
}

const verbOfNode: Readonly<Record<string, SqlVerb>> = {
  SelectStmt: 'select', InsertStmt: 'insert', UpdateStmt: 'update', DeleteStmt: 'delete', MergeStmt: 'merge', TruncateStmt: 'truncate', TransactionStmt: 'transaction', VariableSetStmt: 'set', VariableShowStmt: 'other',
  GrantStmt: 'grant', GrantRoleStmt: 'grant', AlterDefaultPrivilegesStmt: 'grant', CreateRoleStmt: 'grant', AlterRoleStmt: 'grant', AlterRoleSetStmt: 'grant', DropRoleStmt: 'grant', ReassignOwnedStmt: 'grant', DropOwnedStmt: 'grant',
  DoStmt: 'do', CallStmt: 'call', CopyStmt: 'copy', LockStmt: 'lock', VacuumStmt: 'maintenance', ReindexStmt: 'maintenance', ClusterStmt: 'maintenance', CheckPointStmt: 'maintenance', RefreshMatViewStmt: 'maintenance', DiscardStmt: 'set', LoadStmt: 'maintenance', AlterSystemStmt: 'set', ConstraintsSetStmt: 'set',
  PrepareStmt: 'prepare', ExecuteStmt: 'prepare', DeallocateStmt: 'prepare', DeclareCursorStmt: 'prepare', FetchStmt: 'prepare', ClosePortalStmt: 'prepare', ExplainStmt: 'other', NotifyStmt: 'other', ListenStmt: 'other', UnlistenStmt: 'other',
}

function createReader(place: (byte: unknown) => number) {
  const statement = (stmt: Node, base: number): SqlPart => {
    const [name = '', body] = Object.entries(stmt)[0] ?? []
    const node = (body ?? {}) as Node
    const verb = verbOfNode[name] ?? (/^(Create|Alter|Drop|Rename|Index|Define|Comment|View|Rule|Import|SecLabel|Composite)/.test(name) ? 'ddl' : 'other')
    const found = { ...emptyPart, verb, node: name, at: base }
    switch (name) {
      case 'SelectStmt':
        return select(node, base)
      case 'InsertStmt': {
        const values = inner(node['selectStmt'])
        return {
          ...found, ...ctesOf(node), writes: tables(node['relation']), into: list(node['cols']).length === 0 ? null : list(node['cols']).map((col) => text(inner(col)['name'])),
          values: list(values['valuesLists']).map((row) => list(inner(row)['items']).map(expr)), source: values['valuesLists'] === undefined && node['selectStmt'] !== undefined ? select(values, base) : null,
          hasConflictClause: node['onConflictClause'] !== undefined, hasReturning: node['returningClause'] !== undefined, others: exprsIn(node['onConflictClause']),
        }
      }
      case 'UpdateStmt':
        return { ...found, ...ctesOf(node), ...from(node['fromClause']), writes: tables(node['relation']), sets: list(node['targetList']).map(setOf), where: optional(node['whereClause']), hasReturning: node['returningClause'] !== undefined }
      case 'DeleteStmt':
        return { ...found, ...ctesOf(node), ...from(node['usingClause']), writes: tables(node['relation']), where: optional(node['whereClause']), hasReturning: node['returningClause'] !== undefined }
      case 'MergeStmt':
        return { ...found, ...ctesOf(node), writes: tables(node['relation']), others: exprsIn([node['joinCondition'], node['mergeWhenClauses']]) }
      case 'CopyStmt':
        return { ...found, writes: node['is_from'] === true ? tables(node['relation']) : [], sources: node['is_from'] === true ? [] : tables(node['relation']), words: [node['is_program'] === true ? 'PROGRAM' : text(node['filename']) || 'STDIN'] }
      case 'TruncateStmt':
      case 'LockStmt':
        return { ...found, writes: list(node['relations']).flatMap(tables) }
      case 'VariableSetStmt':
        return { ...found, words: [text(node['name'])], others: list(node['args']).map(expr) }
      case 'CallStmt':
        return { ...found, others: [expr({ FuncCall: node['funccall'] })] }
      default:
        return { ...found, words: wordsIn(node), writes: 'relation' in node ? tables(node['relation']) : [] }
    }
  }

  const select = (node: Node, base: number): SqlPart => {
    if (node['larg'] !== undefined) {
      const sides = [node['larg'], node['rarg']].map((side) => select(side as Node, base))
      return { ...emptyPart, verb: 'select', node: 'SelectStmt', at: base, ...ctesOf(node), derived: sides, unionSides: sides, orders: list(node['sortClause']).flatMap(exprsIn), limit: optional(node['limitCount']) }
    }
    const targets = list(node['targetList']).map((target) => inner(target)['val'] as Node)
    const sources = from(node['fromClause'])
    return {
      ...emptyPart, verb: 'select', node: 'SelectStmt', at: base, ...ctesOf(node), ...sources,
      columns: targets.map(expr), names: list(node['targetList']).map((target) => text(inner(target)['name']) || null), isStar: targets.some((target) => list(inner(target)['fields']).some((field) => 'A_Star' in field)), values: list(node['valuesLists']).map((row) => list(inner(row)['items']).map(expr)),
      where: optional(node['whereClause']), others: [...sources.others, ...exprsIn([node['groupClause'], node['havingClause'], node['windowClause'], node['limitOffset'], node['distinctClause']])], orders: list(node['sortClause']).flatMap(exprsIn), limit: optional(node['limitCount']),
      locks: node['lockingClause'] !== undefined, destination: node['intoClause'] === undefined ? null : text((((node['intoClause'] as Node)['rel'] ?? {}) as Node)['relname']),
    }
  }

  const from = (clause: unknown): Pick<SqlPart, 'sources' | 'derived' | 'joins' | 'others'> => {
    const found = { sources: [] as TableRef[], derived: [] as SqlPart[], joins: [] as Array<{ on: Expr | null; at: number }>, others: [] as Expr[] }
    const take = (item: Node) => {
      const [name = '', body] = Object.entries(item)[0] ?? []
      const node = (body ?? {}) as Node
      if (name === 'RangeVar') found.sources.push(table(node))
      else if (name === 'RangeSubselect') found.derived.push(select(inner(node['subquery']), place(node['location'])))
      else if (name === 'JoinExpr') {
        take(node['larg'] as Node)
        take(node['rarg'] as Node)
        const isTold = node['isNatural'] === true || node['usingClause'] !== undefined
        // CROSS JOIN is an inner join that names no condition: said in words, but as dangerous as a comma.
        found.joins.push({ on: node['quals'] === undefined ? (isTold ? { kind: 'constant', type: 'boolean', value: 'using', at: 0 } : null) : expr(node['quals'] as Node), at: found.sources.at(-1)?.at ?? 0 })
      } else found.others.push(...exprsIn(node))
    }
    for (const item of list(clause)) take(item)
    return found
  }

  const ctesOf = (node: Node): Pick<SqlPart, 'ctes'> => ({
    ctes: list(((node['withClause'] ?? {}) as Node)['ctes']).map((cte) => ({ name: text(inner(cte)['ctename']), part: statement(inner(cte)['ctequery'] as Node, place(inner(cte)['location'])) })),
  })
  const table = (node: Node): TableRef => ({ database: text(node['catalogname']) || null, schema: text(node['schemaname']) || null, name: text(node['relname']), alias: text(((node['alias'] ?? {}) as Node)['aliasname']) || null, at: place(node['location']) })
  const tables = (relation: unknown): TableRef[] => {
    if (relation === undefined || relation === null) return []
    const node = relation as Node
    return [table('RangeVar' in node ? (node['RangeVar'] as Node) : node)]
  }
  const setOf = (target: Node) => ({ column: text(inner(target)['name']), value: expr(inner(target)['val'] as Node), at: place(inner(target)['location']) })
  const optional = (node: unknown): Expr | null => (node === undefined ? null : expr(node as Node))

  const expr = (wrapped: Node | undefined): Expr => {
    const [name = '', body] = Object.entries(wrapped ?? {})[0] ?? []
    const node = (body ?? {}) as Node
    const at = place(node['location'])
    switch (name) {
      case 'ColumnRef': {
        const fields = list(node['fields']).map((field) => ('String' in field ? text(inner(field)['sval']) : '*'))
        return { kind: 'column', table: fields.at(-2) ?? null, name: fields.at(-1) ?? '', at }
      }
      case 'A_Const':
        return constant(node, at)
      case 'FuncCall': {
        const names = list(node['funcname']).map((one) => text(inner(one)['sval']))
        return { kind: 'call', schema: names.length > 1 ? (names.at(-2) ?? null) : null, name: (names.at(-1) ?? '').toLowerCase(), args: [...list(node['args']).map(expr), ...exprsIn([node['agg_order'], node['agg_filter']])], at }
      }
      case 'SQLValueFunction':
        return { kind: 'call', schema: null, name: text(node['op']).replace(/^SVFOP_/, '').replace(/_N$/, '').toLowerCase(), args: [], at }
      case 'BoolExpr':
        return { kind: 'operator', name: text(node['boolop']).replace('_EXPR', ''), args: list(node['args']).map(expr), at }
      case 'NullTest':
        return { kind: 'operator', name: node['nulltesttype'] === 'IS_NULL' ? 'IS NULL' : 'IS NOT NULL', args: [expr(node['arg'] as Node)], at }
      case 'A_Expr': {
        const args = [node['lexpr'], node['rexpr']].filter((one) => one !== undefined).map((one) => expr(one as Node))
        return { kind: 'operator', name: operatorName(text(node['kind']), list(node['name']).map((one) => text(inner(one)['sval'])).join('')), args, at }
      }
      case 'SubLink': {
        const part = select(inner(node['subselect']), at)
        const query: Expr = { kind: 'query', part, at }
        const kind = text(node['subLinkType'])
        if (kind === 'EXISTS_SUBLINK') return { kind: 'operator', name: 'EXISTS', args: [query], at }
        if (kind === 'ANY_SUBLINK' || kind === 'ALL_SUBLINK') return { kind: 'operator', name: kind === 'ANY_SUBLINK' && node['operName'] === undefined ? 'IN' : 'ANY', args: [expr(node['testexpr'] as Node), query], at }
        return query
      }
      case 'List':
        return { kind: 'list', args: list(node['items']).map(expr), at }
      case 'TypeCast':
        return { kind: 'other', name: 'cast', args: [expr(node['arg'] as Node)], at }
      default:
        return { kind: 'other', name, args: exprsIn(node), at }
    }
  }

  /** Expressions anywhere below, for the nodes that no rule looks at by itself. */
  const exprsIn = (value: unknown): Expr[] => {
    if (Array.isArray(value)) return value.flatMap(exprsIn)
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, inside]) => (/^(ColumnRef|A_Const|FuncCall|A_Expr|BoolExpr|NullTest|SubLink|TypeCast|SQLValueFunction|CaseExpr|CoalesceExpr|RowExpr|A_ArrayExpr)$/.test(key) ? [expr({ [key]: inside })] : exprsIn(inside)))
  }
  return { statement }
}

function constant(node: Node, at: number): Expr {
  if (node['isnull'] === true) return { kind: 'constant', type: 'null', value: 'null', at }
  if ('sval' in node) return { kind: 'constant', type: 'string', value: text((node['sval'] as Node)['sval']), at }
  if ('boolval' in node) return { kind: 'constant', type: 'boolean', value: String((node['boolval'] as Node)['boolval'] === true), at }
  if ('ival' in node) return { kind: 'constant', type: 'number', value: String((node['ival'] as Node)['ival'] ?? 0), at }
  if ('fval' in node) return { kind: 'constant', type: 'number', value: text((node['fval'] as Node)['fval']), at }
  return { kind: 'constant', type: 'string', value: text(((node['bsval'] ?? {}) as Node)['bsval']), at }
}

function operatorName(kind: string, name: string): string {
  switch (kind) {
    case 'AEXPR_IN':
      return name === '<>' ? 'NOT IN' : 'IN'
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return name.startsWith('!') ? 'NOT LIKE' : 'LIKE'
    case 'AEXPR_BETWEEN':
      return 'BETWEEN'
    case 'AEXPR_NOT_BETWEEN':
      return 'NOT BETWEEN'
    default:
      return name === '!=' ? '<>' : name.toUpperCase()
  }
}

function inner(node: unknown): Node {
  return (Object.values((node ?? {}) as Node)[0] ?? {}) as Node
}
function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as Node[]) : []
}
function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
/** Names that a utility statement mentions. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}
