import type pg from 'pg'

import type { TargetTable } from '#shared/maintenance/data-change.ts'
import { quoteLiteral } from '#shared/catalogue/quote-sql.ts'
import type { LimitedDoor } from '../limit-door.ts'
import type { ChangeEngine } from '../sql/change-engine.ts'
import { finishTransaction, type SqlSession } from '../sql-accounts.ts'

/** A transaction that waits for the centre to keep an image longer than this is ended by the server. */
const IDLE_MS = 120_000

/** PostgreSQL's way of changing data: every value as text in both directions, one snapshot for the whole order. */
export function postgresChangeEngine({ connection, door, schemas, where }: { connection: pg.Client; door: LimitedDoor; schemas: readonly string[]; where: string }): ChangeEngine {
  const session: SqlSession = {
    async run(statement, parameters = []) {
      const query: pg.QueryArrayConfig & { queryMode: 'extended' } = { text: statement, values: [...parameters], rowMode: 'array', queryMode: 'extended' }
      const { rows, rowCount } = await connection.query<unknown[]>(query)
      return { rows, affected: rowCount ?? 0 }
    },
  }
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
  return {
    where,
    quote,
    parameter: (position) => `$${position}`,
    text: (qualified) => `${qualified}::text`,
    lock: (alias) => ` for update of ${alias}`,
    overriding: ' overriding system value',
    canReturnInserted: true,
    async transact(mode, { statementMs, lockMs }, work, signal) {
      const { outcome } = await door.within(async () => {
        // One snapshot: what was looked at is what is changed, or the server refuses.
        await connection.query(
          `begin transaction isolation level repeatable read ${mode === 'read' ? 'read only' : 'read write'}; set local timezone = 'Asia/Shanghai'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 3; set local bytea_output = 'hex'; set local search_path = ${schemas.map(quote).join(', ')}; set local statement_timeout = ${Math.trunc(statementMs)}; set local lock_timeout = ${Math.trunc(lockMs)}; set local idle_in_transaction_session_timeout = ${IDLE_MS}`,
        )
        return finishTransaction((statement) => connection.query(statement), mode === 'write' ? 'write' : 'read', () => work(session))
      }, signal)
      return outcome
    },
    async describe({ run }, tables) {
      const { rows } = await run(TABLES, [JSON.stringify(tables)])
      return rows.map(([facts]) => facts as TargetTable)
    },
    async written({ run }) {
      const { rows } = await run('select schemaname, relname from pg_catalog.pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0')
      return rows.map(([schema, name]) => `${String(schema)}.${String(name)}`)
    },
    async commentsAt({ run }, places) {
      const { rows } = await run(COMMENTS, [JSON.stringify(places)])
      return rows.map(([isThere, text]) => (isThere === true ? (text as string | null) : undefined))
    },
    async comment({ run }, comments) {
      for (const { schema, table, column, text } of comments) {
        const at = `${quote(schema)}.${quote(table)}`
        await run(`comment on ${column === '' ? `${await objectOf(run, schema, table)} ${at}` : `column ${at}.${quote(column)}`} is ${quoteLiteral('postgresql', text)}`)
      }
    },
  }
}

/** COMMENT wants to be told what kind of relation a name is. */
async function objectOf(run: SqlSession['run'], schema: string, table: string): Promise<string> {
  const { rows } = await run("select c.relkind from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')", [schema, table])
  return ({ v: 'view', m: 'materialized view', f: 'foreign table' } as Readonly<Record<string, string>>)[String(rows[0]?.[0])] ?? 'table'
}

const COMMENTS = `
  select c.oid is not null and (w."column" = '' or a.attnum is not null), case when w."column" = '' then pg_catalog.obj_description(c.oid, 'pg_class') else pg_catalog.col_description(c.oid, a.attnum) end
  from json_array_elements($1::json) with ordinality as e (place, at)
  cross join lateral json_to_record(e.place) as w (schema text, "table" text, "column" text)
  left join pg_catalog.pg_namespace n on n.nspname = w.schema
  left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w."table" and c.relkind in ('r', 'p', 'v', 'm', 'f')
  left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = w."column" and a.attnum > 0 and not a.attisdropped
  order by e.at`

/** One JSON object a table, shaped as `TargetTable`. Names are compared as they are written in the catalogue. */
const TABLES = `
  select json_build_object(
    'schema', n.nspname, 'name', c.relname, 'rows', greatest(c.reltuples, 0)::bigint,
    'columns', coalesce((select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod) || case when a.attidentity <> '' then ' identity' when pg_get_expr(d.adbin, d.adrelid) like 'nextval(%' then ' serial' else '' end,
      'isNullable', not a.attnotnull, 'isGenerated', a.attgenerated <> '') order by a.attnum) from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]'),
    'primaryKey', coalesce((select json_agg(a.attname order by k.place) from pg_catalog.pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, place) join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary), '[]'),
    'indexes', coalesce((select json_agg(json_build_object('columns', (select coalesce(json_agg(a.attname order by k.place), '[]') from unnest(i.indkey::int2[]) with ordinality as k (attnum, place) join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum), 'isUnique', i.indisunique)) from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisvalid), '[]'),
    'triggers', coalesce((select json_agg(t.tgname order by t.tgname) from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D'), '[]'),
    'cascades', coalesce((select json_agg(distinct k.conrelid::regclass::text) from pg_catalog.pg_constraint k where k.confrelid = c.oid and k.contype = 'f' and k.confdeltype in ('c', 'n', 'd')), '[]'))
  from json_to_recordset($1::json) as wanted (schema text, name text)
  join pg_catalog.pg_namespace n on n.nspname = wanted.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = wanted.name and c.relkind in ('r', 'p')
  where has_table_privilege(c.oid, 'SELECT')`
