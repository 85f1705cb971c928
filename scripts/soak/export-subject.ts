import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { programFolder } from '#platform/config/config.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { destroyExports } from '#services/data-maintenance/exports/destroy-exports.ts'
import { generateExport } from '#services/data-maintenance/exports/open-generation.ts'
import { exportBed } from '#services/data-maintenance/testing/export-bed.ts'
import { verifyEvidence } from '#spine/evidence/verify-evidence.ts'
import type { Subject } from './subject.ts'

const FIXTURE = path.join(programFolder, 'services', 'data-maintenance', 'testing', 'export-killed.fixture.ts')
const ROWS = 45_000
const SCRIPT = 'select a.id as 企业, b.id as 序, b.phone from field.enterprise a join field.enterprise b on b.id <= 15 order by a.id, b.id'
const NOW = '2024-09-02T09:00:00+08:00'

/** Exports by a worker that dies at some moment: the file is made once in the end, proven once, and nothing unsealed ever lies there. */
export const exportSubject: Subject = async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'xinyun-soak-'))
  await chmod(home, 0o711)
  const server = await startEmbeddedServer({ folder: path.join(home, 'postgres') })
  process.env['XINYUN_TEST_DATABASE_URL'] = server.url
  const bed = await exportBed()
  // The bed puts its own away in after-hooks, which come in their order: the server is the last.
  after(async () => {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  })
  const folder = path.join(bed.home, 'exports')
  const made: string[] = []
  const start = async () => {
    const requestId = await bed.approved({ script: SCRIPT, expectedRows: ROWS })
    const { dataExportId } = await bed.as(bed.people.executor, (ctx) => generateExport(ctx, requestId))
    const { workOrderId } = await bed.detail(dataExportId)
    made.push(dataExportId)
    const child = fork(FIXTURE, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const closed = once(child, 'exit')
    const ready = once(child, 'message')
    child.send({ url: bed.url, home: bed.home, key: bed.sealingKey, workOrderId, requestId, now: NOW })
    await ready
    return { child, closed, dataExportId, workOrderId }
  }
  const first = await start()
  const startedAt = performance.now()
  await first.closed
  const whole = performance.now() - startedAt
  if ((await bed.detail(first.dataExportId)).state !== 'generated') throw new Error('the unkilled export failed')
  return {
    async strike(share) {
      const { child, closed, dataExportId, workOrderId } = await start()
      await Promise.race([closed, pause(share * whole)])
      child.kill('SIGKILL')
      await closed
      for (const file of await readdir(folder)) {
        const bytes = await readFile(path.join(folder, file))
        if (bytes.length > 0 && bytes.subarray(0, 7).toString() !== 'XYSEAL1') return { isKilled: true, problem: `${file} 未加密` }
      }
      // The engine notices the dead worker and calls again; called once more, it does nothing.
      for (let call = 0; call < 2; call += 1) await bed.perform(workOrderId)
      const { state, rowCount, number } = await bed.detail(dataExportId)
      const { rows } = await bed.pool.query<{ files: number }>("select count(*)::int as files from spine.evidence where kind = 'export-file' and about ->> 'export' = $1", [number])
      const isWell = state === 'generated' && rowCount === ROWS && rows[0]?.files === 1
      return { isKilled: child.signalCode === 'SIGKILL', problem: isWell ? '' : `${number}：${state}，${rowCount ?? 0} 行，证据 ${rows[0]?.files ?? 0} 份` }
    },
    async settle() {
      const wanted = made.map((id) => `${id}.sealed`).toSorted()
      const present = (await readdir(folder)).toSorted()
      const problems = wanted.join() === present.join() ? [] : [`应有 ${wanted.length} 个文件，实有 ${present.length} 个`]
      const { swept } = await destroyExports(bed.runtime)
      if (swept !== 0) problems.push(`清扫时发现 ${swept} 个无主文件`)
      const verdict = await verifyEvidence(bed.runtime, bed.runtime.attached.keeping)
      if (verdict.problems.length > 0) problems.push(`证据链：${verdict.problems.length} 处不符`)
      return problems
    },
    // What the bed holds goes when the process ends.
    close: async () => {},
  }
}
