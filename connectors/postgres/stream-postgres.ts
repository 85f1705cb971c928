import pg from 'pg'

import type { StreamedBatch, StreamedKind } from '../connector.ts'
import type { Allowance } from '../limit-door.ts'

const BATCH = 2_000

const { INT2, INT4, INT8, NUMERIC, FLOAT4, FLOAT8, DATE, TIMESTAMP, TIMESTAMPTZ, BOOL, BYTEA } = pg.types.builtins
const KINDS: ReadonlyMap<number, StreamedKind> = new Map<number, StreamedKind>([[INT2, 'integer'], [INT4, 'integer'], [INT8, 'integer'], [NUMERIC, 'decimal'], [FLOAT4, 'decimal'], [FLOAT8, 'decimal'], [DATE, 'date'], [TIMESTAMP, 'instant'], [TIMESTAMPTZ, 'instant'], [BOOL, 'boolean'], [BYTEA, 'binary']])

/** Rows of one statement through a cursor of a read-only transaction: the server waits while a batch is being worked on. Values as the server writes them. */
export async function streamPostgres(connection: pg.Client, { text, parameters }: { readonly text: string; readonly parameters: readonly unknown[] }, take: (batch: StreamedBatch) => Promise<void>, { timeoutMs, signal }: Allowance): Promise<{ rows: number }> {
  await connection.query(`begin transaction isolation level repeatable read read only; set local timezone = 'Asia/Shanghai'; set local datestyle = 'ISO, YMD'; set local statement_timeout = ${Math.max(1, Math.floor(timeoutMs * 0.9))}; set local lock_timeout = 2000`)
  try {
    // The extended protocol takes exactly one statement, also where there are no parameters.
    const declaration: pg.QueryConfig & { queryMode: 'extended' } = { text: `declare stream no scroll cursor for ${text}`, values: [...parameters], queryMode: 'extended' }
    await connection.query(declaration)
    let rows = 0
    for (;;) {
      signal.throwIfAborted()
      const part = await connection.query<unknown[]>({ text: `fetch forward ${BATCH} from stream`, rowMode: 'array', types: { getTypeParser: () => (value: unknown) => value } })
      rows += part.rows.length
      if (part.rows.length > 0 || rows === 0) await take({ columns: part.fields.map(({ name }) => name), kinds: part.fields.map(({ dataTypeID }) => KINDS.get(dataTypeID) ?? 'text'), rows: part.rows })
      if (part.rows.length < BATCH) return { rows }
    }
  } finally {
    await connection.query('rollback')
  }
}
