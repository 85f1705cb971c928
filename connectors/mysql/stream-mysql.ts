import type { Connection as PromiseConnection } from 'mysql2/promise'

import type { StreamedBatch, StreamedKind } from '../connector.ts'
import type { Allowance } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import { readStatement } from './questions.ts'

const BATCH = 2_000
/** The part of the driver below its promises, which its types hide. */
type Field = { readonly name: string; readonly columnType: number; readonly characterSet: number }
type Streamed = { on(event: 'fields', listener: (fields: readonly Field[] | undefined) => void): void; stream(options: { highWaterMark: number }): AsyncIterable<readonly unknown[]> }
type Streaming = { readonly connection: { query(text: string): Streamed; execute(text: string, parameters: readonly unknown[]): Streamed } }

/** By the type codes of the protocol; character set 63 is bytes. */
function kindOf({ columnType, characterSet }: Field): StreamedKind {
  if ([1, 2, 3, 8, 9, 13].includes(columnType)) return 'integer'
  if ([0, 4, 5, 246].includes(columnType)) return 'decimal'
  if (columnType === 10) return 'date'
  if (columnType === 7 || columnType === 12) return 'instant'
  return columnType === 16 || (columnType >= 249 && columnType <= 254 && characterSet === 63) ? 'binary' : 'text'
}

/** Rows of one statement as the server sends them; it is made to wait while a batch is being worked on. */
export async function streamMysql({ connection, where, isMariadb }: { connection: PromiseConnection; where: string; isMariadb: boolean }, { text, parameters }: { readonly text: string; readonly parameters: readonly unknown[] }, take: (batch: StreamedBatch) => Promise<void>, { timeoutMs, signal }: Allowance): Promise<{ rows: number }> {
  if (!readStatement.safeParse(text).success) throw failure('forbidden', where, '只接受读取语句（select、with、values、table、show）')
  const seconds = Math.max(1, Math.floor((timeoutMs * 0.9) / 1_000))
  await connection.query(`set session ${isMariadb ? `max_statement_time = ${seconds}` : `max_execution_time = ${seconds * 1_000}`}, lock_wait_timeout = 2, innodb_lock_wait_timeout = 2, sql_select_limit = default, time_zone = '+08:00', net_write_timeout = 600`)
  await connection.query('set session transaction isolation level repeatable read')
  await connection.query('start transaction with consistent snapshot, read only')
  try {
    const driver = (connection as unknown as Streaming).connection
    const query = parameters.length === 0 ? driver.query(text) : driver.execute(text, parameters)
    let columns: readonly string[] = []
    let kinds: readonly StreamedKind[] = []
    query.on('fields', (fields) => {
      columns = fields?.map(({ name }) => name) ?? []
      kinds = fields?.map(kindOf) ?? []
    })
    let batch: Array<readonly unknown[]> = []
    let rows = 0
    for await (const row of query.stream({ highWaterMark: BATCH })) {
      signal.throwIfAborted()
      batch.push(row)
      rows += 1
      if (batch.length < BATCH) continue
      await take({ columns, kinds, rows: batch })
      batch = []
    }
    if (batch.length > 0 || rows === 0) await take({ columns, kinds, rows: batch })
    return { rows }
  } finally {
    await connection.query('rollback')
  }
}
