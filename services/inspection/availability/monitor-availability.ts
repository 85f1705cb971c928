import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { act } from '#platform/context/runtime.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { createOutageKeeper } from './keep-outages.ts'
import { listMonitors, type Monitor } from './monitors.store.ts'
import { createProbeScheduler } from './probe-scheduler.ts'
import { probe, type Sample } from './probe.ts'
import { addSamples } from './samples.store.ts'

const actor = { kind: 'system', name: '可用性监测' } as const
const LEASE = 'availability'
const LEASE_SECONDS = 30
const RENEW_MS = 10_000
const FLUSH_MS = 1_000
/** Samples kept while the database cannot be written; beyond it the oldest go, and their time is unknown. */
const MAX_WAITING = 50_000

/**
 * Probes all monitored components for as long as the process lives. Several workers may call this: one holds the lease,
 * the others stand by. Errors of the database are waited out; the time without samples is unknown, never available.
 */
export function monitorAvailability(runtime: SpineRuntime): { stop(): Promise<void> } {
  const holder = randomUUID()
  const stopping = new AbortController()
  const waiting: Sample[] = []
  let keeper: Awaited<ReturnType<typeof createOutageKeeper>> | undefined
  let scheduler: ReturnType<typeof createProbeScheduler<Monitor>> | undefined
  let writing: Promise<void> = Promise.resolve()
  /** One after another for each component, so that a success cannot overtake the failure before it. */
  const following = new Map<string, Promise<void>>()

  const run = async (monitor: Monitor) => {
    const sample = await probe(runtime.attached.openDoor, monitor, runtime.clock.now(), stopping.signal)
    if (!sample || stopping.signal.aborted) return
    waiting.push(sample)
    if (waiting.length > MAX_WAITING) waiting.splice(0, waiting.length - MAX_WAITING)
    const before = following.get(monitor.id) ?? Promise.resolve()
    const mine = before.then(() => keeper?.(monitor, sample)).catch((error: unknown) => runtime.log.error({ error, component: monitor.id }, 'outage not kept'))
    following.set(monitor.id, mine)
    await mine
  }
  const flush = () => {
    writing = writing.then(async () => {
      const batch = waiting.slice(0, 5_000)
      if (batch.length === 0) return
      await act(runtime, actor, (ctx) => addSamples(ctx, batch))
      waiting.splice(0, batch.length)
    }).catch((error: unknown) => runtime.log.warn({ error }, 'availability samples not written yet'))
    return writing
  }
  const renew = async () => {
    try {
      const stats = scheduler?.stats() ?? {}
      const monitors = await act(runtime, actor, async (ctx) => ((await holdLease(ctx, holder, stats)) ? (await listMonitors(ctx)).filter((monitor) => monitor.isEnabled) : undefined))
      if (stopping.signal.aborted) return
      if (!monitors) {
        scheduler?.stop()
        scheduler = keeper = undefined
        return
      }
      keeper ??= await createOutageKeeper(runtime)
      scheduler ??= createProbeScheduler(run)
      scheduler.set(monitors)
    } catch (error) {
      if (!stopping.signal.aborted) runtime.log.warn({ error }, 'availability monitoring waits')
    }
  }
  const timers = [setInterval(() => void flush(), FLUSH_MS), setInterval(() => void renew(), RENEW_MS)]
  for (const timer of timers) timer.unref()
  const first = renew()

  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      stopping.abort(new Error('stopping'))
      scheduler?.stop()
      await first
      await flush()
      await act(runtime, actor, (ctx) => sql`update inspection.monitor_lease set held_until = ${ctx.now} where name = ${LEASE} and holder = ${holder}`.execute(ctx.tx)).catch(() => {})
    },
  }
}

/** Whether this process may probe: it holds the lease already, or nobody does any more. */
async function holdLease(ctx: { tx: Parameters<typeof addSamples>[0]['tx']; now: Date }, holder: string, stats: unknown): Promise<boolean> {
  const until = new Date(ctx.now.getTime() + LEASE_SECONDS * 1_000)
  const { rows } = await sql`
    insert into inspection.monitor_lease (name, holder, held_until, stats) values (${LEASE}, ${holder}, ${until}, ${JSON.stringify(stats)})
    on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until, stats = excluded.stats
    where monitor_lease.holder = excluded.holder or monitor_lease.held_until < ${ctx.now}
    returning name`.execute(ctx.tx)
  return rows.length > 0
}
