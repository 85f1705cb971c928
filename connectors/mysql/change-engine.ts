import type { Connection } from 'mysql2/promise'

import type { TargetTable } from '#shared/maintenance/data-change.ts'
import type { LimitedDoor } from '../limit-door.ts'
import type { ChangeEngine } from '../sql/change-engine.ts'
import { finishTransaction, type SqlSession } from '../sql-accounts.ts'
import { commentMariadb } from './comment-mariadb.ts'

const BINARY = /blob|binary|^bit|geometry|point|polygon|linestring/i
const WHOLE = /^(tinyint|smallint|mediumint|int|bigint|year)/i

/** MySQL's and MariaDB's way of changing data: values as text, binary ones in hexadecimal, times in the business zone. */
export function mysqlChangeEngine({ connection, door, where, isMariadb }: { connection: Connection; door: LimitedDoor; where: string; isMariadb: boolean }): ChangeEngine {
  const session: SqlSession = {
    async run(statement, parameters = []) {
      const [answer] = (await (parameters.length === 0 ? connection.query(statement) : connection.execute(statement, parameters as Array<string | number | null>))) as unknown as [ReadonlyArray<readonly unknown[]> | { readonly affectedRows: number }]
      // Found rows, not changed ones: the driver asks the server to count so.
      return 'affectedRows' in answer ? { rows: [], affected: answer.affectedRows } : { rows: answer, affected: answer.length }
    },
  }
  return {
    where,
    quote: (name) => `\`${name.replaceAll('`', '``')}\``,
    // Text compared with a number becomes a floating one, and large keys run together: each value takes its column's type.
    parameter: (_position, { type }) => (WHOLE.test(type) ? `cast(? as ${/unsigned/i.test(type) ? 'unsigned' : 'signed'})` : BINARY.test(type) ? 'unhex(?)' : '?'),
    text: (qualified, { type }) => (BINARY.test(type) ? `hex(${/^bit/i.test(type) ? `cast(${qualified} as binary)` : qualified})` : /^float/i.test(type) ? `cast(cast(${qualified} as double) as char)` : `cast(${qualified} as char)`),
    lock: () => ' for update',
    overriding: '',
    canReturnInserted: isMariadb,
    async transact(mode, { statementMs, lockMs }, work, signal) {
      const lockSeconds = Math.max(1, Math.round(lockMs / 1_000))
      const { outcome } = await door.within(async () => {
        await connection.query(`set session ${isMariadb ? `max_statement_time = ${statementMs / 1_000}` : `max_execution_time = ${Math.trunc(statementMs)}`}, lock_wait_timeout = ${lockSeconds}, innodb_lock_wait_timeout = ${lockSeconds}, sql_select_limit = default, time_zone = '+08:00', transaction_isolation = 'REPEATABLE-READ'`.replace('transaction_isolation', isMariadb ? 'tx_isolation' : 'transaction_isolation'))
        await connection.query(`start transaction ${mode === 'read' ? 'read only' : 'read write'}`)
        return finishTransaction((statement) => connection.query(statement), mode === 'write' ? 'write' : 'read', () => work(session))
      }, signal)
      return outcome
    },
    async describe(one, tables) {
      const found: TargetTable[] = []
      for (const { schema, name } of tables) {
        const table = await describeTable(one, schema, name)
        if (table !== undefined) found.push(table)
      }
      return found
    },
    // The engine does not say what a transaction has written: there the rights of the login and the review stand guard.
    written: async () => undefined,
    async commentsAt({ run }, places) {
      const found: Array<string | null | undefined> = []
      for (const { schema, table, column } of places) {
        const { rows } = await (column === '' ? run("select table_comment from information_schema.tables where table_schema = ? and table_name = ? and table_type = 'BASE TABLE'", [schema, table]) : run('select column_comment from information_schema.columns where table_schema = ? and table_name = ? and column_name = ?', [schema, table, column]))
        found.push(rows[0] === undefined ? undefined : String(rows[0][0]) || null)
      }
      return found
    },
    comment: (session, comments) => commentMariadb(session, comments, { where, isMariadb }),
  }
}

/** Constants in each query: a correlated look into information_schema opens every table of the server. */
async function describeTable({ run }: SqlSession, schema: string, name: string): Promise<TargetTable | undefined> {
  const place = [schema, name]
  const [table] = (await run("select table_rows from information_schema.tables where table_schema = ? and table_name = ? and table_type = 'BASE TABLE'", place)).rows
  if (table === undefined) return undefined
  const columns = (await run('select column_name, column_type, is_nullable, extra from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position', place)).rows
  const statistics = (await run('select index_name, column_name, non_unique from information_schema.statistics where table_schema = ? and table_name = ? order by index_name, seq_in_index', place)).rows
  const triggers = (await run('select trigger_name from information_schema.triggers where event_object_schema = ? and event_object_table = ? order by 1', place)).rows
  const cascades = (await run("select table_name from information_schema.referential_constraints where unique_constraint_schema = ? and referenced_table_name = ? and delete_rule in ('CASCADE', 'SET NULL', 'SET DEFAULT')", place)).rows
  const indexes = [...Map.groupBy(statistics, ([index]) => String(index))]
  return {
    schema, name, rows: Number(table[0] ?? 0),
    columns: columns.map(([column, type, nullable, extra]) => ({ name: String(column), type: `${String(type)}${/auto_increment/i.test(String(extra)) ? ' auto_increment' : ''}`, isNullable: nullable === 'YES', isGenerated: /generated/i.test(String(extra)) && !/default_generated/i.test(String(extra)) })),
    primaryKey: (indexes.find(([index]) => index === 'PRIMARY')?.[1] ?? []).map(([, column]) => String(column)),
    indexes: indexes.map(([, parts]) => ({ columns: parts.map(([, column]) => String(column)), isUnique: Number(parts[0]?.[2]) === 0 })),
    triggers: triggers.map(([trigger]) => String(trigger)),
    cascades: cascades.map(([child]) => `${schema}.${String(child)}`),
  }
}
