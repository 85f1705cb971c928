import type { Hit, ReviewRule, Reviewed } from '../rule.ts'
import { deep, type Expr, type SqlPart } from '../sql-statement.ts'
import { columnFacts, conditionsOf, eachPart, factsOf, isSameExpr, shownTable, type Column, type Operator } from './rule-parts.ts'
import { EXAMPLE_TABLE } from './example-facts.ts'

const HUGE_LIST = 1_000
const LARGE_TABLE = 10_000
const LARGE_CHANGE = 10_000
const facts = [EXAMPLE_TABLE]

const ofCondition = (judge: (operator: Operator, part: SqlPart, reviewed: Reviewed) => Hit | undefined) => (reviewed: Reviewed) =>
  eachPart(reviewed, (part) => [...conditionsOf(part)].flatMap((operator) => judge(operator, part, reviewed) ?? []))

/** Whether a condition holds for every row; `undefined` where that depends on the row. */
function truth(expr: Expr): boolean | undefined {
  if (expr.kind === 'constant') return expr.type === 'null' ? false : expr.type === 'boolean' ? expr.value === 'true' || expr.value === 'TRUE' : expr.type === 'number' ? Number(expr.value) !== 0 : undefined
  if (expr.kind !== 'operator') return undefined
  const sides = expr.args.map(truth)
  if (expr.name === 'AND') return sides.includes(false) ? false : sides.every((side) => side === true) ? true : undefined
  if (expr.name === 'OR') {
    if (sides.includes(true)) return true
    const nulls = expr.args.filter((arg): arg is Operator => arg.kind === 'operator' && /^IS (NOT )?NULL$/.test(arg.name))
    if (nulls.some((one) => nulls.some((other) => one.name !== other.name && isSameExpr(one.args[0], other.args[0])))) return true
    return sides.every((side) => side === false) ? false : undefined
  }
  if (expr.name === 'NOT') return sides[0] === undefined ? undefined : !sides[0]
  const [left, right] = expr.args
  if (left?.kind === 'constant' && right?.kind === 'constant' && left.type !== 'null' && right.type !== 'null') {
    if (expr.name === '=') return left.value === right.value
    if (expr.name === '<>') return left.value !== right.value
    if (expr.name === '<' || expr.name === '>') return expr.name === '<' ? Number(left.value) < Number(right.value) : Number(left.value) > Number(right.value)
  }
  if (['=', '<=', '>='].includes(expr.name) && left?.kind === 'column' && isSameExpr(left, right)) return true
  if (expr.name === 'LIKE' && right?.kind === 'constant' && /^%+$/.test(right.value)) return true
  return undefined
}

const isText = (type: string) => /char|text|enum|set\b|json|uuid/i.test(type)
const isNumber = (type: string) => /int|numeric|decimal|float|double|real|serial|number/i.test(type)

/** Which rows a statement finds. */
export const rowRules: readonly ReviewRule[] = [
  {
    code: 'no-where', title: '没有条件', severity: 'error', why: '没有 where 的 update、delete 会改掉整张表。', wayOut: '写出主键或明确的条件。',
    bad: { sql: 'delete from t' }, good: { sql: 'delete from t where id = 1' }, judge: (reviewed) => eachPart(reviewed, (part) => ((part.verb === 'update' || part.verb === 'delete') && part.where === null ? [{ at: part.at }] : [])),
  },
  {
    code: 'always-true', title: '条件恒成立', severity: 'error', why: '1=1、列=列、like \'%\' 之类的条件等于没有条件。', wayOut: '写出真正限定行的条件。',
    bad: { sql: 'update t set a = 1 where id = 1 or 1 = 1' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: (reviewed) => eachPart(reviewed, ({ verb, where, at }) => (where !== null && (verb === 'update' || verb === 'delete') && truth(where) === true ? [{ at: 'at' in where && where.at > at ? where.at : at }] : [])),
  },
  {
    code: 'always-false', title: '条件恒不成立', severity: 'warning', why: '这条语句不会改任何行。', wayOut: '改正条件，或删去语句。',
    bad: { sql: 'update t set a = 1 where 1 = 2' }, good: { sql: 'update t set a = 1 where id = 2' }, judge: (reviewed) => eachPart(reviewed, ({ where, at }) => (where !== null && truth(where) === false ? [{ at }] : [])),
  },
  {
    code: 'compared-with-null', title: '与 NULL 比较', severity: 'error', why: '与 NULL 比较既不真也不假，找不到任何行。', wayOut: '写成 is null 或 is not null。',
    bad: { sql: 'update t set a = 1 where note = null' }, good: { sql: 'update t set a = 1 where note is null' }, judge: ofCondition(({ name, args, at }) => (/^(=|<>|<|>|<=|>=|LIKE)$/.test(name) && args.some((arg) => arg.kind === 'constant' && arg.type === 'null') ? { at } : undefined)),
  },
  {
    code: 'not-in-with-null', title: 'not in 遇到 NULL', severity: 'error', why: '列表或子查询里只要有一个 NULL，not in 就找不到任何行。', wayOut: '改用 not exists，或在子查询里加 is not null。',
    bad: { sql: 'delete from t where id not in (select t_id from b)' }, good: { sql: 'delete from t where id not in (select t_id from b where t_id is not null)' },
    judge: ofCondition((found) => {
      const isNot = found.name === 'NOT IN' || (found.name === 'NOT' && found.args[0]?.kind === 'operator' && found.args[0].name === 'IN')
      const right = (found.name === 'NOT' ? (found.args[0] as Operator) : found).args[1]
      if (!isNot || right === undefined) return undefined
      if (right.kind === 'list') return right.args.some((arg) => arg.kind === 'constant' && arg.type === 'null') ? { at: found.at } : undefined
      if (right.kind !== 'query') return undefined
      const guarded = right.part.where !== null && [...deep(right.part.where)].some((expr) => expr.kind === 'operator' && expr.name === 'IS NOT NULL')
      return guarded ? undefined : { at: found.at }
    }),
  },
  {
    code: 'huge-list', title: 'in 列表过长', severity: 'warning', why: `超过 ${HUGE_LIST} 个值的列表解析慢，也难以核对。`, wayOut: '改用能说清范围的条件，或分成几张单。',
    bad: { sql: `delete from t where id in (${Array.from({ length: 1_001 }, (_, n) => n).join(',')})` }, good: { sql: 'delete from t where id in (1, 2, 3)' }, judge: ofCondition(({ name, args, at }) => (name.endsWith('IN') && args[1]?.kind === 'list' && args[1].args.length > HUGE_LIST ? { at, detail: `${args[1].args.length} 个` } : undefined)),
  },
  {
    code: 'leading-wildcard', title: '以通配符开头的匹配', severity: 'warning', why: "like '%…' 用不上索引，也容易匹配到意料之外的行。", wayOut: '写全开头，或用主键。',
    bad: { sql: "update t set a = 1 where code like '%x'" }, good: { sql: "update t set a = 1 where code like 'x%'" }, judge: ofCondition(({ name, args, at }) => (name.endsWith('LIKE') && args[1]?.kind === 'constant' && /^[%_]/.test(args[1].value) ? { at } : undefined)),
  },
  {
    code: 'and-or-mixed', title: 'and 与 or 混用', severity: 'warning', why: 'and 先于 or，没有括号的混用常与本意不同。', wayOut: '用括号写明。',
    bad: { sql: 'delete from t where a = 1 and b = 2 or c = 3' }, good: { sql: 'delete from t where a = 1 and (b = 2 or c = 3)' },
    judge: (reviewed) => reviewed.pieces.flatMap(({ tokens, at }) => {
      const levels = new Map<string, Set<string>>()
      let block = 0
      let isBetween = false
      for (const { kind, text, depth } of tokens) {
        if (text === '(') block += 1
        if (kind !== 'word') continue
        if (/^between$/i.test(text)) isBetween = true
        else if (/^and$/i.test(text) && isBetween) isBetween = false
        else if (/^(and|or)$/i.test(text)) {
          // One level of one pair of parentheses: a later pair at the same depth is another level.
          const level = depth === 0 ? '0' : `${depth}:${block}`
          levels.set(level, (levels.get(level) ?? new Set()).add(text.toLowerCase()))
        }
      }
      return [...levels.values()].some((words) => words.size > 1) ? [{ at }] : []
    }),
  },
  {
    code: 'join-without-condition', title: '没有连接条件', severity: 'error', why: '两张表没有条件地放在一起，会得到每一对行。', wayOut: '写明两表以什么列相连。',
    bad: { sql: 'update t set a = s.a from s where t.id = 1' }, good: { sql: 'update t set a = s.a from s where t.id = s.id' },
    judge: (reviewed) => eachPart(reviewed, (part) => {
      const tables = [...part.writes, ...part.sources]
      const lacking = part.joins.filter(({ on }) => on === null).length + (part.verb === 'select' || part.verb === 'update' || part.verb === 'delete' ? tables.length - 1 - part.joins.length : 0)
      if (tables.length < 2 || lacking <= 0) return []
      const names = (expr: Expr) => new Set([...deep(expr)].filter((one): one is Column => one.kind === 'column').map(({ table }) => table?.toLowerCase() ?? ''))
      const isLinked = part.where !== null && [...deep(part.where)].some((expr) => expr.kind === 'operator' && expr.name !== 'AND' && expr.name !== 'OR' && (names(expr).size > 1 || (expr.args.length === 2 && expr.args.every((arg) => arg.kind === 'column' && arg.table === null))))
      return isLinked ? [] : [{ at: part.at, detail: tables.map(shownTable).join('、') }]
    }),
  },
  {
    code: 'limit-without-order', title: '有 limit 没有 order by', severity: 'error', why: '取到哪几行由服务器决定，演练与执行可能不是同一批。', wayOut: '加上能定次序的 order by，或用条件写明行。',
    bad: { sql: 'delete from t where id in (select id from t where a = 1 limit 5)' }, good: { sql: 'delete from t where id in (select id from t where a = 1 order by id limit 5)' }, judge: (reviewed) => eachPart(reviewed, ({ limit, orders, at }) => (limit !== null && orders.length === 0 ? [{ at: limit.at > at ? limit.at : at }] : [])),
  },
  {
    code: 'limited-write', title: '写入带 limit', severity: 'error', why: '先取改动前的行、再改同样的行，limit 使两次可能不同。', wayOut: '用条件写明行；量大时勾选分批执行。', dialects: ['mysql'],
    bad: { sql: 'update t set a = 1 where a = 2 order by id limit 5', dialect: 'mysql' }, good: { sql: 'update t set a = 1 where id between 1 and 5', dialect: 'mysql' }, judge: ({ pieces }) => pieces.filter(({ tokens }) => /^(update|delete)$/i.test(tokens[0]?.text ?? '') && tokens.some(({ kind, text, depth }) => kind === 'word' && depth === 0 && /^limit$/i.test(text))).map(({ at }) => ({ at })),
  },
  {
    code: 'implicit-conversion', title: '隐式类型转换', severity: 'error', why: '文字列与数字比较时逐行转换：MySQL 会把 \'12abc\' 当成 12，匹配到意料之外的行，索引也用不上。', wayOut: '值的写法与列的类型一致：文字加引号，数字不加。',
    bad: { sql: 'update app.t set a = 1 where code = 12', dialect: 'mysql', facts }, good: { sql: "update app.t set a = 1 where code = '12'", dialect: 'mysql', facts },
    judge: ofCondition(({ name, args, at }, part, reviewed) => {
      if (!/^(=|<>|<|>|<=|>=|IN|NOT IN)$/.test(name)) return undefined
      const column = args.find((arg): arg is Column => arg.kind === 'column')
      const known = column === undefined ? undefined : columnFacts(reviewed, part, column)
      if (known === undefined) return undefined
      const constants = args.flatMap((arg) => (arg.kind === 'list' ? arg.args : [arg])).filter((arg) => arg.kind === 'constant')
      const wrong = constants.find((one) => (isText(known.column.type) && one.type === 'number') || (isNumber(known.column.type) && one.type === 'string' && !/^-?\d+(\.\d+)?$/.test(one.value.trim())))
      return wrong === undefined ? undefined : { at, detail: `${known.column.name} 是 ${known.column.type}，值为 ${wrong.value}` }
    }),
  },
  {
    code: 'function-on-column', title: '条件里对列用函数', severity: 'warning', why: '对列取函数后用不上它的索引，整张表都要读并加锁等待。', wayOut: '把函数移到值的一边。',
    bad: { sql: "update t set a = 1 where lower(code) = 'x'" }, good: { sql: "update t set a = 1 where code = 'X'" },
    judge: ofCondition(({ name, args, at }) => (/^(=|<>|<|>|<=|>=|LIKE|IN|BETWEEN)$/.test(name) && args[0]?.kind === 'call' && [...deep(args[0])].some(({ kind }) => kind === 'column') ? { at, detail: args[0].name } : undefined)),
  },
  {
    code: 'missing-index', title: '条件没有可用的索引', severity: 'warning', why: '大表上没有索引的条件要读整张表，持锁久，业务受影响。', wayOut: '加上有索引的列（最好是主键）作条件，或安排在停用时段。',
    bad: { sql: 'update app.t set a = 1 where a = 2', facts }, good: { sql: "update app.t set a = 1 where code = 'x'", facts },
    judge: (reviewed) => eachPart(reviewed, (part) => {
      const [table] = part.writes
      const known = table === undefined || !['update', 'delete'].includes(part.verb) ? undefined : factsOf(reviewed, table)
      if (known === undefined || part.where === null || known.rows < LARGE_TABLE) return []
      const used = new Set([...deep(part.where)].filter((expr): expr is Column => expr.kind === 'column').map(({ name }) => name.toLowerCase()))
      const isServed = known.indexes.some(({ columns }) => columns[0] !== undefined && used.has(columns[0].toLowerCase()))
      return isServed ? [] : [{ at: part.at, detail: `${known.schema}.${known.name} 约 ${known.rows} 行` }]
    }),
  },
  {
    code: 'column-of-outer-table', title: '子查询里的列不属于子查询的表', severity: 'error', why: '子查询的表没有这个列时，会悄悄取外层表的列，条件变成恒成立。', wayOut: '在子查询的列前写明表的别名。',
    bad: { sql: 'delete from app.t where id in (select code from app.b)', facts: [EXAMPLE_TABLE, { ...EXAMPLE_TABLE, name: 'b', columns: [{ name: 'id', type: 'bigint', isNullable: false, isGenerated: false }] }] },
    good: { sql: 'delete from app.t where id in (select b.id from app.b)', facts: [EXAMPLE_TABLE, { ...EXAMPLE_TABLE, name: 'b' }] },
    judge: (reviewed) => eachPart(reviewed, (part) => [...conditionsOf(part)].flatMap(({ args, at }) => {
      const query = args[1]?.kind === 'query' ? args[1].part : undefined
      const [table] = query?.sources ?? []
      const known = query === undefined || table === undefined || query.sources.length !== 1 || query.derived.length > 0 ? undefined : factsOf(reviewed, table)
      if (known === undefined) return []
      const astray = query?.columns.filter((expr): expr is Column => expr.kind === 'column' && expr.table === null && expr.name !== '*' && !known.columns.some(({ name }) => name.toLowerCase() === expr.name.toLowerCase())) ?? []
      return astray.map(({ name }) => ({ at, detail: `${known.name} 没有列 ${name}` }))
    })),
  },
  {
    code: 'too-many-rows', title: '一次改动的行很多', severity: 'warning', why: `一个事务改 ${LARGE_CHANGE} 行以上，锁与日志都很大。`, wayOut: '勾选分批执行，每批一个事务，可中断续办。', purposes: ['change'],
    bad: { sql: 'update t set a = 1 where id > 5', rows: [50_000] }, good: { sql: 'update t set a = 1 where id > 5', rows: [50] }, judge: ({ rows = [], pieces }) => rows.flatMap((count, index) => (count > LARGE_CHANGE ? [{ at: pieces[index]?.at ?? 0, detail: `${count} 行` }] : [])),
  },
]
