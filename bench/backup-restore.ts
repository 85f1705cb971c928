import { execFile } from 'node:child_process'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes, randomInt } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Door, Tally } from '#connectors/connector.ts'
import { readArchive, writeArchive, type WrittenArchive } from '#platform/archives/archive.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { databaseUrl, ensureDatabase } from '#platform/database/connect.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { findTools } from '#platform/tools/find-tool.ts'
import { ToolOutput } from '#platform/tools/run-tool.ts'
import { compareTally } from '#services/backup/checks/compare-tally.ts'
import { readBack } from '#services/backup/checks/read-back.ts'
import { openUrl } from '#services/backup/runs/sources.ts'
import { openBenchBed } from './bench-bed.ts'
import { exactRow, limitRow, rateRow, runPairs } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const run = promisify(execFile)
const PAIRS = 5
const FLIPS = 100
/** In four tables, so that two dump jobs have work; about 100 MB as COPY text. */
const ROWS_EACH = 125_000

/** Chinese text, numbers, instants and NULLs, as attendance has them. */
const FILL = [0, 1, 2, 3].map(
  (table) => `create table attendance_${table} as
  select i as id, (i * 7919) % 50000 as worker_id, '示例工人' || i % 5000 as name, '示例项目' || i % 300 || '标段' as project, timestamptz '2024-01-01' + i * interval '37 s' as event_time, (array['进场', '离场', '补卡'])[1 + i % 3] as direction,
    case when i % 11 = 0 then null else (random() * 100)::numeric(8, 3) end as temperature, md5(i::text) as device, i % 2 = 0 as is_valid, case when i % 5 = 0 then '备注 ' || md5((i * 3)::text) end as remark, (random() * 1e6)::bigint as serial, date '2024-01-01' + (i / 2400)::int as day
  from generate_series(1, ${ROWS_EACH}) i; alter table attendance_${table} add primary key (id); create index on attendance_${table} (event_time);`,
).join('\n')

export const benchmark: Benchmark = {
  title: 'Backup and restore: sealed with SM4, digested with SM3, proven row by row; peer pg_dump -Fd -j2, pg_restore -j2 and two-sided hashing, which seal and prove nothing of the archive',
  async measure() {
    const bed = await openBenchBed()
    const [dumper] = await findTools('pg_dump')
    const [restorer] = await findTools('pg_restore')
    if (!dumper || !restorer) throw new Error('missing pg_dump (apt-get install postgresql-client)')
    await ensureDatabase(bed.serverUrl, 'attendance')
    const url = databaseUrl(bed.serverUrl, 'attendance')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const admin = new pg.Client({ connectionString: bed.serverUrl })
    await admin.connect()
    const storage = openLocalStorage(path.join(bed.home, 'backups'))
    const key = randomBytes(32)
    const box = createSecretBox({ current: { id: '00000001', key }, find: () => key })
    const door = (await openUrl(bed.centre.runtime, url)) as Required<Pick<Door, 'dump' | 'restore' | 'tally'>> & Door
    try {
      await client.query(FILL)
      await client.query('vacuum analyze')
      const { rows } = await client.query<{ bytes: string }>([0, 1, 2, 3].map((table) => `select sum(octet_length(t::text)) as bytes from attendance_${table} t`).join(' union all '))
      const megabytes = rows.reduce((sum, row) => sum + Number(row.bytes), 0) / 1e6
      const environment = { PGHOST: new URL(url).hostname, PGPORT: new URL(url).port, PGUSER: decodeURIComponent(new URL(url).username), PGPASSWORD: decodeURIComponent(new URL(url).password), PGDATABASE: 'attendance' }
      const folder = path.join(bed.home, 'peer')
      const rate = async (work: () => Promise<unknown>) => {
        const startedAt = performance.now()
        await work()
        return megabytes / ((performance.now() - startedAt) / 1_000)
      }
      let at = 0
      let archive: (WrittenArchive & { name: string; tally?: Tally }) | undefined
      const seal = async (source: AsyncIterable<Buffer>) => {
        if (archive) await storage.remove(archive.name)
        const name = `a/${(at += 1)}`
        archive = { ...(await writeArchive({ archive: name, content: 'postgres-custom', startedAt: '', source, box, escrow: undefined, write: (bytes) => storage.write(name, bytes) })), name }
      }
      const sealBare = () => seal(new ToolOutput({ tool: dumper, parameters: ['--format=custom', '--compress=0'], environment, fail: (text) => new Error(text), over: () => {} }))
      const sealCounted = async () => {
        const dump = await door.dump({})
        await seal(dump.content)
        if (archive) archive = { ...archive, tally: await dump.tally }
      }
      const dumpPeer = async () => {
        await rm(folder, { recursive: true, force: true })
        await run(dumper.path, ['-Fd', '-j2', '-f', folder], { env: environment })
      }
      const bare = await runPairs(PAIRS, () => rate(sealBare), () => rate(dumpPeer))
      const sizes = (archive?.bytes ?? 0) / (await folderBytes(folder))
      const counted = await runPairs(PAIRS, () => rate(sealCounted), () => rate(dumpPeer))

      const restoreOurs = async () => {
        await sealCounted()
        if (!archive?.tally) throw new Error('no archive')
        const { content } = await readArchive(await storage.read(archive.name), { box }, { archive: archive.name, sm3: archive.sm3 })
        await door.restore({ database: 'ours', format: 'postgres-custom', content, folder: bed.home })
        if (!compareTally(archive.tally, await door.tally({ database: 'ours' })).isSame) throw new Error('the restored copy differs')
      }
      const restorePeer = async () => {
        await admin.query('create database peer')
        await dumpPeer()
        await run(restorer.path, ['-j2', '-d', 'peer', folder], { env: environment })
        const peer = new pg.Client({ connectionString: databaseUrl(bed.serverUrl, 'peer') })
        await peer.connect()
        const hashes = [0, 1, 2, 3].map((table) => `select count(*), sum(hashtextextended(t::text, 0)) from attendance_${table} t`)
        const both = await Promise.all([client, peer].map(async (one) => {
          const found: unknown[] = []
          for (const hash of hashes) found.push((await one.query(hash)).rows)
          return JSON.stringify(found)
        }))
        await peer.end()
        if (both[0] !== both[1]) throw new Error('the peer differs')
      }
      // Making room for the next copy belongs to neither.
      const afresh = (database: string, work: () => Promise<unknown>) => async () => {
        await admin.query(`drop database if exists ${database} with (force)`)
        return rate(work)
      }
      const restored = await runPairs(PAIRS, afresh('ours', restoreOurs), afresh('peer', restorePeer))

      const found = archive ? await findFlips(storage, archive, box, path.join(bed.home, 'backups', archive.name)) : 0
      return [
        rateRow('archive: dump, zstd, SM4, SM3, synced', bare, 'MB/s', 0.9),
        limitRow('its size to that of pg_dump -Fd (gzip 6)', sizes, 0.95, 'x'),
        rateRow('the same, counting and hashing every row in the snapshot', counted, 'MB/s'),
        rateRow('backup, restore from storage, every table equal', restored, 'MB/s', 1),
        exactRow('flipped bytes that were found', `${found} of ${FLIPS}`, `${FLIPS} of ${FLIPS}`),
      ]
    } finally {
      await door.close()
      await client.end()
      await admin.end()
      await bed.close()
    }
  },
}

async function findFlips(storage: ReturnType<typeof openLocalStorage>, archive: WrittenArchive & { name: string }, box: Parameters<typeof writeArchive>[0]['box'], file: string): Promise<number> {
  const whole = await readFile(file)
  let found = 0
  for (let flip = 0; flip < FLIPS; flip += 1) {
    const at = randomInt(whole.length)
    const kept = whole[at] as number
    whole[at] = kept ^ (1 << randomInt(8))
    await writeFile(file, whole)
    const { verdict } = await readBack(storage, archive.name, { archive: archive.name, sm3: archive.sm3, bytes: archive.bytes, rawBytes: archive.rawBytes }, box ? { box } : {})
    if (verdict === 'failed') found += 1
    whole[at] = kept
  }
  return found
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) bytes += (await stat(path.join(folder, name))).size
  return bytes
}
