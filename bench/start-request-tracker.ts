import { execFile, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { childEnvironment } from '#platform/config/config.ts'
import { databaseUrl, withConnection } from '#platform/database/connect.ts'
import { findTool } from '#tests/support/servers/missing-tool.ts'
import { freePortBlock } from '#tests/support/product/free-port-block.ts'
import { SUBJECTS } from './ticket-bed.ts'

const LIBRARY = '/usr/share/request-tracker5'
const WORKERS = 4
const run = promisify(execFile)

export type RequestTracker = { readonly url: string; readonly headers: Readonly<Record<string, string>>; stop(): void }

/**
 * Debian's Request Tracker 5 on a database of its own on the same server, its tickets like ours: six queues by turns, the same
 * titles, one in fifty still open. It runs under Starman with four workers; its user is root, whom it asks for no rights.
 */
export async function startRequestTracker(serverUrl: string, folder: string, count: number): Promise<RequestTracker> {
  const setUp = findTool(['rt-setup-database-5'], ['/usr/sbin'])
  const starman = findTool(['starman'])
  if (setUp === undefined || starman === undefined) throw new Error('Request Tracker is not installed: apt-get install --no-install-recommends request-tracker5 rt5-db-postgresql starman')
  const { username, password, hostname, port: databasePort } = new URL(serverUrl)
  const port = await freePortBlock(1)
  const empty = path.join(folder, 'request-tracker', 'more')
  await mkdir(empty, { recursive: true })
  const config = path.join(folder, 'request-tracker', 'RT_SiteConfig.pm')
  const settings = { rtname: 'bench', Organization: 'bench', DatabaseType: 'Pg', DatabaseHost: hostname, DatabasePort: databasePort, DatabaseUser: 'rt_user', DatabasePassword: 'of-this-run-only', DatabaseAdmin: username, DatabaseName: 'rt5', WebDomain: '127.0.0.1', WebPort: String(port), LogToSTDERR: 'error' }
  await writeFile(config, `${Object.entries(settings).map(([name, value]) => `Set($${name}, '${value}');`).join('\n')}\nSet($LogToSyslog, undef);\n1;\n`)
  const env = { ...childEnvironment({}), RT_SITE_CONFIG: config, RT_SITE_CONFIG_DIR: empty }
  await run(setUp, ['--action', 'init', '--dba', username, '--dba-password', password], { env })
  const { stdout } = await run('perl', ['-I', `${LIBRARY}/lib`, '-e', TOKEN], { env })
  await withConnection(databaseUrl(serverUrl, 'rt5'), async (client) => {
    await client.query('create temporary table subject (nth integer, title text)')
    for (const [at, title] of SUBJECTS.entries()) await client.query('insert into subject values ($1, $2)', [at, title])
    await client.query(`insert into queues (name, lifecycle, creator, lastupdatedby) select 'queue ' || n, 'default', 14, 14 from generate_series(1, 6) n`)
    await client.query(
      `insert into tickets (effectiveid, queue, type, owner, subject, status, creator, lastupdatedby, created, lastupdated)
       select currval('tickets_id_seq'), (select id from queues where name = 'queue ' || (1 + (n / 12) % 6)), 'ticket', 6, title, case when n % 50 = 4 then 'new' when n % 50 = 28 then 'open' else 'resolved' end, 14, 14, at, at
       from (select n, nextval('tickets_id_seq'), timestamp '2024-01-01 09:00' + n * interval '90 seconds' as at from generate_series(1, $1::integer) n) seed join subject on nth = n % 100`, [count])
    await client.query('update tickets set effectiveid = id')
    await client.query('vacuum analyze tickets')
  })
  const child = spawn(starman, ['--listen', `127.0.0.1:${port}`, '--workers', String(WORKERS), '-I', `${LIBRARY}/lib`, `${LIBRARY}/libexec/rt-server.fcgi`], { env, stdio: 'ignore' })
  process.once('exit', () => child.kill('SIGKILL'))
  const url = `http://127.0.0.1:${port}/REST/2.0`
  const headers = { authorization: `token ${stdout.trim().split('\n').at(-1)}` }
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${url}/rt`, { headers }).catch(() => undefined)
    if (answer?.ok) break
    if (tries > 60) throw new Error('Request Tracker did not answer within 30 s')
    await pause(500)
  }
  return { url, headers, stop: () => child.kill('SIGTERM') }
}

/** The queue of the list and of new tickets. */
export const QUEUE = 'queue 2'

export function createInRequestTracker({ url, headers }: RequestTracker): Promise<Response> {
  const body = { Queue: QUEUE, Subject: '基准录单', Requestor: 'caller@example.com', Content: '基准', ContentType: 'text/plain' }
  return fetch(`${url}/ticket`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

const TOKEN = 'use RT -init; my $u = RT::User->new(RT->SystemUser); $u->Load("root"); my ($id, $said, $token) = RT::AuthToken->new(RT->SystemUser)->Create(Owner => $u->id, Description => "bench"); print "$token\n"'
