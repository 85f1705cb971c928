import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { withConnection } from '#platform/database/connect.ts'
import { isMissing } from '#tests/support/servers/missing-tool.ts'
import { startNginx } from '#tests/support/servers/nginx.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { openBenchBed, type BenchBed } from './bench-bed.ts'
import { exactRow, limitRow, quantile, type Row } from './pair-runner.ts'
import { dueJob, EFFECTS } from './processes/due-job.ts'
import type { WatchReport } from './processes/watch-monitors.ts'
import { registerTargets } from './register-targets.ts'
import type { Benchmark } from './run.ts'

const MONITORS = 5_000
const PORTS = 50
/** One whole interval to settle, then two measured. */
const SETTLE_MS = 30_000
const MEASURED_MS = 60_000
const JOBS = 5_000
/** So many of them fall due while it is measured; the others go on waiting. */
const DUE_JOBS = 1_000
const SENDERS = 8
/** All jobs must wait before the first falls due. */
const LEAD_MS = 20_000
/** They fall due over this long, and a worker is killed in the middle. */
const DUE_OVER_MS = 40_000
const KILL_AFTER_MS = 20_000
/** A killed worker's job is taken up again when its heartbeat is missed. */
const PATIENCE_MS = 90_000

export const benchmark: Benchmark = {
  title: `Punctuality: ${MONITORS} monitors every 30 s; ${JOBS} waiting jobs of which ${DUE_JOBS} fall due, one of two workers killed with -9`,
  /** `monitors` or `jobs` measures only that half. */
  async measure([only]) {
    const bed = await openBenchBed()
    try {
      return [...(only === 'jobs' ? [] : await measureMonitors(bed)), ...(only === 'monitors' ? [] : await measureJobs(bed))]
    } finally {
      await bed.close()
    }
  },
}

async function measureMonitors(bed: BenchBed): Promise<Row[]> {
  const ports = await Promise.all(Array.from({ length: PORTS }, freePort))
  const nginx = await startNginx({ locations: ports.map((port) => `listen 127.0.0.1:${port};`).join(' ') })
  if (isMissing(nginx)) throw new Error(`nginx is not installed: ${nginx.install}`)
  let child: ChildProcess | undefined
  try {
    process.stderr.write(`  registering ${MONITORS} targets\n`)
    await registerTargets(bed.centre, 'web-application', Array.from({ length: MONITORS }, (_, at) => ({ connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${ports[at % PORTS]}` } })))
    child = start('watch-monitors.ts', bed, [String(SETTLE_MS), String(MEASURED_MS)])
    process.stderr.write(`  watching for ${(SETTLE_MS + MEASURED_MS) / 1_000} s\n`)
    const [report] = (await once(child, 'message')) as [WatchReport]
    const beats = Math.round((MONITORS * MEASURED_MS) / 30_000)
    return [
      limitRow('monitor start lateness p50', report.latenessP50Ms, 1_000, 'ms'),
      limitRow('monitor start lateness p99', report.latenessP99Ms, 1_000, 'ms'),
      limitRow('processor of the watching process', report.cpuShare * 100, 25, '% of one core'),
      { name: 'memory of the watching process', ours: `${Math.round(report.rssMiB)} MiB at the end, ${Math.round(report.settledRssMiB)} MiB when settled`, peer: '', ratio: '', goal: 'bounded', isMet: report.rssMiB < 1.25 * report.settledRssMiB },
      limitRow(`samples missing of ${beats}`, Math.max(0, beats - report.samples), beats * 0.01, 'samples'),
    ]
  } finally {
    child?.kill('SIGKILL')
    await nginx.stop()
  }
}

async function measureJobs(bed: BenchBed): Promise<Row[]> {
  const { jobs } = bed.centre.runtime
  await withConnection(bed.url, (client) => client.query(EFFECTS))
  await jobs.declare([dueJob])
  const workers = [start('work-due-jobs.ts', bed), start('work-due-jobs.ts', bed)]
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    process.stderr.write(`  sending ${JOBS} jobs that fall due later\n`)
    const client = new pg.Client({ connectionString: bed.url })
    await client.connect()
    const firstDue = bed.centre.runtime.clock.now().getTime() + LEAD_MS
    const send = (from: number) =>
      bed.centre.asSystem('基准', async (ctx) => {
        for (let at = from; at < JOBS; at += SENDERS) {
          const dueAt = new Date(firstDue + Math.floor((at * DUE_OVER_MS) / DUE_JOBS) + (at < DUE_JOBS ? 0 : 3_600_000))
          await ctx.jobs.send(dueJob, { number: at, dueAt: dueAt.toISOString() }, { startAfter: dueAt })
        }
      })
    await Promise.all(Array.from({ length: SENDERS }, (_, from) => send(from)))
    const left = firstDue - bed.centre.runtime.clock.now().getTime()
    if (left < 0) throw new Error('sending took longer than the time before the first job: the machine is too busy to measure')
    await pause(left + KILL_AFTER_MS)
    const killedAt = bed.centre.runtime.clock.now()
    workers[0]?.kill('SIGKILL')
    process.stderr.write('  killed one worker with -9\n')
    const count = async () => Number((await client.query<{ count: string }>('select count(distinct number) from bench_effect')).rows[0]?.count)
    const until = performance.now() + DUE_OVER_MS - KILL_AFTER_MS + PATIENCE_MS
    while ((await count()) < DUE_JOBS && performance.now() < until) await pause(500)
    // A job that ran twice would do so now.
    await pause(3_000)
    const { rows: effects } = await client.query<{ number: number; late: number; times: number }>(
      `select number, min(extract(epoch from started_at - due_at)) * 1000 as late, count(*)::int as times from bench_effect group by number`,
    )
    const { rows: starts } = await client.query<{ number: number; times: number }>('select number, count(*)::int as times from bench_start group by number having count(*) > 1')
    await client.end()
    const interrupted = new Set(starts.map((row) => row.number))
    const lateness = effects.filter((row) => !interrupted.has(row.number)).map((row) => Number(row.late))
    process.stderr.write(`  killed at ${killedAt.toISOString()}, ${starts.length} interrupted jobs ran again\n`)
    return [
      limitRow('job due→start p50', quantile(lateness, 0.5), 1_000, 'ms'),
      limitRow('job due→start p99', quantile(lateness, 0.99), 1_000, 'ms'),
      exactRow('jobs lost across kill -9', DUE_JOBS - effects.length, 0),
      exactRow('jobs with a doubled effect across kill -9', effects.filter((row) => row.times !== 1).length, 0),
    ]
  } finally {
    for (const worker of workers) worker.kill('SIGKILL')
  }
}

function start(file: string, bed: BenchBed, more: readonly string[] = []): ChildProcess {
  const child = fork(path.join(import.meta.dirname, 'processes', file), [bed.url, bed.home, ...more], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  process.once('exit', () => child.kill('SIGKILL'))
  return child
}
