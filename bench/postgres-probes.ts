import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ensureDatabase } from '#platform/database/connect.ts'
import { findTool } from '#tests/support/servers/missing-tool.ts'
import { openBenchBed } from './bench-bed.ts'
import { rateRow, runPairs } from './pair-runner.ts'
import { checkAsking, probeFor } from './probe-loop.ts'
import { registerTargets } from './register-targets.ts'
import type { Benchmark } from './run.ts'

const run = promisify(execFile)

/** The default cap of doors on one server, and so the peer's number of clients. */
const CAP = 4
const SLICE_SECONDS = 4
const PAIRS = 5

export const benchmark: Benchmark = {
  title: `PostgreSQL probes: connect, sign in, one query, sample stored, at most ${CAP} at once; peer pgbench -S -C -c ${CAP} -j 2`,
  async measure() {
    const pgbench = findTool(['pgbench'], ['18', '17', '16', '15'].map((version) => `/usr/lib/postgresql/${version}/bin`))
    if (pgbench === undefined) throw new Error('pgbench is not installed: apt-get install postgresql-contrib')
    const bed = await openBenchBed()
    try {
      await ensureDatabase(bed.serverUrl, 'pgb')
      const server = new URL(bed.serverUrl)
      const environment = { ...process.env, PGPASSWORD: server.password }
      const place = ['-h', server.hostname, '-p', server.port, '-U', server.username]
      await run(pgbench, ['-i', '-q', '-s', '1', ...place, 'pgb'], { env: environment })
      const peer = async () => {
        const { stdout } = await run(pgbench, ['-n', '-S', '-C', '-c', String(CAP), '-j', '2', '-T', String(SLICE_SECONDS), ...place, 'pgb'], { env: environment })
        const rate = /tps = ([\d.]+)/.exec(stdout)?.[1]
        if (rate === undefined) throw new Error(`pgbench printed no rate:\n${stdout}`)
        return Number(rate)
      }
      const [id] = await registerTargets(bed.centre, 'database', [
        { connector: 'postgres', settings: { host: server.hostname, port: Number(server.port), database: 'pgb', username: server.username }, secrets: { password: server.password } },
      ])
      const ours = (check: ReturnType<typeof checkAsking>) => () => probeFor(bed.centre, [{ id: id as string, check }], 2 * CAP, SLICE_SECONDS * 1_000)
      const roundTrip = checkAsking('postgres', { measure: 'round-trip-ms' }, { kind: 'recorded' })
      const guarded = checkAsking('postgres', { sql: 'select abalance from pgbench_accounts where aid = 4711' }, { kind: 'recorded' })
      return [
        rateRow('connect and one query', await runPairs(PAIRS, ours(roundTrip), peer), 'checks/s', 0.95),
        rateRow('connect and one guarded query (read-only transaction, cursor, time limit)', await runPairs(3, ours(guarded), peer), 'checks/s'),
      ]
    } finally {
      await bed.close()
    }
  },
}
