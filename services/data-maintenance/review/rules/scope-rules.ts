import type { ReviewRule } from '../rule.ts'
import { partsOf } from '../sql-statement.ts'
import { calls, eachStatement, factsOf, isWrite, sameTable, shownTable, tablesOf } from './rule-parts.ts'
import { EXAMPLE_TABLE } from './example-facts.ts'

const SYSTEM = /^(pg_catalog|information_schema|pg_toast|mysql|performance_schema|sys)$/i
const REMOTE = /^(dblink.*|postgres_fdw.*|file_fdw.*)$/

/** Which tables a script reaches, and what hangs on them. */
export const scopeRules: readonly ReviewRule[] = [
  {
    code: 'other-schema', title: '超出允许的模式', severity: 'error', why: '本单只对登记的模式有效，越界的改动没有人审批过。', wayOut: '改用登记的模式；确需他处数据的，请登记后另提单。',
    bad: { sql: 'update other.t set a = 1 where id = 1' }, good: { sql: 'update app.t set a = 1 where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, (statement) => tablesOf(statement).filter(({ schema }) => schema !== null && !SYSTEM.test(schema) && !reviewed.schemas.some((one) => one.toLowerCase() === schema.toLowerCase())).map((table) => ({ at: table.at, detail: shownTable(table) }))),
  },
  {
    code: 'other-database', title: '跨数据库', severity: 'error', why: '跨库的改动不在一个事务里，失败后两边不一致。', wayOut: '每个数据库各提一张单。',
    bad: { sql: "select * from dblink('dbname=x', 'select 1') as q(a int)", purpose: 'query' }, good: { sql: 'select a from app.t order by a', purpose: 'query' },
    judge: function* (reviewed) {
      for (const call of calls(reviewed)) if (REMOTE.test(call.name)) yield { at: call.at, detail: call.name }
      yield* eachStatement(reviewed, (statement) => tablesOf(statement).filter(({ database }) => database !== null).map((table) => ({ at: table.at, detail: `${String(table.database)}.${shownTable(table)}` })))
    },
  },
  {
    code: 'system-catalogue', title: '系统目录', severity: 'error', why: '系统目录由数据库自己维护，直接改会损坏数据库；读它会泄露账户与结构。', wayOut: '只使用业务表。',
    bad: { sql: 'update pg_catalog.pg_class set relname = 1 where oid = 1' }, good: { sql: 'update app.t set a = 1 where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, (statement) => tablesOf(statement).filter(({ schema, name }) => (schema !== null && SYSTEM.test(schema)) || (reviewed.dialect === 'postgres' && schema === null && /^pg_/i.test(name))).map((table) => ({ at: table.at, detail: shownTable(table) }))),
  },
  {
    code: 'own-ledger', title: '信运的流水表', severity: 'error', why: '流水表记着哪些改动已经提交，改它就无从判断。', wayOut: '不要读写名为 xinyun_data_change 的表。',
    bad: { sql: 'delete from app.xinyun_data_change where change_key = 1' }, good: { sql: 'delete from app.t where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, (statement) => tablesOf(statement).filter(({ name }) => name.toLowerCase() === 'xinyun_data_change')),
  },
  {
    code: 'bare-table-name', title: '表名没有写模式', severity: 'notice', why: '同名的表可能在几个模式里，执行时取登记的第一个模式。', wayOut: '写成 模式.表名。',
    bad: { sql: 'update t set a = 1 where id = 1' }, good: { sql: 'update app.t set a = 1 where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, (statement) => tablesOf(statement).filter(({ schema }) => schema === null).map(({ at, name }) => ({ at, detail: `${name} 取 ${reviewed.schemas[0] ?? ''}.${name}` }))),
  },
  {
    code: 'undeclared-table', title: '改了没有申报的表', severity: 'error', why: '需求单申报的表是审批的依据。', wayOut: '在需求单上补报该表，或删去语句。', purposes: ['change'],
    bad: { sql: 'update app.b set a = 1 where id = 1', declared: ['app.t'] }, good: { sql: 'update app.t set a = 1 where id = 1', declared: ['app.t'] },
    judge: (reviewed) => (reviewed.declared === undefined ? [] : eachStatement(reviewed, (statement) => [...partsOf(statement)].filter(isWrite).flatMap(({ writes }) => writes).filter((table) => !reviewed.declared?.some((one) => sameTable(reviewed, table, one))).map((table) => ({ at: table.at, detail: shownTable(table) })))),
  },
  {
    code: 'declared-but-untouched', title: '申报的表没有改', severity: 'warning', why: '申报与脚本不一致，可能漏了语句。', wayOut: '补上语句，或从需求单删去该表。', purposes: ['change'],
    bad: { sql: 'update app.t set a = 1 where id = 1', declared: ['app.t', 'app.b'] }, good: { sql: 'update app.t set a = 1 where id = 1', declared: ['app.t'] },
    judge: (reviewed) => (reviewed.declared ?? []).filter((one) => !reviewed.statements.some((statement) => statement.writes.some((table) => sameTable(reviewed, table, one)))).map((one) => ({ at: 0, detail: one })),
  },
  {
    code: 'row-counts-missing', title: '预计行数与语句不对应', severity: 'error', why: '执行时逐条核对行数，多一行少一行都会撤回。', wayOut: '每条语句写一个预计行数，次序与语句一致。', purposes: ['change'],
    bad: { sql: 'update app.t set a = 1 where id = 1; update app.t set a = 2 where id = 2', rows: [1] }, good: { sql: 'update app.t set a = 1 where id = 1', rows: [1] },
    judge: ({ rows, pieces }) => (rows !== undefined && rows.length !== pieces.length ? [{ at: pieces.at(-1)?.at ?? 0, detail: `语句 ${pieces.length} 条，行数 ${rows.length} 个` }] : []),
  },
  {
    code: 'unknown-table', title: '没有这张表', severity: 'error', why: '目标库的现行目录里没有它，或维护账户看不到。', wayOut: '核对表名与模式；需要时请管理员授权。',
    bad: { sql: 'update app.nowhere set a = 1 where id = 1', facts: [EXAMPLE_TABLE] }, good: { sql: 'update app.t set a = 1 where id = 1', facts: [EXAMPLE_TABLE] },
    judge: (reviewed) => (reviewed.facts === undefined ? [] : eachStatement(reviewed, (statement) => tablesOf(statement).filter((table) => factsOf(reviewed, table) === undefined && (table.schema === null || reviewed.schemas.some((one) => one.toLowerCase() === table.schema?.toLowerCase()))).map((table) => ({ at: table.at, detail: shownTable(table) })))),
  },
  {
    code: 'no-primary-key', title: '表没有主键', severity: 'error', why: '没有主键就认不出改动前后的同一行，不能留底，也不能撤销。', wayOut: '请先由变更单补主键。', purposes: ['change'],
    bad: { sql: 'update app.t set a = 1 where id = 1', facts: [{ ...EXAMPLE_TABLE, primaryKey: [] }] }, good: { sql: 'update app.t set a = 1 where id = 1', facts: [EXAMPLE_TABLE] },
    judge: (reviewed) => eachStatement(reviewed, (statement) => statement.writes.filter((table) => factsOf(reviewed, table)?.primaryKey.length === 0).map((table) => ({ at: table.at, detail: shownTable(table) }))),
  },
  {
    code: 'triggers-fire', title: '触发器会一并执行', severity: 'warning', why: '触发器可能改别的表或改写要写入的值，撤销时不会倒着执行。', wayOut: '请看清触发器做什么，在演练中核对。', purposes: ['change'],
    bad: { sql: 'update app.t set a = 1 where id = 1', facts: [{ ...EXAMPLE_TABLE, triggers: ['t_audit'] }] }, good: { sql: 'update app.t set a = 1 where id = 1', facts: [EXAMPLE_TABLE] },
    judge: (reviewed) => eachStatement(reviewed, (statement) => statement.writes.flatMap((table) => (factsOf(reviewed, table)?.triggers ?? []).map((trigger) => ({ at: table.at, detail: trigger })))),
  },
  {
    code: 'cascading-delete', title: '级联删除', severity: 'error', why: '引用它的表会跟着删行或清空引用，这些行不在批准的行数里，也没有留底。', wayOut: '先用单独的语句处理引用它的表。', purposes: ['change'],
    bad: { sql: 'delete from app.t where id = 1', facts: [{ ...EXAMPLE_TABLE, cascades: ['app.child'] }] }, good: { sql: 'delete from app.t where id = 1', facts: [EXAMPLE_TABLE] },
    judge: (reviewed) => eachStatement(reviewed, (statement) => (statement.verb === 'delete' ? statement.writes.flatMap((table) => (factsOf(reviewed, table)?.cascades ?? []).map((other) => ({ at: table.at, detail: other }))) : [])),
  },
]
