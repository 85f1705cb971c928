import { openBenchBed } from './bench-bed.ts'
import { loadHttp } from './load-http.ts'
import { exactRow, median, rateRow, runPairs, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'
import { enterTicket, SEARCHED, sendForAWhile, serveTickets } from './ticket-bed.ts'

const TICKETS = 1_000_000
const CONNECTIONS = 32
const SLICE_MS = 3_000
const PAIRS = 5
const FILTER = 'state=ready,in-progress&subsystem=market-supervision&pageSize=50'
const SEARCH = `search=${encodeURIComponent(SEARCHED)}&pageSize=50`
const CREATED_AT_ONCE = 8

export const benchmark: Benchmark = {
  title: `Service tickets: a filtered list of 50 out of a million (or of the number given), search, detail, entering one; peer one row by its key`,
  async measure([count = String(TICKETS)]) {
    const bed = await openBenchBed()
    try {
      const server = await serveTickets(bed, Number(count))
      const { url, ids, headers } = server
      const list = (await (await fetch(`${url}/api/service-desk/tickets?${FILTER}`, { headers })).json()) as { items: unknown[] }
      const found = (await (await fetch(`${url}/api/service-desk/tickets?${SEARCH}`, { headers })).json()) as { items: unknown[]; total: number }
      const refused = await fetch(`${url}/api/service-desk/tickets?${FILTER}`)

      let at = 0
      const nextId = () => ids[at++ % ids.length] as string
      const p99s = { list: [] as number[], one: [] as number[] }
      const load = (address: () => string, kept: number[] = []) => async () => {
        const { perSecond, p99Ms } = await loadHttp(url, { connections: CONNECTIONS, milliseconds: SLICE_MS, headers, path: address })
        kept.push(p99Ms)
        return perSecond
      }
      const one = load(() => `/api/one-row/${nextId()}`, p99s.one)
      const againstOne = await runPairs(PAIRS, load(() => `/api/service-desk/tickets?${FILTER}`, p99s.list), one)
      const ratios = p99s.list.slice(1).map((value, pair) => value / (p99s.one[pair + 1] as number))
      const p99: Row = { name: 'p99 of the list', ours: `${median(p99s.list.slice(1)).toFixed(0)} ms`, peer: `${median(p99s.one.slice(1)).toFixed(0)} ms`, ratio: `${median(ratios).toFixed(2)}x`, goal: '≤ 2x', isMet: median(ratios) <= 2 }
      const search = await runPairs(3, load(() => `/api/service-desk/tickets?${SEARCH}`), one)
      const detail = await runPairs(3, load(() => `/api/service-desk/tickets/${nextId()}`), one)
      const entered = await runPairs(3, () => sendForAWhile(CREATED_AT_ONCE, SLICE_MS, () => enterTicket(server)), one)
      server.stop()
      return [
        rateRow('list of 50, peer: one row through the same server, sign-in, permission and transaction', againstOne, 'req/s', 0.5),
        p99,
        rateRow('one ticket with what the desk knows of it, same peer', detail, 'req/s', 0.7),
        rateRow(`search of two words, ${found.total} found, first 50, same peer`, search, 'req/s'),
        rateRow(`entering a ticket (number, clocks, duty of the contract, work order, audit), ${CREATED_AT_ONCE} at once, same peer`, entered, 'req/s'),
        exactRow('rows of list and search, and the answer to a stranger', `${list.items.length}, ${found.items.length}, ${refused.status}`, '50, 50, 401'),
      ]
    } finally {
      await bed.close()
    }
  },
}
