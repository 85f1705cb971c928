import type { Duplex } from 'node:stream'

import pg from 'pg'

import { ConnectorError, type Door, type OpenRequest, type QueryRows } from '../connector.ts'
import { serverName } from '../http-exchange.ts'
import { scalarOf } from '../json-pointer.ts'
import { type Allowance, type Entrance, enterAndConnect, limitDoor, type Measured } from '../limit-door.ts'
import { explainPostgres } from './explain-postgres.ts'
import { provePostgresReadOnly } from './prove-read-only.ts'
import { type PostgresQuestion, postgresQuestion } from './questions.ts'
import type { PostgresSecrets, PostgresSettings } from './settings.ts'

/** Rows of one question kept as raw capture. */
const RAW_ROWS = 1_000
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
  let client: pg.Client | undefined
  let version = ''
  const sever = () => void streamOf(client)?.destroy()
  const { connection, connectMs, leave } = await enterAndConnect(
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
  connection.once('end', leave)

  const door = limitDoor({ request, where, explain, connection: { stream: () => streamOf(client), sever } })

  const read = async (text: string, parameters: readonly unknown[], maxRows: number, allowance: Allowance): Promise<ReadRows> => {
    const serverMs = Math.max(1, Math.floor(allowance.timeoutMs * 0.9))
    await connection.query(`begin transaction read only; set local statement_timeout = ${serverMs}; set local lock_timeout = ${Math.min(serverMs, 2_000)}`)
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
    if ('sql' in question) return scalarAnswer(await read(question.sql, question.parameters, RAW_ROWS, allowance), question)
    switch (question.measure) {
      case 'connect-ms':
        return { value: Math.round(connectMs * 100) / 100, unit: 'ms', raw: { connectMs, version } }
      case 'round-trip-ms': {
        const startedAt = performance.now()
        await connection.query('select 1')
        const roundTripMs = performance.now() - startedAt
        return { value: Math.round(roundTripMs * 100) / 100, unit: 'ms', raw: { roundTripMs } }
      }
      case 'account-read-only': {
        const proof = await prove(allowance)
        return { value: proof.isReadOnly, raw: proof }
      }
    }
  }

  return {
    identity: { engine: 'postgresql', version: version.split(' ')[0] ?? '' },
    ask: (question, signal) => door.ask(postgresQuestion, question, answer, signal),
    async query(text, parameters = [], { maxRows = QUERY_ROWS } = {}) {
      const { columns, rows, isTruncated } = (await door.within((allowance) => read(text, parameters, maxRows, allowance))).outcome
      return { columns, rows, isTruncated }
    },
    proveReadOnly: async () => (await door.within(prove)).outcome,
    async close() {
      door.close()
      // A polite goodbye must not outlast its welcome: a hanging server never acknowledges it.
      const goodbye = setTimeout(sever, 1_000)
      await connection.end().catch(() => {})
      clearTimeout(goodbye)
    },
  }
}

type ReadRows = QueryRows & { readonly types: readonly number[] }

function scalarAnswer({ types, ...raw }: ReadRows, question: { column?: string | undefined; unit?: string | undefined }): Measured {
  const at = question.column === undefined ? 0 : raw.columns.indexOf(question.column)
  if (at < 0) throw new ConnectorError('bad-answer', `目标应答无法识别：结果中没有列 ${question.column}，只有 ${raw.columns.join('、')}`)
  const cell = raw.rows[0]?.[at]
  const isNumber = types[at] === pg.types.builtins.INT8 || types[at] === pg.types.builtins.NUMERIC
  return { value: scalarOf(isNumber && typeof cell === 'string' ? Number(cell) : cell), ...(question.unit === undefined ? {} : { unit: question.unit }), raw }
}

function clientOptions({ settings, secrets }: OpenRequest<PostgresSettings, PostgresSecrets>, { target }: Entrance): pg.ClientConfig {
  const { tls } = settings
  return {
    host: target.address,
    port: target.port,
    database: settings.database,
    user: settings.username,
    // A function keeps the driver from looking into a password file of the machine.
    password: () => secrets.password,
    application_name: 'xinyun',
    connectionTimeoutMillis: 0,
    keepAlive: true,
    ssl: tls.mode === 'off' ? false : { rejectUnauthorized: tls.mode === 'verified', ...serverName(target.host), ...(tls.ca === undefined ? {} : { ca: tls.ca }) },
  }
}

/** The driver does not type its own connection: the socket is needed to cut and to count, the status to know the version. */
type DriverConnection = { readonly stream: Duplex; on(event: 'parameterStatus', listener: (status: { parameterName: string; parameterValue: string }) => void): void }

function connectionOf(client: pg.Client): DriverConnection {
  return (client as unknown as { readonly connection: DriverConnection }).connection
}

function streamOf(client: pg.Client | undefined): Duplex | undefined {
  return client === undefined ? undefined : connectionOf(client).stream
}
