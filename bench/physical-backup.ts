import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { withConnection } from '#platform/database/connect.ts'
import { performBackup } from '#services/backup/runs/perform-backup.ts'
import { listSources } from '#services/backup/runs/sources.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { startArchivingPostgres, type ArchivingPostgres } from '#tests/support/servers/archiving-postgres.ts'
import { isMissing } from '#tests/support/servers/missing-tool.ts'
import { openBenchBed, type BenchBed } from './bench-bed.ts'
import { median, runPairs, type Pairs, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const run = promisify(execFile)
const PAIRS = 5
/** About 150 MB of data files, as attendance has them. */
const FILL = `create table attendance as select i as id, (i::bigint * 7919) % 50000 as worker_id, '示例工人' || i % 5000 as name, '示例项目' || i % 300 || '标段' as project, timestamptz '2024-01-01' + i * interval '37 s' as event_time,
  md5(i::text) as device, (random() * 1e6)::bigint as serial from generate_series(1, 1000000) i; create index on attendance (event_time)`
/** Each new database has about 300 files. */
const DATABASES = 15

export const benchmark: Benchmark = {
  title: 'Physical backup by pgBackRest, full sets, zstd and AES: ours (settings, sample before and after, backup, verify, catalogue) against pgBackRest driven by hand with the same settings, and against pg_basebackup',
  async measure() {
    return [...(await measureOn(async (url) => withConnection(url, (client) => client.query(FILL)), '150 MB', false)), ...(await measureOn(makeManyDatabases, 'many small databases', true))]
  },
}

async function makeManyDatabases(url: string): Promise<void> {
  await withConnection(url, async (client) => {
    for (let at = 0; at < DATABASES; at += 1) await client.query(`create database small_${at}`)
  })
}

async function measureOn(fill: (url: string) => Promise<unknown>, title: string, isManyFiles: boolean): Promise<Row[]> {
  const bed = await openBenchBed()
  const name = isManyFiles ? 'many' : 'large'
  const config = path.join(bed.home, 'backups', 'physical', `market-supervision.${name}`, 'pgbackrest.conf')
  const stanza = `market-supervision-${name}`
  const server = await startArchivingPostgres(config, stanza)
  try {
    if (isMissing(server)) throw new Error(`missing ${server.missing} (${server.install})`)
    await chmod(bed.home, 0o711)
    await fill(server.url)
    await withConnection(server.url, (client) => client.query('checkpoint'))
    const files = (await readdir(server.dataFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length
    const tool = async (command: string, ...parameters: string[]) => (await run('pgbackrest', [command, `--config=${config}`, `--stanza=${stanza}`, ...parameters], { ...server.as, cwd: '/', maxBuffer: 64 * 1024 * 1024 })).stdout
    const ours = await oursOn(bed, server, name)
    const expireOlder = async () => {
      const sets = ((JSON.parse(await tool('info', '--output=json')) as Array<{ backup: Array<{ label: string }> }>)[0]?.backup ?? []).slice(0, -1)
      for (const { label } of sets) await tool('expire', `--set=${label}`)
    }
    const seconds = async (work: () => Promise<unknown>) => {
      const startedAt = performance.now()
      await work()
      return (performance.now() - startedAt) / 1_000
    }
    // What a set costs must not depend on how many came before it: before 2.55 pgBackRest verifies the whole repository.
    const alone = (work: () => Promise<unknown>) => async () => {
      await expireOlder()
      return seconds(work)
    }
    await ours()
    const [backup, verify] = [() => tool('backup', '--type=full'), () => tool('verify', '--output=text')]
    if (!isManyFiles) {
      const backups: number[] = []
      const both = await runPairs(PAIRS, alone(ours), async () => {
        await expireOlder()
        const first = await seconds(backup)
        backups.push(first)
        return first + (await seconds(verify))
      })
      const bare = median(backups.slice(1))
      return [timeRow(`${title}: ours to pgBackRest's backup and verify`, both, 1.05), { name: 'its backup alone, within these', ours: `${both.ours.toFixed(2)} s`, peer: `${bare.toFixed(2)} s`, ratio: `${(both.ours / bare).toFixed(2)}x of medians`, goal: '' }]
    }
    const whole = await runPairs(PAIRS, alone(ours), () => seconds(() => copyBase(server)))
    const bare = await runPairs(PAIRS, alone(backup), () => seconds(() => copyBase(server)))
    return [timeRow(`${title}, ${files} files: ours, verified, to pg_basebackup`, whole, 1.2), timeRow('the backup of pgBackRest alone to pg_basebackup', bare, 1.2)]
  } finally {
    if (!isMissing(server)) await server.stop()
    await bed.close()
  }
}

async function copyBase({ host, port, username, password }: ArchivingPostgres): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-base-'))
  try {
    await run('pg_basebackup', ['-h', host, '-p', String(port), '-U', username, '-D', path.join(folder, 'data'), '--checkpoint=fast'], { env: { PATH: process.env['PATH'], PGPASSWORD: password } })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A full backup each time: to the clock of the run it is a week later. */
async function oursOn({ centre }: BenchBed, server: ArchivingPostgres, name: string): Promise<() => Promise<void>> {
  const settings = { host: server.host, port: server.port, database: server.database, username: server.username, physical: { dataFolder: server.dataFolder } }
  await centre.asSystem('基准', async (ctx) => {
    const id = await registerComponent(ctx, { subsystem: 'market-supervision', kind: 'backup-set', name, title: '整机备份' })
    await setConnection(ctx, id, { connector: 'postgres', settings, secrets: { password: server.password } })
  })
  const source = (await centre.asSystem('基准', (ctx) => listSources(ctx, 'market-supervision'))).find(({ physical }) => physical !== undefined)
  if (!source) throw new Error('no source')
  const { clock } = centre.runtime
  let weeks = 0
  return async () => {
    const shift = (weeks += 1) * 7 * 86_400_000
    const { state, problem } = await performBackup({ ...centre.runtime, clock: { ...clock, now: () => new Date(clock.now().getTime() + shift) } }, source, { workOrderId: null })
    if (state !== 'done') throw new Error(problem)
  }
}

function timeRow(name: string, { ours, peer, ratio, ratios }: Pairs, goal: number): Row {
  return { name, ours: `${ours.toFixed(2)} s`, peer: `${peer.toFixed(2)} s`, ratio: `${ratio.toFixed(2)}x (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`, goal: `≤ ${goal}x`, isMet: ratio <= goal }
}
