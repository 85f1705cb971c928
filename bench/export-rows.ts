import { randomUUID } from 'node:crypto'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { dataLimits, defaultLimits } from '#connectors/connector.ts'
import { postgres } from '#connectors/postgres/postgres.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { withConnection } from '#platform/database/connect.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { deliveredColumns } from '#services/data-maintenance/exports/export-rows.ts'
import { exportStore } from '#services/data-maintenance/exports/export-store.ts'
import { openResult } from '#services/data-maintenance/exports/stream-rows.ts'
import { newFileKey, readBackExport, writeExport } from '#services/data-maintenance/exports/write-export.ts'
import { limitRow, exactRow, runPairs, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const PAIRS = 3
/** How much longer than psql's own \copy a masked, sealed and counted file may take; and what it may hold in memory beyond the start. */
const [CSV_LIMIT, MEMORY_MB] = [12, 256]
const QUERY = 'select id, worker_name, id_card, mobile, remark, amount, entered from worker order by id'

/** `npm run bench -- export-rows [rows]`, 1,000,000 when not said. */
export const benchmark: Benchmark = {
  title: 'Export of rows: masked, sealed (SM4, HMAC-SM3), hashed twice, read back and counted; peer: psql \\copy to CSV',
  async measure([asked]) {
    const rows = Number(asked ?? 1_000_000)
    const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-bench-export-'))
    await chmod(folder, 0o711)
    const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres') })
    try {
      const url = new URL(server.url)
      await withConnection(server.url, (client) => client.query(`create table worker as select n as id, '张' || n as worker_name, '11010119900307' || lpad((n % 10000)::text, 4, '0') as id_card, '1380013' || lpad((n % 10000)::text, 4, '0') as mobile, '备注 ' || n as remark, n * 1.5 as amount, now() as entered from generate_series(1, ${rows}) n`))
      const store = exportStore({ installation: { home: folder, databaseUrl: '' } })
      let peak = 0
      const make = async (format: 'csv' | 'xlsx') => {
        const door = await postgres.open({ settings: postgres.settings.parse({ host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), username: decodeURIComponent(url.username) }), secrets: { password: decodeURIComponent(url.password) }, limits: { ...defaultLimits, ...dataLimits }, allowList: { entries: ['127.0.0.1', url.hostname] }, clock: systemClock })
        const [id, key] = [randomUUID(), newFileKey()]
        globalThis.gc?.()
        const before = process.memoryUsage.rss()
        const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss() - before) }, 50)
        const startedAt = performance.now()
        const result = await openResult(door, { text: QUERY, parameters: [] })
        const columns = deliveredColumns(result.columns, [{ rule: 'content', by: 'content' }, { rule: 'name', by: 'name' }, { rule: 'resident-id', by: 'confirmed' }, { rule: 'mobile', by: 'confirmed' }, { rule: 'content', by: 'content' }, { rule: 'content', by: 'content' }, { rule: 'content', by: 'content' }], [])
        await writeExport(store, id, key, format, { title: '人员', at: new Date(0), leading: [{ title: '说明', lines: [['编号', 'DC-1']] }], footer: 'DC-1' }, result, columns, {})
        const back = await readBackExport(store, id, key, format, 1)
        const took = performance.now() - startedAt
        clearInterval(watch)
        await store.remove(id)
        await door.close()
        return { took, counted: back.rows }
      }
      const psql = async () => {
        const startedAt = performance.now()
        await promisify(execFile)('psql', [server.url, '-c', `\\copy (${QUERY}) to '${path.join(folder, 'peer.csv')}' with (format csv, header)`])
        return performance.now() - startedAt
      }
      const pairs = await runPairs(PAIRS, async () => (await make('csv')).took, psql)
      const csvPeak = peak
      peak = 0
      const workbook = await make('xlsx')
      const peer = await stat(path.join(folder, 'peer.csv'))
      const line: Row = { name: `CSV, ${rows} rows (peer writes ${Math.round(peer.size / 1_048_576)} MB)`, ours: `${(pairs.ours / 1_000).toFixed(1)} s`, peer: `${(pairs.peer / 1_000).toFixed(1)} s`, ratio: `${pairs.ratio.toFixed(1)}x`, goal: `≤ ${CSV_LIMIT}x`, isMet: pairs.ratio <= CSV_LIMIT }
      return [
        line,
        limitRow('memory of the CSV beyond the start', Math.round(csvPeak / 1_048_576), MEMORY_MB, 'MB'),
        { name: `Excel, ${rows} rows`, ours: `${(workbook.took / 1_000).toFixed(1)} s`, peer: '', ratio: `${(workbook.took / pairs.peer).toFixed(1)}x of the peer's CSV`, goal: '' },
        limitRow('memory of the workbook beyond the start', Math.round(peak / 1_048_576), MEMORY_MB, 'MB'),
        exactRow('rows counted in the workbook', workbook.counted, rows),
      ]
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}
