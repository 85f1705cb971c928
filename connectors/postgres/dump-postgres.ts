import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { feedTool, fittingTool, runTool, ToolOutput } from '#platform/tools/run-tool.ts'
import type { Target } from '../allow-list.ts'
import { type Dump, type DumpRequest, type OpenRequest, type RestoreRequest, type Tally, type TallyRequest, type UsedTool } from '../connector.ts'
import { failure } from '../network-failure.ts'
import { redactSecrets } from '../redact-secrets.ts'
import { clientOptions } from './client-options.ts'
import { explainPostgres } from './explain-postgres.ts'
import type { PostgresSecrets, PostgresSettings } from './settings.ts'
import { tallyPostgres } from './tally-postgres.ts'

const INSTALL = 'Debian/Ubuntu：apt-get install postgresql-client；麒麟/openEuler：dnf install postgresql'
/** A dump must not wait for ever behind somebody's change of a table, nor make others wait behind it. */
const LOCK_WAIT = '60s'

type Access = { readonly request: OpenRequest<PostgresSettings, PostgresSecrets>; readonly target: Target; readonly version: string; readonly where: string }

/** Dump, tally and restore of one server, each over connections of its own: they last longer than a question may. */
export function postgresDumps(access: Access) {
  const { request, target, version, where } = access
  const { settings } = request
  const explain = explainPostgres(where)
  const redact = redactSecrets(request.secrets)
  const fail = (text: string) => failure('bad-answer', where, redact(text))
  const toolFor = (name: string) => fittingTool(name, server, INSTALL, (text) => failure('tool-missing', name, text))
  const server = { title: 'PostgreSQL', version: version.split(' ')[0] ?? '', parts: 1 }

  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ ...clientOptions(request, { target }), database })
    client.on('error', () => {})
    await client.connect().catch((error: unknown) => Promise.reject(explain(error)))
    return client
  }
  const withClient = async <T>(database: string, signal: AbortSignal | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connect(database)
    const cut = () => void client.end().catch(() => {})
    signal?.addEventListener('abort', cut, { once: true })
    try {
      return await work(client)
    } catch (error) {
      signal?.throwIfAborted()
      throw explain(error)
    } finally {
      signal?.removeEventListener('abort', cut)
      await client.end().catch(() => {})
    }
  }

  return {
    async dump({ questions, signal }: DumpRequest): Promise<Dump> {
      const tool = await toolFor('pg_dump')
      const client = await connect(settings.database)
      let snapshot: { id: string; at: Date }
      try {
        await client.query('begin isolation level repeatable read read only')
        const { rows } = await client.query<{ id: string; at: Date }>('select pg_catalog.pg_export_snapshot() as id, pg_catalog.clock_timestamp() as at')
        snapshot = rows[0] as { id: string; at: Date }
      } catch (error) {
        await client.end().catch(() => {})
        throw explain(error)
      }
      const { promise: tally, resolve, reject } = Promise.withResolvers<Tally>()
      // Whoever reads the content hears of it there first.
      tally.catch(() => {})
      // Only now that the tool has locked its tables: a change of a table that waits for our locks would make the tool wait for it.
      const count = () => {
        const counted = tallyPostgres(client, questions, { isGentle: true }).catch((error: unknown) => Promise.reject(error instanceof pg.DatabaseError && error.code === '55P03' ? failure('conflict', where, '导出时有人正在改表的结构，本次作废，以免归档与核对数不是同一状态；改完后自动重试') : explain(error)))
        counted.finally(() => client.end().catch(() => {})).then(resolve, reject)
      }
      const access = await toolAccess(request, target)
      const content = new ToolOutput({
        tool,
        parameters: ['--format=custom', '--compress=0', '--no-password', `--lock-wait-timeout=${LOCK_WAIT}`, `--snapshot=${snapshot.id}`, `--dbname=${connectionString(settings.database)}`],
        environment: access.environment,
        fail,
        signal,
        begun: count,
        ended: () => tally,
        over: async (error) => {
          if (error !== undefined) reject(error)
          await access.remove()
          await client.end().catch(() => {})
        },
      })
      return { format: 'postgres-custom', tool: used(tool), snapshotAt: snapshot.at, content, tally }
    },

    tally({ database = settings.database, questions, sample, signal }: TallyRequest): Promise<Tally> {
      return withClient(database, signal, async (client) => {
        await client.query('begin isolation level repeatable read read only')
        return tallyPostgres(client, questions, sample === undefined ? {} : { sample })
      })
    },

    async restore({ database, format, content, folder, signal }: RestoreRequest): Promise<{ tool: UsedTool }> {
      if (format !== 'postgres-custom') throw failure('unsupported', where, '这份备份不是 PostgreSQL 的格式')
      const tool = await toolFor('pg_restore')
      const name = pg.escapeIdentifier(database)
      await withClient(settings.database, signal, async (client) => {
        const { rowCount } = await client.query('select from pg_catalog.pg_database where datname = $1', [database])
        if (rowCount) throw failure('conflict', where, `已有名为 ${database} 的数据库，恢复只建新库，不覆盖已有的库`)
      })
      const file = folder === undefined || !content.into ? undefined : path.join(folder, 'dump')
      if (file !== undefined) await content.into?.(file, signal)
      const { encoding, whole, close } = await readEncoding(file === undefined ? content : createReadStream(file, { end: MAX_BEGINNING }))
      if (file !== undefined) await close()
      // In another set bytes that are text there are none here; only the locale C goes with every set.
      const make = `create database ${name} encoding '${encoding}'${encoding === 'UTF8' ? '' : " lc_collate 'C' lc_ctype 'C'"} template template0`
      await withClient(settings.database, signal, (client) => client.query(make)).catch(async (error: unknown) => {
        await close()
        throw error
      })
      const access = await toolAccess(request, target)
      try {
        const parameters = ['--exit-on-error', '--no-owner', '--no-privileges', '--no-password', `--dbname=${connectionString(database)}`]
        const run = { tool, environment: access.environment, fail, signal }
        if (file === undefined) await feedTool({ ...run, parameters }, whole)
        else await runTool({ ...run, parameters: [...parameters, `--jobs=${Math.min(MAX_JOBS, availableParallelism())}`, file] })
      } catch (error) {
        // What we made and could not fill must not be taken for a restored database.
        await withClient(settings.database, undefined, (client) => client.query(`drop database if exists ${name} with (force)`)).catch(() => {})
        throw error
      } finally {
        await access.remove()
        if (file !== undefined) await rm(file, { force: true })
      }
      return { tool: used(tool) }
    },
  }
}

/** How far into a dump its table of contents is looked for. */
const MAX_BEGINNING = 1024 * 1024
/** Connections of one restore. */
const MAX_JOBS = 4

/** The character set of the dumped database, which the first entry of the dump's table of contents names; and the dump, whole. */
async function readEncoding(content: AsyncIterable<Buffer>): Promise<{ encoding: string; whole: AsyncIterable<Buffer>; close(): Promise<void> }> {
  const iterator = content[Symbol.asyncIterator]()
  const begun: Buffer[] = []
  let encoding: string | undefined
  for (let size = 0; encoding === undefined && size < MAX_BEGINNING; ) {
    const next = await iterator.next()
    if (next.done === true) break
    begun.push(next.value)
    size += next.value.length
    encoding = /SET client_encoding = '([A-Za-z0-9_]+)'/.exec(Buffer.concat(begun).toString('latin1'))?.[1]
  }
  const whole = async function* () {
    try {
      yield* begun.splice(0)
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { encoding: encoding ?? 'UTF8', whole: whole(), close: async () => void (await iterator.return?.()) }
}

/** A bare name that holds `=` or looks like an address would be read as one. */
function connectionString(database: string): string {
  return `dbname='${database.replaceAll(/[\\']/g, '\\$&')}'`
}

function used({ name, version }: { name: string; version: string }): UsedTool {
  return { name, version }
}

/** Where to connect and as whom, in the environment of the tool; the address is the one that the allow-list judged. */
async function toolAccess({ settings, secrets }: OpenRequest<PostgresSettings, PostgresSecrets>, target: Target): Promise<{ environment: Record<string, string>; remove(): Promise<void> }> {
  const { mode, ca } = settings.tls
  const folder = ca === undefined ? undefined : await mkdtemp(path.join(tmpdir(), 'xinyun-ca-'))
  if (folder && ca) await writeFile(path.join(folder, 'ca.pem'), ca, { mode: 0o600 })
  return {
    environment: {
      PGHOST: target.host,
      PGHOSTADDR: target.address,
      PGPORT: String(target.port),
      PGUSER: settings.username,
      PGPASSWORD: secrets.password,
      PGPASSFILE: '/dev/null',
      PGAPPNAME: 'xinyun backup',
      PGCONNECT_TIMEOUT: '10',
      PGSSLMODE: mode === 'off' ? 'disable' : mode === 'unchecked' ? 'require' : 'verify-full',
      ...(folder ? { PGSSLROOTCERT: path.join(folder, 'ca.pem') } : mode === 'verified' ? { PGSSLROOTCERT: 'system' } : {}),
    },
    remove: async () => {
      if (folder) await rm(folder, { recursive: true, force: true })
    },
  }
}
