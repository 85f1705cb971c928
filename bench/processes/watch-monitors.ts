import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { monitorAvailability } from '#services/inspection/availability/monitor-availability.ts'
import { openBenchCentre } from '../bench-bed.ts'

export type WatchReport = { readonly latenessP50Ms: number; readonly latenessP99Ms: number; readonly samples: number; readonly cpuShare: number; readonly rssMiB: number; readonly settledRssMiB: number }

/** A process that does nothing but watch, so that its processor time and memory are those of the monitoring. */
const [url = '', home = '', settleMs = '0', measuredMs = '0'] = process.argv.slice(2)
process.once('disconnect', () => process.exit())
const centre = await openBenchCentre(url, home)
const watch = monitorAvailability(centre.runtime)
await pause(Number(settleMs))
const settled = { samples: await countSamples(), cpu: process.cpuUsage(), at: performance.now(), rss: process.memoryUsage.rss() }
await pause(Number(measuredMs))
const cpu = process.cpuUsage(settled.cpu)
const elapsedMs = performance.now() - settled.at
const samples = (await countSamples()) - settled.samples
const rss = process.memoryUsage.rss()
await pause(10_000)
const { rows } = await sql<{ stats: { latenessP50Ms: number; latenessP99Ms: number } }>`select stats from inspection.monitor_lease`.execute(centre.runtime.database)
await watch.stop()
const report: WatchReport = {
  latenessP50Ms: rows[0]?.stats.latenessP50Ms ?? Number.NaN,
  latenessP99Ms: rows[0]?.stats.latenessP99Ms ?? Number.NaN,
  samples,
  cpuShare: (cpu.user + cpu.system) / 1_000 / elapsedMs,
  rssMiB: rss / 1_048_576,
  settledRssMiB: settled.rss / 1_048_576,
}
process.send?.(report)

async function countSamples(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from inspection.availability_sample`.execute(centre.runtime.database)
  return rows[0]?.count ?? 0
}
