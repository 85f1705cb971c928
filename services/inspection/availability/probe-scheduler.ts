/** One thing that is probed again and again. */
export type Monitored = { readonly id: string; readonly intervalMs: number }

export type SchedulerStats = { readonly monitors: number; readonly started: number; readonly skipped: number; readonly latenessP50Ms: number; readonly latenessP99Ms: number; readonly latenessMaxMs: number }

type Entry<M extends Monitored> = { monitor: M; dueMs: number; isRunning: boolean; isGone: boolean }

/** Starts remembered for the lateness figures: a bounded memory however long the process lives. */
const REMEMBERED_STARTS = 8_192

export type SchedulerClock = {
  /** Monotonic milliseconds. */
  now(): number
  /** Calls once after the delay; the answer cancels. */
  wake(afterMs: number, call: () => void): () => void
}

export const processClock: SchedulerClock = {
  now: () => performance.now(),
  wake(afterMs, call) {
    const timer = setTimeout(call, afterMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/**
 * Starts every monitor at its own beat from one timer. Beats are spread over the interval by the monitor's id, so that
 * thousands do not start in one instant and a restart keeps the rhythm. A probe still running at its next beat is not
 * doubled: the beat is skipped and counted, and the missing sample shows as unknown time.
 */
export function createProbeScheduler<M extends Monitored>(run: (monitor: M) => Promise<void>, clock: SchedulerClock = processClock) {
  const entries = new Map<string, Entry<M>>()
  const heap: Array<Entry<M>> = []
  const lateness = new Float64Array(REMEMBERED_STARTS)
  let started = 0
  let skipped = 0
  let sleep: (() => void) | undefined
  let isStopped = false

  const push = (entry: Entry<M>) => {
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((heap[parent] as Entry<M>).dueMs <= entry.dueMs) break
      heap[at] = heap[parent] as Entry<M>
      at = parent
    }
    heap[at] = entry
  }
  const pop = (): Entry<M> => {
    const first = heap[0] as Entry<M>
    const last = heap.pop() as Entry<M>
    if (heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] as Entry<M>).dueMs < (heap[child] as Entry<M>).dueMs) child += 1
      if ((heap[child] as Entry<M>).dueMs >= last.dueMs) break
      heap[at] = heap[child] as Entry<M>
      at = child
    }
    heap[at] = last
    return first
  }
  const start = (entry: Entry<M>, nowMs: number) => {
    if (entry.isRunning) {
      skipped += 1
      return
    }
    lateness[started % REMEMBERED_STARTS] = nowMs - entry.dueMs
    started += 1
    entry.isRunning = true
    void run(entry.monitor).finally(() => {
      entry.isRunning = false
    })
  }
  const turn = () => {
    if (isStopped) return
    const nowMs = clock.now()
    for (let next = heap[0]; next && next.dueMs <= nowMs; next = heap[0]) {
      const entry = pop()
      if (entry.isGone) continue
      start(entry, nowMs)
      const { intervalMs } = entry.monitor
      const missed = Math.floor((nowMs - entry.dueMs) / intervalMs)
      skipped += missed
      entry.dueMs += (missed + 1) * intervalMs
      push(entry)
    }
    arm()
  }
  const arm = () => {
    sleep?.()
    const next = heap[0]
    if (next && !isStopped) sleep = clock.wake(Math.max(0, next.dueMs - clock.now()), turn)
  }

  return {
    /** Brings the monitors into step with what should be monitored now. */
    set(monitors: readonly M[]): void {
      const wanted = new Map(monitors.map((monitor) => [monitor.id, monitor]))
      for (const [id, entry] of entries) {
        const monitor = wanted.get(id)
        if (monitor && monitor.intervalMs === entry.monitor.intervalMs) entry.monitor = monitor
        else {
          entry.isGone = true
          entries.delete(id)
        }
      }
      for (const monitor of monitors) {
        if (entries.has(monitor.id)) continue
        const entry = { monitor, dueMs: clock.now() + phaseOf(monitor), isRunning: false, isGone: false }
        entries.set(monitor.id, entry)
        push(entry)
      }
      arm()
    },
    stats(): SchedulerStats {
      const known = lateness.slice(0, Math.min(started, REMEMBERED_STARTS)).toSorted()
      const quantile = (share: number) => known[Math.ceil(known.length * share) - 1] ?? 0
      return { monitors: entries.size, started, skipped, latenessP50Ms: quantile(0.5), latenessP99Ms: quantile(0.99), latenessMaxMs: known.at(-1) ?? 0 }
    },
    stop(): void {
      isStopped = true
      sleep?.()
    },
  }
}

/** Milliseconds into the interval at which a monitor starts: the same for the same id. */
function phaseOf({ id, intervalMs }: Monitored): number {
  let hash = 2_166_136_261
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 16_777_619)
  return (hash >>> 0) % intervalMs
}
