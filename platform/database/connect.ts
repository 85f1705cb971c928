import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from '#platform/logging/logger.ts'

const { Pool, types } = pg
const DATE_OID = 1082
const INT8_OID = 20

/**
 * Business dates stay `YYYY-MM-DD` text (a Date would shift them by the process's zone), 64-bit integers become
 * numbers (counts and sequences stay far below 2^53), numeric stays text (money).
 */
const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE_OID) return (text: string) => text
    if (oid === INT8_OID) return (text: string) => Number(text)
    return types.getTypeParser(oid, format)
  },
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
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
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
