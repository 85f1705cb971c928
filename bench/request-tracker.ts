import path from 'node:path'
import { openBenchBed } from './bench-bed.ts'
import { exactRow, rateRow, runPairs } from './pair-runner.ts'
import type { Benchmark } from './run.ts'
import { createInRequestTracker, QUEUE, startRequestTracker } from './start-request-tracker.ts'
import { enterTicket, SEARCHED, sendForAWhile, serveTickets } from './ticket-bed.ts'

const TICKETS = 100_000
const AT_ONCE = 4
const SLICE_MS = 4_000
const PAIRS = 5
const FIELDS = 'fields=Subject,Status,Owner,Created,Due,Priority,Queue'

export const benchmark: Benchmark = {
  title: `Service tickets beside Request Tracker 5, both with ${TICKETS} on one database server, ${AT_ONCE} at once`,
  async measure() {
    const bed = await openBenchBed()
    try {
      const server = await serveTickets(bed, TICKETS)
      process.stderr.write(`  setting up Request Tracker with as many\n`)
      const tracker = await startRequestTracker(bed.serverUrl, path.dirname(bed.home), TICKETS)
      const ours = (address: string) => fetch(`${server.url}/api/service-desk/tickets?${address}`, { headers: server.headers })
      const theirs = (query: string) => fetch(`${tracker.url}/tickets?query=${encodeURIComponent(query)}&orderby=id&order=DESC&per_page=50&${FIELDS}`, { headers: tracker.headers })
      const list = 'state=ready,in-progress&subsystem=market-supervision&pageSize=50'
      const search = `search=${encodeURIComponent(SEARCHED)}&pageSize=50`
      const listThere = `Queue = '${QUEUE}' AND (Status = 'new' OR Status = 'open')`
      const searchThere = `Subject LIKE '${SEARCHED}'`
      const counts = [((await (await ours(list)).json()) as { items: unknown[] }).items.length, ((await (await ours(search)).json()) as { items: unknown[] }).items.length, ((await (await theirs(listThere)).json()) as { items: unknown[] }).items.length, ((await (await theirs(searchThere)).json()) as { items: unknown[] }).items.length]
      const pairs = (one: () => Promise<Response>, other: () => Promise<Response>) => runPairs(PAIRS, () => sendForAWhile(AT_ONCE, SLICE_MS, one), () => sendForAWhile(AT_ONCE, SLICE_MS, other))
      const rows = [
        rateRow('list of 50 open ones of one subsystem, newest first', await pairs(() => ours(list), () => theirs(listThere)), 'req/s', 1),
        rateRow('search by two words of the title', await pairs(() => ours(search), () => theirs(searchThere)), 'req/s', 1),
        rateRow('create one, answered after its commit', await pairs(() => enterTicket(server), () => createInRequestTracker(tracker)), 'req/s', 1),
        exactRow('rows of list and search, here and there', counts.join(', '), '50, 50, 50, 50'),
      ]
      server.stop()
      tracker.stop()
      return rows
    } finally {
      await bed.close()
    }
  },
}
