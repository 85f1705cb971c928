import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { withConnection } from '#platform/database/connect.ts'
import { openBenchBed } from './bench-bed.ts'
import { loadHttp } from './load-http.ts'
import { exactRow, median, rateRow, runPairs, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const ORDERS = 1_000_000
const CONNECTIONS = 32
const SLICE_MS = 3_000
const PAIRS = 5
const FILTER = 'service=data-maintenance&state=waiting,taken&pageSize=50'

export const benchmark: Benchmark = {
  title: `Work orders: a filtered list of 50 out of a million (or of the number given), ${CONNECTIONS} connections; peer one row by its key`,
  async measure([count = String(ORDERS)]) {
    const bed = await openBenchBed()
    try {
      process.stderr.write(`  seeding ${count} work orders\n`)
      await withConnection(bed.url, async (client) => {
        await client.query(seed(Number(count)))
        // What the server does by itself within minutes: no measured table of a working system is without it.
        await client.query('vacuum analyze spine.work_order')
      })
      const token = randomBytes(32).toString('base64url')
      await bed.centre.asSystem('基准', (ctx) => bed.centre.identity.ensureServiceAccount(ctx, { username: 'bench-reader', displayName: '基准读者', roles: ['business-department'], token }))
      const child = fork(path.join(import.meta.dirname, 'processes', 'serve-work-orders.ts'), [bed.url, bed.home], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      process.once('exit', () => child.kill('SIGKILL'))
      const [{ url, ids }] = (await once(child, 'message')) as [{ url: string; ids: string[] }]
      const headers = { authorization: `Bearer ${token}` }
      const list = await fetch(`${url}/api/work-orders?${FILTER}`, { headers })
      const { items } = (await list.json()) as { items: unknown[] }
      const refused = await fetch(`${url}/api/work-orders?${FILTER}`)

      let at = 0
      const nextId = () => ids[at++ % ids.length] as string
      const p99s = { list: [] as number[], one: [] as number[] }
      const load = (path: () => string, kept: number[] = []) => async () => {
        const { perSecond, p99Ms } = await loadHttp(url, { connections: CONNECTIONS, milliseconds: SLICE_MS, headers, path })
        kept.push(p99Ms)
        return perSecond
      }
      const listed = load(() => `/api/work-orders?${FILTER}`, p99s.list)
      const one = load(() => `/api/one-row/${nextId()}`, p99s.one)
      const bare = load(() => `/bare-row/${nextId()}`)
      const againstOne = await runPairs(PAIRS, listed, one)
      const ratios = p99s.list.slice(1).map((value, pair) => value / (p99s.one[pair + 1] as number))
      const p99: Row = { name: 'p99 of the list', ours: `${median(p99s.list.slice(1)).toFixed(0)} ms`, peer: `${median(p99s.one.slice(1)).toFixed(0)} ms`, ratio: `${median(ratios).toFixed(2)}x`, goal: '≤ 2x', isMet: median(ratios) <= 2 }
      const againstBare = await runPairs(3, listed, bare)
      const detail = await runPairs(3, load(() => `/api/work-orders/${nextId()}`), one)
      child.kill('SIGKILL')
      return [
        rateRow('list of 50, peer: one row through the same server, sign-in, permission and transaction', againstOne, 'req/s', 0.5),
        p99,
        rateRow('one order with its history, same peer', detail, 'req/s', 0.7),
        rateRow('list of 50, peer: one row by a bare Fastify route and a prepared statement', againstBare, 'req/s'),
        exactRow('rows of the list, and its answer to a stranger', `${items.length}, ${refused.status}`, '50, 401'),
      ]
    } finally {
      await bed.close()
    }
  },
}

/** Twelve services and six subsystems by turns over three years; one order in fifty is still open. */
const seed = (count: number) => `
  set synchronous_commit = off;
  insert into spine.work_order (work_order_id, number, kind, service, subsystem, title, state, is_automatic, opened_at, due_at, closed_at)
  select gen_random_uuid(), 'GD-' || to_char(at, 'YYYYMMDD') || '-' || lpad(n::text, 7, '0'), 'manual',
    (array['service-desk','access-adjustment','inspection','holiday-assurance','data-maintenance','data-inventory','backup','data-exchange','emergency-response','security-management','operations-reporting','change-request'])[1 + n % 12],
    (array['enterprise-qualification','market-supervision','personnel-qualification','site-workforce','law-enforcement','cost-information'])[1 + (n / 12) % 6],
    '数据维护申请：修正第 ' || n || ' 号记录的企业名称与证书有效期',
    case when n % 50 = 4 then 'waiting' when n % 50 = 28 then 'taken' else 'closed' end, false, at, at + interval '3 days',
    case when n % 50 in (4, 28) then null else at + interval '1 day' end
  from generate_series(1, ${count}) n, lateral (select timestamptz '2024-01-01 09:00+08' + n * interval '90 seconds' as at) moment;
  analyze spine.work_order;
`
