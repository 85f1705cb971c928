import type { Hit, ReviewRule, Reviewed } from '../rule.ts'
import { partsOf, type SqlStatement, type SqlVerb } from '../sql-statement.ts'
import { calls, eachPart, eachStatement, isWrite } from './rule-parts.ts'

const ofVerb = (...verbs: readonly SqlVerb[]) => (reviewed: Reviewed): Iterable<Hit> => eachStatement(reviewed, ({ verb, at, node }) => (verbs.includes(verb) ? [{ at, detail: node }] : []))
const startsWith = (pattern: RegExp) => (reviewed: Reviewed): Iterable<Hit> => reviewed.pieces.filter(({ text }) => pattern.test(text)).map(({ at }) => ({ at }))
const either = (...judges: ReadonlyArray<(reviewed: Reviewed) => Iterable<Hit>>) =>
  function* (reviewed: Reviewed): Generator<Hit> {
    const seen = new Set<number>()
    for (const judge of judges) for (const hit of judge(reviewed)) if (!seen.has(hit.at)) yield (seen.add(hit.at), hit)
  }
/** Rules and events fire for whatever is done afterwards, hidden from whoever reads the statement. */
const OFF_SWITCHES = /\b(session_replication_role|foreign_key_checks|unique_checks|sql_safe_updates|sql_log_bin|disable\s+trigger|disable\s+keys|row_security|check_function_bodies)\b/i

/** Statements that do not belong into a data order, each with its own way out. */
export const kindRules: readonly ReviewRule[] = [
  {
    code: 'ddl-in-data-order', title: '数据单里改结构', severity: 'error', why: '改结构不能与数据一起撤销，MySQL 还会隐式提交前面的改动。', wayOut: '结构调整另提变更单；表与字段的说明（COMMENT）由数据盘点“交由数据维护执行”；这里只写增、删、改。',
    bad: { sql: 'alter table t add column b int' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: either(ofVerb('ddl'), startsWith(/^(create|alter|drop|rename|comment)\b/i)),
  },
  {
    code: 'truncate', title: '清空表', severity: 'error', why: '清空不留改动前的行，不触发行级约束，MySQL 中不能撤销。', wayOut: '写成带条件的 delete，逐行留底。',
    bad: { sql: 'truncate table t' }, good: { sql: 'delete from t where id = 1' }, judge: either(ofVerb('truncate'), startsWith(/^truncate\b/i)),
  },
  {
    code: 'transaction-control', title: '自行控制事务', severity: 'error', why: '执行由系统放在一个事务里，留底、行数核对与提交是一体的；commit 会绕过它们。', wayOut: '删去 begin、commit、rollback、savepoint。',
    bad: { sql: 'begin; update t set a = 1 where id = 1; commit' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: either(ofVerb('transaction'), startsWith(/^(begin|start\s+transaction|commit|rollback|savepoint|release|end|abort|xa)\b/i)),
  },
  {
    code: 'session-setting', title: '改会话设置', severity: 'error', why: 'set、use、search_path 会改变后面语句的含义。', wayOut: '删去；表名写全模式名，时限由系统设定。',
    bad: { sql: 'set search_path = other; update t set a = 1 where id = 1' }, good: { sql: 'update app.t set a = 1 where id = 1' },
    judge: either(ofVerb('set'), startsWith(/^(set|reset|use|discard)\b/i), (reviewed) => [...calls(reviewed)].filter(({ name }) => name === 'set_config')),
  },
  {
    code: 'check-switched-off', title: '关闭触发器或约束检查', severity: 'error', why: '关闭之后写入的数据可能不一致，且之后不会再被发现。', wayOut: '保留检查，先改被引用的数据，再改引用它的。',
    bad: { sql: "set session_replication_role = 'replica'" }, good: { sql: 'update t set a = 1 where id = 1' },
    judge: ({ pieces }) => pieces.filter(({ tokens }) => OFF_SWITCHES.test(tokens.filter(({ kind }) => kind !== 'string').map(({ text }) => text).join(' '))).map(({ at }) => ({ at })),
  },
  {
    code: 'rights-and-roles', title: '改权限或账户', severity: 'error', why: '权限调整有自己的单据、审批和核对。', wayOut: '用《系统权限调整单》。',
    bad: { sql: 'grant select on t to u' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: either(ofVerb('grant'), startsWith(/^(grant|revoke|(create|alter|drop)\s+(user|role)|set\s+(role|session\s+authorization|password))\b/i)),
  },
  {
    code: 'anonymous-program', title: '匿名程序块', severity: 'error', why: 'do 块里可以做任何事，解析器看不进去，行数也无从核对。', wayOut: '拆成普通语句；确需循环的分批执行。',
    bad: { sql: 'do $x$ begin delete from t; end $x$' }, good: { sql: 'delete from t where id = 1' }, judge: either(ofVerb('do'), startsWith(/^do\b/i)),
  },
  {
    code: 'procedure-call', title: '调用存储过程', severity: 'error', why: '过程内部的写入看不见，也可能自行提交。', wayOut: '写出过程中要做的增、删、改。',
    bad: { sql: 'call p(1)' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: either(ofVerb('call'), startsWith(/^call\b/i)),
  },
  {
    code: 'file-or-program', title: '读写服务器文件或运行程序', severity: 'error', why: 'copy … program 会在服务器上运行命令；读写文件绕开一切审计。', wayOut: '少量数据写成 insert；成批数据走共享交换。',
    bad: { sql: "copy t from program 'curl example'" }, good: { sql: 'insert into t (id) values (1)' },
    judge: either(ofVerb('copy'), startsWith(/^(copy|load\s+(data|xml))\b/i), ({ pieces }) => pieces.filter(({ tokens }) => /\binto (outfile|dumpfile)\b/i.test(tokens.map(({ text }) => text).join(' '))).map(({ at }) => ({ at }))),
  },
  {
    code: 'explicit-lock', title: '自行加锁', severity: 'error', why: '整表加锁会使业务停住；劝告锁出错后不一定释放。', wayOut: '由系统按行加锁并限时等待，删去加锁语句。',
    bad: { sql: 'lock table t in exclusive mode' }, good: { sql: 'update t set a = 1 where id = 1' },
    judge: either(ofVerb('lock'), startsWith(/^(lock|unlock)\b/i), (reviewed) => [...calls(reviewed)].filter(({ name }) => /^(pg_(try_)?advisory|get_lock|release_lock)/.test(name))),
  },
  {
    code: 'server-maintenance', title: '服务器维护语句', severity: 'error', why: 'vacuum、reindex、optimize、flush、kill 不改业务数据，却影响整个库。', wayOut: '列入运维作业计划，另行审批。',
    bad: { sql: 'vacuum full t' }, good: { sql: 'delete from t where id = 1' }, judge: either(ofVerb('maintenance'), startsWith(/^(vacuum|analyze|reindex|cluster|checkpoint|optimize|repair|flush|kill|shutdown|purge|refresh|load)\b(?!\s+data)/i)),
  },
  {
    code: 'assembled-statement', title: '拼接后再执行的语句', severity: 'error', why: 'prepare/execute 执行的是运行时拼出的文本，审阅看不到。', wayOut: '直接写出语句。',
    bad: { sql: 'execute plan_1(1)' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: either(ofVerb('prepare'), startsWith(/^(prepare|execute|deallocate|declare|fetch)\b/i)),
  },
  {
    code: 'merge', title: '合并写入', severity: 'error', why: 'merge 一句可增可改可删，行数不能分别核对，也不能逐类撤销。', wayOut: '拆成 update、insert、delete 各一条。', dialects: ['postgres'],
    bad: { sql: 'merge into t using s on t.id = s.id when matched then delete' }, good: { sql: 'delete from t using s where t.id = s.id' }, judge: ofVerb('merge'),
  },
  {
    code: 'insert-or-something', title: '有则改之的插入', severity: 'error', why: 'on conflict、replace、insert ignore、on duplicate key 视现状而增或改，批准时说不清会改哪些行；replace 还会先删后增。', wayOut: '先查清现状，拆成 update 与 insert。',
    bad: { sql: 'insert into t (id) values (1) on conflict do nothing' }, good: { sql: 'insert into t (id) values (1)' }, judge: (reviewed) => eachPart(reviewed, (part) => (part.hasConflictClause || part.verb === 'replace' ? [{ at: part.at }] : [])),
  },
  {
    code: 'writing-subquery', title: '藏在查询里的写入', severity: 'error', why: 'with 里的 insert、update、delete 与外层同时执行，次序与行数都不直观。', wayOut: '拆成单独的语句。', dialects: ['postgres'],
    bad: { sql: 'with gone as (delete from t where id = 1 returning id) select * from gone' }, good: { sql: 'delete from t where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, (statement) => [...partsOf(statement)].slice(1).filter(isWrite)),
  },
  {
    code: 'with-before-write', title: '写入前的 with', severity: 'error', why: '执行时要按同一条件先取改动前的行，with 使条件分在两处。', wayOut: '把 with 的内容写进条件或 from 的子查询。', purposes: ['change'],
    bad: { sql: 'with s as (select 1 as id) update t set a = 1 from s where t.id = s.id' }, good: { sql: 'update t set a = 1 from (select 1 as id) s where t.id = s.id' },
    judge: (reviewed) => eachStatement(reviewed, (statement) => (isWrite(statement) && statement.ctes.length > 0 ? [{ at: statement.at }] : [])),
  },
  {
    code: 'several-tables-at-once', title: '一句改多张表', severity: 'error', why: '多表 update/delete 的行数是各表之和，不能逐表核对。', wayOut: '每张表一条语句，条件用子查询。', dialects: ['mysql'],
    bad: { sql: 'update a join b on a.id = b.id set a.x = 1 where b.y = 2', dialect: 'mysql' }, good: { sql: 'update a set x = 1 where id in (select id from b where y = 2)', dialect: 'mysql' },
    judge: (reviewed) => eachStatement(reviewed, ({ verb, writes, sources, at }) => ((verb === 'update' || verb === 'delete') && writes.length + sources.length > 1 ? [{ at }] : [])),
  },
  {
    code: 'returning', title: '返回改动的行', severity: 'warning', why: '返回的行没有人接收；改动前后的行由系统自动留存。', wayOut: '删去 returning。', purposes: ['change'],
    bad: { sql: 'delete from t where id = 1 returning id' }, good: { sql: 'delete from t where id = 1' }, judge: (reviewed) => eachStatement(reviewed, ({ hasReturning, at }) => (hasReturning ? [{ at }] : [])),
  },
  {
    code: 'query-in-data-order', title: '数据单里的查询', severity: 'error', why: '查询不改数据，结果也没有人接收；导出数据有自己的单据和脱敏。', wayOut: '核对用的查询写进说明；要结果请提《临时需求单》。', purposes: ['change'],
    bad: { sql: 'select a from t where id = 1' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: ofVerb('select'),
  },
  {
    code: 'write-in-query', title: '导出单里的写入', severity: 'error', why: '导出只能读。', wayOut: '只写一条 select；改数据请提《数据调整需求单》。', purposes: ['query'],
    bad: { sql: 'delete from t where id = 1', purpose: 'query' }, good: { sql: 'select a from t order by a', purpose: 'query' }, judge: (reviewed) => eachStatement(reviewed, (statement: SqlStatement) => (isWrite(statement) ? [{ at: statement.at }] : [])),
  },
  {
    code: 'unknown-statement', title: '不在允许之列的语句', severity: 'error', why: '只有 insert、update、delete（导出为 select）能留底、核对和撤销。', wayOut: '改写为上述语句。',
    bad: { sql: 'notify channel' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: ofVerb('other'),
  },
]
