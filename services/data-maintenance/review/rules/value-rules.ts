import type { ReviewRule } from '../rule.ts'
import { deep } from '../sql-statement.ts'
import { calls, columnFacts, eachPart, eachStatement, factsOf, isSameExpr } from './rule-parts.ts'
import { EXAMPLE_TABLE } from './example-facts.ts'

const facts = [EXAMPLE_TABLE]
/** Functions that write, reach out of the database or act on the server, under names that do not say so. */
const WRITING = /^(nextval|setval|lastval|set_config|lo_(import|create|unlink|put|export|from_bytea)|pg_(terminate_backend|cancel_backend|reload_conf|switch_wal|notify|file_write|create_restore_point|drop_replication_slot|logical_emit_message)|txid_current|query_to_xml|table_to_xml|database_to_xml|cursor_to_xml|xpath_table|last_insert_id)$/
const REACHING = /^(pg_sleep.*|sleep|benchmark|load_file|pg_read_(binary_)?file|pg_ls_.*|pg_stat_file|sys_(exec|eval|get|set)|dblink_exec|lo_export|master_pos_wait|xmltable)$/
const VOLATILE = /^(now|current_timestamp|current_date|current_time|localtime|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|sysdate|curdate|curtime|utc_timestamp|utc_date|unix_timestamp|random|rand|gen_random_uuid|uuid|uuid_short|uuid_generate_v\d|user|current_user|session_user|connection_id|pg_backend_pid)$/
/** Functions that everybody knows to be pure. */
const KNOWN = new Set('abs avg bit_length btrim cast ceil ceiling char char_length character_length chr coalesce concat concat_ws convert count date date_add date_format date_part date_sub date_trunc datediff day decode dense_rank encode exp extract field find_in_set first_value floor format greatest group_concat hex hour if ifnull initcap instr interval isnull json_agg json_array json_build_object json_extract json_object json_set json_unquote jsonb_build_object jsonb_set jsonb_strip_nulls lag last_value lcase lead least left length ln log lower lpad ltrim make_date make_interval max md5 mid min minute mod month nullif octet_length overlay percentile_cont percentile_disc position pow power quarter quote_literal rank regexp_matches regexp_replace repeat replace reverse right round row_number rpad rtrim second sha1 sha2 sign split_part sqrt starts_with stddev str_to_date strpos strftime string_agg string_to_array array_agg array_length array_position array_to_string unnest generate_series substr substring substring_index sum timestampdiff to_char to_date to_json to_jsonb to_number to_timestamp translate trim trunc truncate ucase unhex upper values var_pop variance week weekday width_bucket year age bool_and bool_or every array_remove array_append grouping json_array_elements jsonb_array_elements json_object_agg jsonb_agg timestampadd adddate subdate makedate last_day dayofweek dayofmonth dayofyear monthname dayname ntile cume_dist percent_rank nth_value any_value'.split(' '))
/** What the parser calls by a name of its own. */
const isBuiltIn = (name: string) => KNOWN.has(name) || VOLATILE.test(name) || WRITING.test(name) || REACHING.test(name) || name === '' || name.startsWith('pg_catalog')

/** What is written, and what functions do on the way. */
export const valueRules: readonly ReviewRule[] = [
  {
    code: 'key-changed', title: '改主键或唯一键', severity: 'error', why: '改了主键就认不出原来的行，引用它的数据也会失去对应。', wayOut: '增加新行、改引用、再删旧行，各写一条语句。', purposes: ['change'],
    bad: { sql: 'update app.t set id = 2 where id = 1', facts }, good: { sql: 'update app.t set a = 2 where id = 1', facts },
    judge: (reviewed) => eachStatement(reviewed, ({ verb, writes, sets }) => {
      const known = verb === 'update' && writes[0] !== undefined ? factsOf(reviewed, writes[0]) : undefined
      return known === undefined ? [] : sets.filter(({ column }) => known.primaryKey.some((key) => key.toLowerCase() === column.toLowerCase())).map(({ at, column }) => ({ at, detail: column }))
    }),
  },
  {
    code: 'set-joined-by-and', title: 'set 里用了 and', severity: 'error', why: 'set a = 1 and b = 2 是把一个真假值写进 a，b 不变。', wayOut: '多个列用逗号分开。',
    bad: { sql: 'update t set a = 1 and b = 2 where id = 1' }, good: { sql: 'update t set a = 1, b = 2 where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, ({ sets }) => sets.filter(({ value }) => value.kind === 'operator' && (value.name === 'AND' || value.name === 'OR') && value.args.some((arg) => arg.kind === 'operator' && arg.name === '=')).map(({ at, column }) => ({ at, detail: column }))),
  },
  {
    code: 'set-to-itself', title: '列写成自己', severity: 'warning', why: '写成自己没有变化，却会触发更新。', wayOut: '删去这一列，或写出新值。',
    bad: { sql: 'update t set a = a where id = 1' }, good: { sql: 'update t set a = a + 1 where id = 1' },
    judge: (reviewed) => eachStatement(reviewed, ({ sets }) => sets.filter(({ value, column }) => isSameExpr(value, { kind: 'column', table: null, name: column, at: 0 })).map(({ at, column }) => ({ at, detail: column }))),
  },
  {
    code: 'column-set-twice', title: '同一列写了两次', severity: 'error', why: 'MySQL 取后一个，PostgreSQL 拒绝；总有一个不是本意。', wayOut: '只保留一个。', dialects: ['mysql', 'postgres'],
    bad: { sql: 'update t set a = 1, a = 2 where id = 1', dialect: 'mysql' }, good: { sql: 'update t set a = 2 where id = 1', dialect: 'mysql' },
    judge: (reviewed) => eachStatement(reviewed, ({ sets }) => sets.filter(({ column }, index) => sets.findIndex((other) => other.column.toLowerCase() === column.toLowerCase()) < index).map(({ at, column }) => ({ at, detail: column }))),
  },
  {
    code: 'null-where-forbidden', title: '把不可空的列写成 NULL', severity: 'error', why: '列不可空，执行会失败；非严格模式的 MySQL 会悄悄写成 0 或空串。', wayOut: '写出确切的值。',
    bad: { sql: 'update app.t set a = null where id = 1', facts }, good: { sql: 'update app.t set note = null where id = 1', facts },
    judge: (reviewed) => eachStatement(reviewed, (statement) => statement.sets.flatMap(({ column, value, at }) => {
      const known = columnFacts(reviewed, { ...statement, sources: [] }, { kind: 'column', table: null, name: column, at })
      return value.kind === 'constant' && value.type === 'null' && known?.column.isNullable === false ? [{ at, detail: column }] : []
    })),
  },
  {
    code: 'unknown-column', title: '没有这个列', severity: 'error', why: '目标表的现行目录里没有这个列。', wayOut: '核对列名。',
    bad: { sql: 'update app.t set nothing = 1 where id = 1', facts }, good: { sql: 'update app.t set a = 1 where id = 1', facts },
    judge: (reviewed) => eachStatement(reviewed, ({ writes, sets, into, at }) => {
      const known = writes[0] === undefined ? undefined : factsOf(reviewed, writes[0])
      if (known === undefined) return []
      const wanted = [...sets.map((one) => ({ name: one.column, at: one.at })), ...(into ?? []).map((name) => ({ name, at }))]
      return wanted.filter(({ name }) => !known.columns.some((column) => column.name.toLowerCase() === name.toLowerCase())).map((one) => ({ at: one.at, detail: one.name }))
    }),
  },
  {
    code: 'generated-column', title: '写生成列', severity: 'error', why: '生成列由数据库计算，不能写入。', wayOut: '改写它所依据的列。',
    bad: { sql: "update app.t set full_code = 'x' where id = 1", facts }, good: { sql: "update app.t set code = 'x' where id = 1", facts },
    judge: (reviewed) => eachStatement(reviewed, ({ writes, sets, into, at }) => {
      const known = writes[0] === undefined ? undefined : factsOf(reviewed, writes[0])
      const names = [...sets.map((one) => ({ name: one.column, at: one.at })), ...(into ?? []).map((name) => ({ name, at }))]
      return known === undefined ? [] : names.filter(({ name }) => known.columns.some((column) => column.isGenerated && column.name.toLowerCase() === name.toLowerCase())).map((one) => ({ at: one.at, detail: one.name }))
    }),
  },
  {
    code: 'changing-value', title: '每次不同的值', severity: 'warning', why: 'now()、random()、uuid() 之类在演练与执行时不同，结果不能核对。', wayOut: '写出确切的值；时间写明时区。', purposes: ['change'],
    bad: { sql: 'update t set a = random() where id = 1' }, good: { sql: 'update t set a = 5 where id = 1' },
    judge: (reviewed) => eachPart(reviewed, (part) => [...part.sets.map(({ value }) => value), ...part.values.flat(), ...(part.where === null ? [] : [part.where])].flatMap((root) => [...deep(root)].filter((expr) => expr.kind === 'call' && VOLATILE.test(expr.name)).map((expr) => ({ at: expr.at, detail: expr.kind === 'call' ? expr.name : '' })))),
  },
  {
    code: 'function-that-writes', title: '会写入的函数', severity: 'error', why: 'nextval、setval、lo_import、pg_notify 之类藏着写入，不随撤回而还原。', wayOut: '写出确切的值；序列由插入时的默认值推进。',
    bad: { sql: "select setval('s', 1)", purpose: 'query' }, good: { sql: 'select max(id) from t', purpose: 'query' }, judge: (reviewed) => [...calls(reviewed)].filter(({ name }) => WRITING.test(name)).map(({ at, name }) => ({ at, detail: name })),
  },
  {
    code: 'function-that-reaches-out', title: '触及服务器的函数', severity: 'error', why: '读文件、睡眠、运行命令的函数与数据调整无关，是常见的攻击手法。', wayOut: '删去。',
    bad: { sql: 'update t set a = 1 where id = 1 and pg_sleep(5) is null' }, good: { sql: 'update t set a = 1 where id = 1' }, judge: (reviewed) => [...calls(reviewed)].filter(({ name }) => REACHING.test(name)).map(({ at, name }) => ({ at, detail: name })),
  },
  {
    code: 'unknown-function', title: '自定义函数', severity: 'warning', why: '自定义函数内部可能写入别的表。', wayOut: '看清函数做什么，或把它做的写出来。',
    bad: { sql: 'update t set a = app.compute(a) where id = 1' }, good: { sql: 'update t set a = round(a) where id = 1' }, judge: (reviewed) => [...calls(reviewed)].filter(({ name, schema }) => (schema !== null && schema !== 'pg_catalog') || !isBuiltIn(name)).map(({ at, name, schema }) => ({ at, detail: schema === null ? name : `${schema}.${name}` })),
  },
  {
    code: 'sequence-touched', title: '直接写自增列', severity: 'warning', why: '写了自增列的值而不推进序列，以后的插入会撞上它。', wayOut: '不写自增列，由数据库给号。', purposes: ['change'],
    bad: { sql: 'insert into app.t (id, code, a) values (900001, \'x\', 1)', facts: [{ ...EXAMPLE_TABLE, columns: EXAMPLE_TABLE.columns.map((one) => (one.name === 'id' ? { ...one, type: 'bigint auto_increment' } : one)) }] }, good: { sql: "insert into app.t (code, a) values ('x', 1)", facts },
    judge: (reviewed) => eachStatement(reviewed, ({ verb, writes, into, at }) => {
      const known = verb === 'insert' && writes[0] !== undefined ? factsOf(reviewed, writes[0]) : undefined
      return (known?.columns ?? []).filter(({ type, name }) => /auto_increment|serial|identity/i.test(type) && into?.some((one) => one.toLowerCase() === name.toLowerCase())).map(({ name }) => ({ at, detail: name }))
    }),
  },
  {
    code: 'insert-without-columns', title: '插入没有写列名', severity: 'error', why: '列的次序一变，值就写错列。', wayOut: '写出列名。',
    bad: { sql: 'insert into t values (1, 2)' }, good: { sql: 'insert into t (id, a) values (1, 2)' }, judge: (reviewed) => eachPart(reviewed, ({ verb, into, sets, at }) => (verb === 'insert' && into === null && sets.length === 0 ? [{ at }] : [])),
  },
  {
    code: 'insert-of-other-length', title: '插入的列与值个数不同', severity: 'error', why: '个数不同会失败，或取默认值。', wayOut: '逐列对应。',
    bad: { sql: 'insert into t (id, a) values (1, 2), (3)' }, good: { sql: 'insert into t (id, a) values (1, 2), (3, 4)' }, judge: (reviewed) => eachPart(reviewed, ({ into, values, at }) => (into !== null ? values.filter((row) => row.length !== into.length).slice(0, 1).map((row) => ({ at: row[0]?.at ?? at, detail: `列 ${into.length} 个，值 ${row.length} 个` })) : [])),
  },
  {
    code: 'insert-of-everything', title: '整表插入', severity: 'warning', why: 'insert … select 没有条件会把整张表搬过来。', wayOut: '写出条件和预计行数。', purposes: ['change'],
    bad: { sql: 'insert into t (id) select id from s' }, good: { sql: 'insert into t (id) select id from s where id < 10' }, judge: (reviewed) => eachPart(reviewed, ({ verb, source, at }) => (verb === 'insert' && source !== null && source.where === null && source.sources.length > 0 ? [{ at: source.at || at }] : [])),
  },
  {
    code: 'query-of-everything', title: '导出取全部列', severity: 'warning', why: 'select * 会带出以后新增的列，其中可能有敏感信息。', wayOut: '写出需要的列。', purposes: ['query'],
    bad: { sql: 'select * from t order by id', purpose: 'query' }, good: { sql: 'select id, a from t order by id', purpose: 'query' }, judge: (reviewed) => eachStatement(reviewed, ({ isStar, at }) => (isStar ? [{ at }] : [])),
  },
  {
    code: 'query-without-order', title: '导出没有次序', severity: 'notice', why: '没有 order by 的结果每次次序不同，两期难以比对。', wayOut: '加上 order by。', purposes: ['query'],
    bad: { sql: 'select id from t', purpose: 'query' }, good: { sql: 'select id from t order by id', purpose: 'query' }, judge: (reviewed) => eachStatement(reviewed, ({ verb, orders, at }) => (verb === 'select' && orders.length === 0 ? [{ at }] : [])),
  },
  {
    code: 'query-that-locks', title: '查询加锁或落表', severity: 'error', why: 'for update 会挡住业务；into 会建表或写文件。', wayOut: '删去。', purposes: ['query'],
    bad: { sql: 'select id from t order by id for update', purpose: 'query' }, good: { sql: 'select id from t order by id', purpose: 'query' }, judge: (reviewed) => eachPart(reviewed, ({ locks, destination, at }) => (locks || destination !== null ? [{ at, detail: destination ?? '' }] : [])),
  },
  {
    code: 'one-query-only', title: '导出只能有一条查询', severity: 'error', why: '一个文件对应一条查询。', wayOut: '每条查询各提一张单。', purposes: ['query'],
    bad: { sql: 'select 1; select 2', purpose: 'query' }, good: { sql: 'select id from t order by id', purpose: 'query' }, judge: ({ pieces }) => (pieces.length > 1 ? [{ at: pieces[1]?.at ?? 0 }] : []),
  },
  {
    code: 'unnamed-column', title: '导出的列没有名称', severity: 'notice', why: '表达式列没有名称，接收人不知其意，脱敏也只能看内容。', wayOut: '用 as 给出中文名称。', purposes: ['query'], dialects: ['postgres'],
    bad: { sql: 'select a + 1 from t order by id', purpose: 'query' }, good: { sql: 'select a from t order by id', purpose: 'query' },
    judge: (reviewed) => eachStatement(reviewed, ({ columns, text, at }) => columns.filter((expr) => expr.kind === 'operator' && !/\bas\s/i.test(text)).map((expr) => ({ at: Math.max(at, expr.at) }))),
  },
] satisfies readonly ReviewRule[]

