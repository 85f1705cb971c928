import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from '#platform/logging/logger.ts'
import { keepingClient } from './keeping-client.ts'

const { Pool, types } = pg
const DATE_OID = 1082
const INT8_OID = 20
const TIMESTAMPTZ_OID = 1184
const parseTimestamptz = types.getTypeParser(TIMESTAMPTZ_OID) as (text: string) => Date

/** Reads what servers send, `2024-09-14 08:30:00.123456+08`, where it stands; what is rarer (infinity, years before Christ, offsets with seconds) is left to the driver, which takes twenty times as long. */
function instantFrom(text: string): Date {
  const two = (at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
  const is = (at: number, mark: string) => text.charCodeAt(at) === mark.charCodeAt(0)
  if (!(is(4, '-') && is(7, '-') && is(10, ' ') && is(13, ':') && is(16, ':')) || is(0, '0')) return parseTimestamptz(text)
  let at = 19
  let ms = 0
  if (is(at, '.')) for (let unit = 100, digit; (digit = text.charCodeAt(++at) - 48) >= 0 && digit <= 9; unit /= 10) ms += unit >= 1 ? digit * unit : 0
  const east = is(at, '+') ? 1 : is(at, '-') ? -1 : 0
  const minutes = two(at + 1) * 60 + (is(at + 3, ':') ? two(at + 4) : 0)
  if (east === 0 || text.length !== (is(at + 3, ':') ? at + 6 : at + 3)) return parseTimestamptz(text)
  return new Date(Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), ms) - east * minutes * 60_000)
}

/**
 * Business dates stay `YYYY-MM-DD` text (a Date would shift them by the process's zone), 64-bit integers become
 * numbers (counts and sequences stay far below 2^53), numeric stays text (money), instants become Dates.
 */
const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE_OID) return (text: string) => text
    if (oid === INT8_OID) return (text: string) => Number(text)
    if (oid === TIMESTAMPTZ_OID && format !== 'binary') return instantFrom
    return types.getTypeParser(oid, format)
  },
}

/** Column names in camel case; a name is turned once, not once a row. */
class CamelCaseRows extends CamelCasePlugin {
  readonly #names = new Map<string, string>()

  protected override mapRow(row: Record<string, unknown>): Record<string, unknown> {
    const mapped: Record<string, unknown> = {}
    for (const column in row) {
      let name = this.#names.get(column)
      if (name === undefined) this.#names.set(column, (name = this.camelCase(column)))
      mapped[name] = row[column]
    }
    return mapped
  }
}

export type ConnectOptions = {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  /** Seven processes share one server: pools are small, their sum stays below max_connections. */
  readonly maxConnections: number
  readonly log: Logger
  readonly statementTimeoutMs?: number
}

export type Database = { readonly kysely: Kysely<unknown>; readonly pool: pg.Pool; close(): Promise<void> }

/** Opens a pool. Nothing is connected until the first query. */
export function connectDatabase(options: ConnectOptions): Database {
  const pool = new Pool({
    Client: keepingClient(),
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    types: typeParsers,
  })
  // Without a listener, a server that goes away takes the process with it.
  pool.on('error', (error) => options.log.warn({ error: error.message }, 'idle database connection lost'))
  // The same for a connection that breaks between two statements of a transaction: the next statement reports it.
  pool.on('connect', (client) => client.on('error', (error) => options.log.warn({ error: error.message }, 'database connection lost')))
  const kysely = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCaseRows({ maintainNestedObjectKeys: true })],
  })
  return { kysely, pool, close: () => kysely.destroy() }
}

/** Runs statements on one plain connection outside any pool: create database, listen, maintenance. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, types: typeParsers })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, database: string): string {
  const parsed = new URL(url)
  parsed.pathname = `/${encodeURIComponent(database)}`
  return parsed.toString()
}

/** Creates a database when it is not there. The name is quoted by the server itself. */
export async function ensureDatabase(serverUrl: string, database: string): Promise<'created' | 'present'> {
  return withConnection(serverUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [database])
    if (found.rowCount) return 'present'
    await client.query(`create database ${client.escapeIdentifier(database)} encoding 'UTF8' template template0`)
    return 'created'
  })
}
