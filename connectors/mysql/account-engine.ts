import type { Connection } from 'mysql2/promise'

import { type AccountMapping, tablesOf } from '../account-mapping.ts'
import type { Allowance, LimitedDoor } from '../limit-door.ts'
import { finishTransaction, type SqlEngine, type SqlSession } from '../sql-accounts.ts'
import { proveMysqlLimits } from './prove-limits.ts'

/** What the driver sends: it knows neither UUID objects nor booleans with a meaning of their own. */
type Sent = string | number | boolean | null

/** MySQL's and MariaDB's way of keeping accounts; a DATETIME is read and written in the business zone. */
export function mysqlAccountEngine({ connection, door, mapping, where, isMariadb }: { connection: Connection; door: LimitedDoor; mapping: AccountMapping; where: string; isMariadb: boolean }): SqlEngine {
  const session: SqlSession = {
    async run(statement, parameters = []) {
      const [answer] = (await connection.execute(statement, parameters as Sent[])) as unknown as [ReadonlyArray<readonly unknown[]> | { readonly affectedRows: number }]
      return 'affectedRows' in answer ? { rows: [], affected: answer.affectedRows } : { rows: answer, affected: answer.length }
    },
  }
  const inTransaction = async <T>(mode: 'read' | 'write', work: (session: SqlSession) => Promise<T>, { timeoutMs }: Allowance): Promise<T> => {
    const serverMs = Math.max(1, Math.floor(timeoutMs * 0.9))
    const lockSeconds = Math.max(1, Math.floor(Math.min(serverMs, 2_000) / 1_000))
    await connection.query(`set session ${isMariadb ? `max_statement_time = ${serverMs / 1_000}` : `max_execution_time = ${serverMs}`}, lock_wait_timeout = ${lockSeconds}, innodb_lock_wait_timeout = ${lockSeconds}, sql_select_limit = default, time_zone = '+08:00'`)
    await connection.query(`start transaction ${mode === 'read' ? 'read only' : 'read write'}`)
    return finishTransaction((statement) => connection.query(statement), mode, () => work(session))
  }
  return {
    where,
    quote: (name) => `\`${name}\``,
    parameter: () => '?',
    momentText: (column, kind) => `date_format(${column}, '${kind === 'date' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%i:%s.%f+08:00'}')`,
    momentParameter: (_position, kind) => (kind === 'date' ? '?' : `str_to_date(?, '%Y-%m-%dT%H:%i:%s.%f+08:00')`),
    transact: async (mode, work, signal) => (await door.within((allowance) => inTransaction(mode, work, allowance), signal)).outcome,
    async columnsOf({ run }, table) {
      const [schema, name] = table.includes('.') ? (table.split('.') as [string, string]) : [null, table]
      // Constants in each of the two: a correlated look into information_schema opens every table of the server.
      const columns = await run('select column_name from information_schema.columns where table_schema = coalesce(?, database()) and table_name = ?', [schema, name])
      if (columns.rows.length === 0) return undefined
      const keys = await run('select max(column_name) from information_schema.statistics where table_schema = coalesce(?, database()) and table_name = ? and non_unique = 0 group by index_name having count(*) = 1', [schema, name])
      return { columns: columns.rows.map(([column]) => String(column)), unique: keys.rows.map(([column]) => String(column)) }
    },
    proveLimits: async () => (await door.within((allowance) => inTransaction('read', ({ run }) => proveMysqlLimits(async (sql) => (await run(sql)).rows, tablesOf(mapping)), allowance))).outcome,
  }
}
