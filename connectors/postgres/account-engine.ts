import type pg from 'pg'

import { type AccountMapping, tablesOf } from '../account-mapping.ts'
import type { Allowance, LimitedDoor } from '../limit-door.ts'
import { finishTransaction, type SqlEngine, type SqlSession } from '../sql-accounts.ts'
import { provePostgresLimits } from './prove-limits.ts'

/** PostgreSQL's way of keeping accounts: times as text in both directions, so that no driver or session zone has a say. */
export function postgresAccountEngine({ connection, door, mapping, where }: { connection: pg.Client; door: LimitedDoor; mapping: AccountMapping; where: string }): SqlEngine {
  const session: SqlSession = {
    async run(statement, parameters = []) {
      const query: pg.QueryArrayConfig & { queryMode: 'extended' } = { text: statement, values: [...parameters], rowMode: 'array', queryMode: 'extended' }
      const { rows, rowCount } = await connection.query<unknown[]>(query)
      return { rows, affected: rowCount ?? 0 }
    },
  }
  const inTransaction = async <T>(mode: 'read' | 'write', work: (session: SqlSession) => Promise<T>, { timeoutMs }: Allowance): Promise<T> => {
    const serverMs = Math.max(1, Math.floor(timeoutMs * 0.9))
    await connection.query(`begin transaction ${mode === 'read' ? 'read only' : 'read write'}; set local timezone = 'Asia/Shanghai'; set local statement_timeout = ${serverMs}; set local lock_timeout = ${Math.min(serverMs, 2_000)}`)
    return finishTransaction((statement) => connection.query(statement), mode, () => work(session))
  }
  return {
    where,
    quote: (name) => `"${name}"`,
    parameter: (position) => `$${position}`,
    momentText: (column, kind) => (kind === 'date' ? `to_char(${column}, 'YYYY-MM-DD')` : `to_char((${column})::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
    momentParameter: (position, kind) => (kind === 'date' ? `$${position}::date` : `$${position}::timestamptz`),
    transact: async (mode, work, signal) => (await door.within((allowance) => inTransaction(mode, work, allowance), signal)).outcome,
    async columnsOf({ run }, table) {
      const [schema, name] = table.includes('.') ? (table.split('.') as [string, string]) : [null, table]
      const { rows } = await run(
        `select a.attname, exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null and i.indnkeyatts = 1 and i.indkey[0] = a.attnum)
           from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where c.relkind in ('r', 'p') and c.relname = $1 and c.relnamespace = coalesce((select oid from pg_namespace where nspname = $2), case when $2::text is null then (select relnamespace from pg_class where oid = to_regclass(quote_ident($1))) end)
            and has_column_privilege(c.oid, a.attnum, 'SELECT')`,
        [name, schema],
      )
      if (rows.length === 0) return undefined
      return { columns: rows.map(([column]) => String(column)), unique: rows.filter(([, isUnique]) => isUnique === true).map(([column]) => String(column)) }
    },
    proveLimits: async () => (await door.within((allowance) => inTransaction('read', ({ run }) => provePostgresLimits(async (sql) => (await run(sql)).rows, tablesOf(mapping)), allowance))).outcome,
  }
}
