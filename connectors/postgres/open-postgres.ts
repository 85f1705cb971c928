import type { Duplex } from 'node:stream'

import pg from 'pg'

import { type Door, type OpenRequest, type QueryRows } from '../connector.ts'
import { scalarOf } from '../json-pointer.ts'
import { type Allowance, enterAndConnect, limitDoor, type Measured } from '../limit-door.ts'
import { openSqlAccounts } from '../sql-accounts.ts'
import { openDataChanges } from '../sql/data-changes.ts'
import { measureSession, scalarAnswer } from '../sql-measures.ts'
import { postgresAccountEngine } from './account-engine.ts'
import { CATALOGUE_HALVES } from './catalogue-query.ts'
import { clientOptions } from './client-options.ts'
import { postgresDumps } from './dump-postgres.ts'
import { postgresChangeEngine } from './change-engine.ts'
import { explainPostgres } from './explain-postgres.ts'
import { readCatalogueAnswer } from './introspect-postgres.ts'
import { provePostgresReadOnly } from './prove-read-only.ts'
import { type PostgresQuestion, postgresQuestion } from './questions.ts'
import type { PostgresSecrets, PostgresSettings } from './settings.ts'
import { streamPostgres } from './stream-postgres.ts'

/** Rows of one question kept as raw capture. */
const RAW_ROWS = 1_000
const NUMERIC: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC])
/** Rows of `query` when the caller does not say. */
const QUERY_ROWS = 10_000

/**
 * One connection, one read-only transaction a question. The server itself ends a statement that runs too long or waits for
 * a lock (a little before our own timer, so that the connection survives); every statement goes through a cursor with the
 * extended protocol, so there is exactly one statement and never more rows than asked for.
 */
export async function openPostgres(request: OpenRequest<PostgresSettings, PostgresSecrets>): Promise<Door> {
  const { settings } = request
  const where = `${settings.host}:${settings.port}/${settings.database}`
  const explain = explainPostgres(where)
  let version = ''
  const connect = async () => {
    let client: pg.Client | undefined
    const sever = () => void streamOf(client)?.destroy()
    const entered = await enterAndConnect(
      request,
      explain,
      async (entrance) => {
        client = new pg.Client(clientOptions(request, entrance))
        client.on('error', () => {})
        connectionOf(client).on('parameterStatus', (status) => {
          if (status.parameterName === 'server_version') version = status.parameterValue
        })
        await client.connect()
        return client
      },
      sever,
    )
    entered.connection.once('end', entered.leave)
    return { ...entered, sever }
  }
  const { connection, target, connectMs, sever } = await connect()

  const door = limitDoor({ request, where, explain, connection: { stream: () => streamOf(connection), sever } })

  const read = async (text: string, parameters: readonly unknown[], maxRows: number, allowance: Allowance, session = ''): Promise<ReadRows> => {
    const serverMs = Math.max(1, Math.floor(allowance.timeoutMs * 0.9))
    await connection.query(`begin transaction read only; set local statement_timeout = ${serverMs}; set local lock_timeout = ${Math.min(serverMs, 2_000)}${session}`)
    try {
      // Without parameters the driver would choose the simple protocol, which takes several statements: `select 1; commit; delete …`.
      const declaration: pg.QueryConfig & { queryMode: 'extended' } = { text: `declare door no scroll cursor for ${text}`, values: [...parameters], queryMode: 'extended' }
      await connection.query(declaration)
      const result = await connection.query<unknown[]>({ text: `fetch forward ${maxRows + 1} from door`, rowMode: 'array' })
      return { columns: result.fields.map((field) => field.name), types: result.fields.map((field) => field.dataTypeID), rows: result.rows.slice(0, maxRows), isTruncated: result.rows.length > maxRows }
    } finally {
      await connection.query('rollback')
    }
  }
  const prove = (allowance: Allowance) => provePostgresReadOnly(async (sql) => (await read(sql, [], RAW_ROWS, allowance)).rows)

  const answer = async (question: PostgresQuestion, allowance: Allowance): Promise<Measured> => {
    if (!('sql' in question)) return measureSession(question.measure, { connectMs, version, roundTrip: () => connection.query('select 1'), prove: () => prove(allowance) })
    const { types, ...raw } = await read(question.sql, question.parameters, RAW_ROWS, allowance)
    // The driver leaves numbers that may not fit as text.
    return scalarAnswer(raw, question, (cell, at) => scalarOf(typeof cell === 'string' && NUMERIC.has(types[at] ?? 0) ? Number(cell) : cell))
  }

  const shortVersion = version.split(' ')[0] ?? ''
  return {
    identity: { engine: 'postgresql', version: shortVersion },
    ask: (question, signal) => door.ask(postgresQuestion, question, answer, signal),
    async query(text, parameters = [], { maxRows = QUERY_ROWS } = {}) {
      const { columns, rows, isTruncated } = (await door.within((allowance) => read(text, parameters, maxRows, allowance))).outcome
      return { columns, rows, isTruncated }
    },
    introspect: async (signal) => readCatalogueAnswer((await door.within((allowance) => askCatalogue({ first: connection, beside: connect }, allowance), signal)).outcome, shortVersion),
    proveReadOnly: async () => (await door.within(prove)).outcome,
    ...postgresDumps({ request, target, version, where }),
    ...(settings.accounts === undefined ? {} : { accounts: openSqlAccounts(settings.accounts, postgresAccountEngine({ connection, door, mapping: settings.accounts, where }), () => request.clock.now()) }),
    ...(settings.changes === undefined ? {} : { dataChanges: openDataChanges(settings.changes, postgresChangeEngine({ connection, door, schemas: settings.changes.schemas, where }), () => request.clock.now()) }),
    stream: async (text, take, { signal, parameters = [] } = {}) => (await door.within((allowance) => streamPostgres(connection, { text, parameters }, take, allowance), signal)).outcome,
    async close() {
      door.close()
      // A polite goodbye must not outlast its welcome: a hanging server never acknowledges it.
      const goodbye = setTimeout(sever, 1_000)
      await connection.end().catch(() => {})
      clearTimeout(goodbye)
    },
  }
}

/**
 * Asks for the two halves of the catalogue at once: most of it is what the server works out function by function, and one session uses one
 * processor. Where no second session is to be had the first is asked for both.
 */
async function askCatalogue({ first, beside }: { first: pg.Client; beside: () => Promise<{ connection: pg.Client; sever: () => void }> }, { timeoutMs, watch, signal }: Allowance): Promise<string[]> {
  const begin = `begin transaction isolation level repeatable read read only; set local statement_timeout = ${Math.max(1, Math.floor(timeoutMs * 0.9))}; set local lock_timeout = 2000; set local search_path = ''`
  const ask = async (session: pg.Client, text: string) => String((await session.query<unknown[]>({ text, rowMode: 'array' })).rows[0]?.[0])
  const second = await beside().catch(() => undefined)
  const cut = () => second?.sever()
  signal.addEventListener('abort', cut, { once: true })
  watch(streamOf(second?.connection))
  try {
    await first.query(begin)
    if (second) await second.connection.query(`${begin}; set transaction snapshot '${await ask(first, 'select pg_catalog.pg_export_snapshot()')}'`)
    const [one, other] = CATALOGUE_HALVES
    return second ? await Promise.all([ask(first, one), ask(second.connection, other)]) : [await ask(first, one), await ask(first, other)]
  } finally {
    signal.removeEventListener('abort', cut)
    await Promise.all([first.query('rollback'), second?.connection.end()])
  }
}

type ReadRows = QueryRows & { readonly types: readonly number[] }

/** The driver does not type its own connection: the socket is needed to cut and to count, the status to know the version. */
type DriverConnection = { readonly stream: Duplex; on(event: 'parameterStatus', listener: (status: { parameterName: string; parameterValue: string }) => void): void }

function connectionOf(client: pg.Client): DriverConnection {
  return (client as unknown as { readonly connection: DriverConnection }).connection
}

function streamOf(client: pg.Client | undefined): Duplex | undefined {
  return client === undefined ? undefined : connectionOf(client).stream
}
