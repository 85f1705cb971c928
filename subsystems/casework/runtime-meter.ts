import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import type { FastifyInstance } from 'fastify'
import type { Database } from '#platform/database/connect.ts'

export type RuntimeReading = {
  /** When this process started: equal between two readings unless it was restarted. */
  readonly startedAt: Date
  readonly uptimeSeconds: number
  readonly eventLoopLagMs: { readonly p50: number; readonly p99: number }
  readonly heapUsedBytes: number
  readonly heapLimitBytes: number
  readonly rssBytes: number
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number; readonly limit: number }
  readonly lastMinute: { readonly requests: number; readonly errors: number }
}

export type RuntimeMeter = { read(): RuntimeReading; watch(app: FastifyInstance): void; stop(): void }

const RESOLUTION_MS = 10
const SECONDS = 60

/** Measures this process: what a bare machine would ask its middleware for. Lag is that of the last one to two minutes. */
export function createRuntimeMeter(pool: Database['pool'], startedAt: Date): RuntimeMeter {
  // Two overlapping histograms: the older one answers, so that a reading never starts from nothing.
  let [answering, gathering] = [monitorEventLoopDelay({ resolution: RESOLUTION_MS }), monitorEventLoopDelay({ resolution: RESOLUTION_MS })]
  answering.enable()
  gathering.enable()
  const turn = setInterval(() => {
    answering.disable()
    ;[answering, gathering] = [gathering, monitorEventLoopDelay({ resolution: RESOLUTION_MS })]
    gathering.enable()
  }, SECONDS * 1000)
  turn.unref()

  // One slot a second, the last sixty of them; a slot is cleared when its second comes round again.
  const slots = Array.from({ length: SECONDS }, () => ({ second: -1, requests: 0, errors: 0 }))
  const currentSecond = () => Math.floor(performance.now() / 1000)
  const count = (isError: boolean) => {
    const second = currentSecond()
    const slot = slots[second % SECONDS] as (typeof slots)[number]
    if (slot.second !== second) Object.assign(slot, { second, requests: 0, errors: 0 })
    slot.requests += 1
    if (isError) slot.errors += 1
  }
  const lag = (nanoseconds: number) => Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION_MS) * 100) / 100)

  return {
    watch(app) {
      app.addHook('onResponse', async (_request, reply) => count(reply.statusCode >= 500))
    },
    read() {
      const heap = getHeapStatistics()
      const since = currentSecond() - SECONDS
      const recent = slots.filter(({ second }) => second > since && second >= 0)
      return {
        startedAt,
        uptimeSeconds: Math.round(process.uptime()),
        eventLoopLagMs: { p50: lag(answering.percentile(50)), p99: lag(answering.percentile(99)) },
        heapUsedBytes: heap.used_heap_size,
        heapLimitBytes: heap.heap_size_limit,
        rssBytes: process.memoryUsage.rss(),
        pool: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, limit: pool.options.max ?? 0 },
        lastMinute: { requests: recent.reduce((sum, { requests }) => sum + requests, 0), errors: recent.reduce((sum, { errors }) => sum + errors, 0) },
      }
    },
    stop() {
      clearInterval(turn)
      answering.disable()
      gathering.disable()
    },
  }
}
