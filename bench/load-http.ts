import { Pool } from 'undici'
import { quantile } from './pair-runner.ts'

export type Load = { readonly perSecond: number; readonly p99Ms: number }

/** Asks over kept connections, each as fast as it is answered; anything but 200 ends the measurement. */
export async function loadHttp(url: string, options: { connections: number; milliseconds: number; headers: Readonly<Record<string, string>>; path: () => string }): Promise<Load> {
  const pool = new Pool(url, { connections: options.connections, pipelining: 1 })
  const latencies: number[] = []
  const startedAt = performance.now()
  const until = startedAt + options.milliseconds
  const ask = async () => {
    while (performance.now() < until) {
      const askedAt = performance.now()
      const path = options.path()
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers: options.headers })
      const text = await body.text()
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 300)}`)
      latencies.push(performance.now() - askedAt)
    }
  }
  try {
    await Promise.all(Array.from({ length: options.connections }, ask))
  } finally {
    await pool.destroy()
  }
  return { perSecond: (latencies.length / (performance.now() - startedAt)) * 1_000, p99Ms: quantile(latencies, 0.99) }
}
