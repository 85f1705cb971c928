import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Runtime } from '#platform/context/runtime.ts'

/** One thing that must answer before a process may be given work. */
export type ReadinessCheck = { readonly name: string; check(): Promise<void> }

/** `/healthz` (process alive), `/readyz` (its database and job engine answer), `/metrics` (Prometheus). */
export function mountHealth(app: FastifyInstance, runtime: Runtime, readiness: readonly ReadinessCheck[]): void {
  const registry = new Registry()
  registry.setDefaultLabels({ process: runtime.name })
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({ name: 'xinyun_http_requests_total', help: 'HTTP requests by route and status', labelNames: ['method', 'route', 'status'], registers: [registry] })
  const seconds = new Histogram({ name: 'xinyun_http_request_seconds', help: 'HTTP request duration', labelNames: ['method', 'route'], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers: [registry] })
  const ready = new Gauge({ name: 'xinyun_ready', help: '1 when every readiness check passes', registers: [registry] })

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    requests.inc({ method: request.method, route, status: reply.statusCode })
    seconds.observe({ method: request.method, route }, reply.elapsedTime / 1000)
  })
  app.get('/healthz', (_request, reply) => reply.send({ status: 'alive', process: runtime.name }))
  app.get('/readyz', async (_request, reply) => {
    const failures = await failingChecks(readiness)
    ready.set(failures.length === 0 ? 1 : 0)
    return reply.status(failures.length === 0 ? 200 : 503).send({ status: failures.length === 0 ? 'ready' : 'not-ready', failures })
  })
  app.get('/metrics', async (_request, reply) => reply.header('content-type', registry.contentType).send(await registry.metrics()))
}

const CHECK_TIMEOUT_MS = 3_000

async function failingChecks(readiness: readonly ReadinessCheck[]): Promise<string[]> {
  const results = await Promise.all(
    readiness.map(async ({ name, check }) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error('late')), CHECK_TIMEOUT_MS)
      })
      try {
        await Promise.race([check(), late])
        return undefined
      } catch {
        return name
      } finally {
        clearTimeout(timer)
      }
    }),
  )
  return results.filter((name) => name !== undefined)
}
