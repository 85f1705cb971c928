import { randomBytes } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Door } from '#connectors/connector.ts'
import { readArchive, writeArchive } from '#platform/archives/archive.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { databaseUrl, ensureDatabase, withConnection } from '#platform/database/connect.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { compareTally } from '#services/backup/checks/compare-tally.ts'
import { openUrl } from '#services/backup/runs/sources.ts'
import { openBenchBed } from './bench-bed.ts'
import { exactRow, limitRow, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const ROWS = 10_000_000
/** What the whole process may hold beyond its start, whatever the table holds. */
const MEMORY_MB = 256

/** `npm run bench -- ten-million-rows [rows]` */
export const benchmark: Benchmark = {
  title: 'One table of ten million rows: backed up, read back, restored, every row compared, in bounded memory',
  async measure([asked]) {
    const rows = Number(asked ?? ROWS)
    const bed = await openBenchBed()
    await ensureDatabase(bed.serverUrl, 'attendance')
    const url = databaseUrl(bed.serverUrl, 'attendance')
    const door = (await openUrl(bed.centre.runtime, url)) as Required<Pick<Door, 'dump' | 'restore' | 'tally'>> & Door
    try {
      const { bavail, bsize } = await statfs(bed.home)
      if (bavail * bsize < rows * 600) throw new Error(`needs ${Math.ceil((rows * 600) / 1e9)} GB of free space`)
      process.stderr.write(`  seeding ${rows} rows\n`)
      await withConnection(url, (client) => client.query(`create table event as select i as id, '示例工人' || i % 5000 as name, timestamptz '2024-01-01' + i * interval '3 s' as at, case when i % 7 = 0 then null else i % 90 end as degree from generate_series(1, ${rows}) i; alter table event add primary key (id)`))
      const storage = openLocalStorage(path.join(bed.home, 'backups'))
      const key = randomBytes(32)
      const box = createSecretBox({ current: { id: '00000001', key }, find: () => key })
      globalThis.gc?.()
      const before = process.memoryUsage.rss()
      let peak = 0
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss() - before)), 50)
      const lines: Row[] = []
      const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
        const startedAt = performance.now()
        const outcome = await work()
        const seconds = (performance.now() - startedAt) / 1_000
        lines.push({ name, ours: `${seconds.toFixed(1)} s`, peer: '', ratio: `${Math.round(rows / seconds)} rows/s`, goal: '' })
        return outcome
      }
      const dumped = await timed('dump, every row counted and hashed, sealed, stored', async () => {
        const dump = await door.dump({})
        const written = await writeArchive({ archive: 'event', content: 'postgres-custom', startedAt: '', source: dump.content, box, escrow: undefined, write: (bytes) => storage.write('event', bytes) })
        return { ...written, tally: await dump.tally }
      })
      const archive = async () => (await readArchive(await storage.read('event'), { box }, { archive: 'event', sm3: dumped.sm3 })).content
      const bytes = await timed('read back from storage', async () => (await archive()).measure())
      await timed('restored from storage', async () => door.restore({ database: 'restored', format: 'postgres-custom', content: await archive(), folder: bed.home }))
      const { isSame } = compareTally(dumped.tally, await timed('every row of the copy hashed', () => door.tally({ database: 'restored' })))
      clearInterval(watch)
      return [
        ...lines,
        exactRow('bytes read back to bytes dumped', bytes, dumped.rawBytes),
        exactRow('rows in the tally', dumped.tally.tables.find(({ name }) => name === 'public.event')?.rows ?? 0, rows),
        exactRow('the copy is the same', String(isSame), 'true'),
        limitRow('memory beyond the start', Math.round(peak / 1_048_576), MEMORY_MB, 'MB'),
      ]
    } finally {
      await door.close()
      await bed.close()
    }
  },
}
