import { connect as connectSocket, type Socket } from 'node:net'

import { type Connection, createConnection, type FieldPacket } from 'mysql2/promise'

import { ConnectorError, type Door, type OpenRequest, type QueryRows } from '../connector.ts'
import { type Allowance, enterAndConnect, limitDoor, type Measured } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import { openSqlAccounts } from '../sql-accounts.ts'
import { openDataChanges } from '../sql/data-changes.ts'
import { measureSession, numberInText, scalarAnswer } from '../sql-measures.ts'
import { mysqlAccountEngine } from './account-engine.ts'
import { mysqlDumps } from './dump-mysql.ts'
import { mysqlChangeEngine } from './change-engine.ts'
import { explainMysql } from './explain-mysql.ts'
import { introspectMysql } from './introspect-mysql.ts'
import { proveMysqlReadOnly } from './prove-read-only.ts'
import { type MysqlQuestion, mysqlQuestion, readStatement } from './questions.ts'
import type { MysqlSecrets, MysqlSettings } from './settings.ts'
import { streamMysql } from './stream-mysql.ts'

/** Rows of one question kept as raw capture. */
const RAW_ROWS = 1_000
/** Rows of `query` when the caller does not say. */
const QUERY_ROWS = 10_000
/** Rows of one question to the catalogue; a larger one is refused, never cut. */
const CATALOGUE_ROWS = 2_000_000

/**
 * One connection, one read-only transaction a question. The driver sends one statement at a time (its default), and the
 * server ends what runs too long, a little before our own timer, so that the connection survives.
 */
export async function openMysql(request: OpenRequest<MysqlSettings, MysqlSecrets>): Promise<Door> {
  const { settings, secrets } = request
  const where = `${settings.host}:${settings.port}`
  const explain = explainMysql(where)
  let socket: Socket | undefined
  const sever = () => void socket?.destroy()
  const { connection, target, connectMs, leave } = await enterAndConnect(
    request,
    explain,
    async ({ target }) => {
      socket = connectSocket({ host: target.address, port: target.port, noDelay: true })
      const opening = createConnection({
        // The name is for the certificate only: the socket goes to the pinned address.
        host: target.host,
        port: target.port,
        user: settings.username,
        password: secrets.password,
        ...(settings.database === undefined ? {} : { database: settings.database }),
        ...(settings.tls.mode === 'off' ? {} : { ssl: { rejectUnauthorized: settings.tls.mode === 'verified', verifyIdentity: settings.tls.mode === 'verified', ...(settings.tls.ca === undefined ? {} : { ca: settings.tls.ca }) } }),
        stream: socket,
        // Our own timer decides; the driver's would start a second clock.
        connectTimeout: 0,
        charset: 'utf8mb4',
        dateStrings: true,
        supportBigNumbers: true,
        decimalNumbers: false,
        rowsAsArray: true,
      })
      const opened = await opening
      opened.on('error', () => {})
      return opened
    },
    sever,
  )
  socket?.once('close', leave)
  const door = limitDoor({ request, where, explain, connection: { stream: () => socket, sever } })
  const version = await serverVersion(connection, door).catch((error: unknown) => {
    sever()
    throw error
  })
  const isMariadb = /mariadb/i.test(version)

  const read = async (text: string, parameters: readonly (string | number | boolean | null)[], maxRows: number, allowance: Allowance): Promise<QueryRows> => {
    if (!readStatement.safeParse(text).success) throw failure('forbidden', where, '只接受读取语句（select、with、values、table、show）')
    const serverMs = Math.max(1, Math.floor(allowance.timeoutMs * 0.9))
    const lockSeconds = Math.max(1, Math.floor(Math.min(serverMs, 2_000) / 1_000))
    const timeout = isMariadb ? `max_statement_time = ${serverMs / 1_000}` : `max_execution_time = ${serverMs}`
    await connection.query(`set session ${timeout}, lock_wait_timeout = ${lockSeconds}, innodb_lock_wait_timeout = ${lockSeconds}, sql_select_limit = ${maxRows + 1}`)
    await connection.query('start transaction read only')
    try {
      const [rows, fields] = (parameters.length === 0 ? await connection.query(text) : await connection.execute(text, [...parameters])) as unknown as [unknown, FieldPacket[] | undefined]
      if (!Array.isArray(rows) || fields === undefined) throw new ConnectorError('bad-answer', '目标应答无法识别：语句没有返回行')
      const list = rows as Array<readonly unknown[]>
      return { columns: fields.map((field) => field.name), rows: list.slice(0, maxRows), isTruncated: list.length > maxRows }
    } finally {
      await connection.query('rollback')
    }
  }
  const prove = (allowance: Allowance) =>
    proveMysqlReadOnly(async (sql) => {
      const { rows } = await read(sql, [], RAW_ROWS, allowance).catch((error: unknown) => Promise.reject(explain(error)))
      return rows
    })
  const lookUp = async (kind: 'status' | 'variables', name: string, allowance: Allowance): Promise<string | null> => {
    // `_` is a wildcard of LIKE; names hold nothing else of the kind (checked by the schema).
    const { rows } = await read(`show global ${kind} like '${name.replaceAll('_', String.raw`\_`)}'`, [], 1, allowance)
    return rows[0] === undefined ? null : String(rows[0][1])
  }

  const counted = async (question: Extract<MysqlQuestion, { status: string } | { variable: string }>, allowance: Allowance): Promise<Measured> => {
    const one = (of: { status: string } | { variable: string }) => ('status' in of ? lookUp('status', of.status, allowance) : lookUp('variables', of.variable, allowance))
    const value = await one(question)
    const unit = question.unit === undefined ? {} : { unit: question.unit }
    if (question.per === undefined) return { value: numberInText(value), ...unit, raw: { value } }
    const divisor = await one(question.per)
    const ratio = Number(value) / Number(divisor)
    return { value: value === null || divisor === null || !Number.isFinite(ratio) ? null : ratio, unit: question.unit ?? 'ratio', raw: { value, divisor } }
  }

  const answer = async (question: MysqlQuestion, allowance: Allowance): Promise<Measured> => {
    if ('sql' in question) return scalarAnswer(await read(question.sql, question.parameters, RAW_ROWS, allowance), question, numberInText)
    if (!('measure' in question)) return counted(question, allowance)
    switch (question.measure) {
      case 'connect-ms':
      case 'round-trip-ms':
      case 'account-read-only':
        return measureSession(question.measure, { connectMs, version, roundTrip: () => connection.query('select 1'), prove: () => prove(allowance) })
      case 'replica-running':
      case 'replica-lag-s':
        return replicaAnswer(question.measure, await read(replicaStatement(isMariadb, version), [], RAW_ROWS, allowance))
    }
  }

  const plainVersion = /\d+(\.\d+)+/.exec(version.replace(/^5\.5\.5-/, ''))?.[0] ?? version
  const identity = { engine: isMariadb ? 'mariadb' : 'mysql', version: plainVersion } as const

  return {
    identity,
    ask: (question, signal) => door.ask(mysqlQuestion, question, answer, signal),
    query: async (text, parameters = [], { maxRows = QUERY_ROWS } = {}) => (await door.within((allowance) => read(text, parameters.map(parameterOf), maxRows, allowance))).outcome,
    introspect: async (signal) => (await door.within((allowance) => introspectMysql(async (text, parameters) => (await read(text, parameters, CATALOGUE_ROWS, allowance)).rows, { ...identity, database: settings.database }), signal)).outcome,
    proveReadOnly: async () => (await door.within(prove)).outcome,
    ...mysqlDumps({ request, target, version: plainVersion, isMariadb, where }),
    ...(settings.accounts === undefined ? {} : { accounts: openSqlAccounts(settings.accounts, mysqlAccountEngine({ connection, door, mapping: settings.accounts, where, isMariadb }), () => request.clock.now()) }),
    ...(settings.changes === undefined ? {} : { dataChanges: openDataChanges(settings.changes, mysqlChangeEngine({ connection, door, where, isMariadb }), () => request.clock.now()) }),
    stream: async (text, take, { signal, parameters = [] } = {}) => (await door.within((allowance) => streamMysql({ connection, where, isMariadb }, { text, parameters }, take, allowance), signal)).outcome,
    async close() {
      door.close()
      const goodbye = setTimeout(sever, 1_000)
      await connection.end().catch(() => {})
      clearTimeout(goodbye)
      sever()
    },
  }
}

async function serverVersion(connection: Connection, door: ReturnType<typeof limitDoor>): Promise<string> {
  const { outcome } = await door.within(() => connection.query('select version()'))
  const [rows] = outcome as unknown as [ReadonlyArray<readonly string[]>]
  return rows[0]?.[0] ?? ''
}

function parameterOf(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value)
}

/** MySQL renamed the statement in 8.0.22 and dropped the old one in 8.4; MariaDB keeps the old name. */
function replicaStatement(isMariadb: boolean, version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number)
  return !isMariadb && major * 1_000_000 + minor * 1_000 + patch >= 8_000_022 ? 'show replica status' : 'show slave status'
}

function replicaAnswer(measure: 'replica-running' | 'replica-lag-s', raw: QueryRows): Measured {
  const cell = (pattern: RegExp) => raw.rows[0]?.[raw.columns.findIndex((column) => pattern.test(column))]
  if (raw.rows.length === 0) return { value: null, raw }
  if (measure === 'replica-running') return { value: cell(/^(Slave|Replica)_IO_Running$/i) === 'Yes' && cell(/^(Slave|Replica)_SQL_Running$/i) === 'Yes', raw }
  return { value: numberInText(cell(/^Seconds_Behind_(Master|Source)$/i)), unit: 's', raw }
}
