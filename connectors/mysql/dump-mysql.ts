import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Connection, createConnection } from 'mysql2/promise'
import { feedTool, fittingTool, ToolOutput } from '#platform/tools/run-tool.ts'
import type { Target } from '../allow-list.ts'
import { type Dump, type DumpRequest, type OpenRequest, type RestoreRequest, type Tally, type TallyRequest, type UsedTool } from '../connector.ts'
import { codeOf, failure } from '../network-failure.ts'
import { redactSecrets } from '../redact-secrets.ts'
import { explainMysql } from './explain-mysql.ts'
import type { MysqlSecrets, MysqlSettings } from './settings.ts'
import { quoted, tallyMysql } from './tally-mysql.ts'

const INSTALL = { mariadb: 'Debian/Ubuntu：apt-get install mariadb-client；麒麟/openEuler：dnf install mariadb', mysql: 'apt-get install mysql-client，或 dnf install mysql' }
/** Seconds for which a dump waits for others' locks; meanwhile their writers would wait behind it. */
const LOCK_SECONDS = 10

type Access = { readonly request: OpenRequest<MysqlSettings, MysqlSecrets>; readonly target: Target; readonly version: string; readonly isMariadb: boolean; readonly where: string }

/** Dump, tally and restore of one server, each over connections of its own: they last longer than a question may. */
export function mysqlDumps({ request, target, version, isMariadb, where }: Access) {
  const { settings } = request
  const explain = explainMysql(where)
  const redact = redactSecrets(request.secrets)
  const fail = (text: string) => failure('bad-answer', where, redact(text))
  const toolFor = (name: string) => fittingTool(name, server, isMariadb ? INSTALL.mariadb : INSTALL.mysql, (text) => failure('tool-missing', name, text))
  const server = { title: isMariadb ? 'MariaDB' : 'MySQL', version, parts: 2, isMariadb }
  const [dumper, client] = isMariadb ? (['mariadb-dump', 'mariadb'] as const) : (['mysqldump', 'mysql'] as const)

  const connect = async (): Promise<Connection> => {
    const connection = await createConnection({ ...driverOptions(request, target) }).catch((error: unknown) => Promise.reject(explain(error)))
    connection.on('error', () => {})
    return connection
  }
  const withConnection = async <T>(signal: AbortSignal | undefined, work: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await connect()
    const cut = () => connection.destroy()
    signal?.addEventListener('abort', cut, { once: true })
    try {
      return await work(connection)
    } catch (error) {
      signal?.throwIfAborted()
      throw explain(error)
    } finally {
      signal?.removeEventListener('abort', cut)
      await connection.end().catch(() => {})
    }
  }
  const named = (database: string | undefined): string => {
    if (database === undefined) throw failure('unsupported', where, '连接方式没有写明数据库，不知道备份哪一个；请补填')
    return database
  }

  return {
    async dump({ questions, signal }: DumpRequest): Promise<Dump> {
      const database = named(settings.database)
      const tool = await toolFor(dumper)
      const access = await toolAccess(request, target)
      const keeper = await connect()
      const reader = await connect().catch(async (error: unknown) => {
        await keeper.end().catch(() => {})
        throw error
      })
      const leave = async () => {
        await Promise.allSettled([keeper.end(), reader.end(), access.remove()])
      }
      try {
        // Only while all writers stand still do two sessions see the same state; they stand for as long as the tool needs to begin.
        await keeper.query(`set session lock_wait_timeout = ${LOCK_SECONDS}`)
        await keeper.query('flush tables with read lock')
        await reader.query('set session transaction isolation level repeatable read')
        await reader.query('start transaction with consistent snapshot, read only').catch(() => reader.query('start transaction with consistent snapshot'))
      } catch (error) {
        await leave()
        if (codeOf(error) === 'ER_SPECIFIC_ACCESS_DENIED_ERROR') throw failure('forbidden', where, '备份账户须有 SELECT、RELOAD、PROCESS、SHOW VIEW、TRIGGER、EVENT 权限，才能取得一致的快照')
        throw explain(error)
      }
      const snapshotAt = request.clock.now()
      const [[[character, collation] = ['utf8mb4', 'utf8mb4_general_ci']]] = (await reader.query('select default_character_set_name, default_collation_name from information_schema.schemata where schema_name = ?', [database])) as unknown as [ReadonlyArray<readonly [string, string]>]
      const tally = tallyMysql(reader, database, questions).catch((error: unknown) => Promise.reject(explain(error)))
      // Its locks on definitions end with it: a change of a table that waits for them would make the tool wait too.
      tally.catch(() => {}).finally(() => reader.query('rollback').catch(() => {}))
      const parameters = [
        '--no-defaults', ...access.parameters, `--user=${settings.username}`, '--single-transaction', '--quick', '--routines', '--triggers', '--events', '--hex-blob',
        // Bytes go as they are stored: a converted text that is not valid in its set would be changed without a word.
        '--default-character-set=binary', '--max-allowed-packet=1G', '--net-buffer-length=1M', '--', database,
      ]
      const content = new ToolOutput({
        tool,
        parameters,
        environment: access.environment,
        fail,
        signal,
        // It writes the content of one database, not what the database itself is: that goes before, for whichever one is chosen at the restore.
        before: Buffer.from(`alter database character set ${character} collate ${collation};\n`),
        // Its first words come after it has opened its snapshot.
        begun: () => keeper.query('unlock tables'),
        ended: () => tally,
        over: leave,
      })
      return { format: 'sql', tool: { name: tool.name, version: tool.version }, snapshotAt, content, tally }
    },

    tally({ database = settings.database, questions, signal }: TallyRequest): Promise<Tally> {
      return withConnection(signal, (connection) => tallyMysql(connection, named(database), questions))
    },

    async restore({ database, format, content, signal }: RestoreRequest): Promise<{ tool: UsedTool }> {
      if (format !== 'sql') throw failure('unsupported', where, '这份备份不是 MySQL/MariaDB 的格式')
      const tool = await toolFor(client)
      await withConnection(signal, async (connection) => {
        const [rows] = await connection.query('select 1 from information_schema.schemata where schema_name = ?', [database])
        if ((rows as unknown[]).length > 0) throw failure('conflict', where, `已有名为 ${database} 的数据库，恢复只建新库，不覆盖已有的库`)
        await connection.query(`create database ${quoted(database)}`)
      })
      const access = await toolAccess(request, target)
      try {
        const parameters = ['--no-defaults', ...access.parameters, `--user=${settings.username}`, '--default-character-set=binary', '--binary-mode', '--max-allowed-packet=1G', `--database=${database}`]
        await feedTool({ tool, parameters, environment: access.environment, fail, signal }, content)
      } catch (error) {
        await withConnection(undefined, (connection) => connection.query(`drop database if exists ${quoted(database)}`)).catch(() => {})
        throw error
      } finally {
        await access.remove()
      }
      return { tool: { name: tool.name, version: tool.version } }
    },
  }
}

/** How the driver connects for dumps: to the pinned address, rows as arrays. */
function driverOptions({ settings, secrets }: OpenRequest<MysqlSettings, MysqlSecrets>, target: Target) {
  return {
    host: target.host,
    port: target.port,
    user: settings.username,
    password: secrets.password,
    ...(settings.tls.mode === 'off' ? {} : { ssl: { rejectUnauthorized: settings.tls.mode === 'verified', verifyIdentity: settings.tls.mode === 'verified', ...(settings.tls.ca === undefined ? {} : { ca: settings.tls.ca }) } }),
    stream: connectSocket({ host: target.address, port: target.port, noDelay: true }),
    charset: 'utf8mb4',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    rowsAsArray: true,
  }
}

/** Where to connect, and the password in the environment of the tool. A certificate's name can be checked only by the registered name. */
async function toolAccess({ settings, secrets }: OpenRequest<MysqlSettings, MysqlSecrets>, target: Target): Promise<{ parameters: string[]; environment: Record<string, string>; remove(): Promise<void> }> {
  const { mode, ca } = settings.tls
  const folder = ca === undefined ? undefined : await mkdtemp(path.join(tmpdir(), 'xinyun-ca-'))
  if (folder && ca) await writeFile(path.join(folder, 'ca.pem'), ca, { mode: 0o600 })
  const tls = mode === 'off' ? ['--skip-ssl'] : mode === 'unchecked' ? ['--ssl'] : ['--ssl', '--ssl-verify-server-cert', ...(folder ? [`--ssl-ca=${path.join(folder, 'ca.pem')}`] : [])]
  return {
    parameters: ['--protocol=TCP', `--host=${mode === 'verified' ? target.host : target.address}`, `--port=${target.port}`, ...tls],
    environment: { MYSQL_PWD: secrets.password },
    remove: async () => {
      if (folder) await rm(folder, { recursive: true, force: true })
    },
  }
}
