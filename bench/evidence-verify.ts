import pg from 'pg'
import { sm3 } from '#platform/crypto/sm3.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { sealAll } from '#spine/evidence/seal-evidence.ts'
import { verifyEvidence } from '#spine/evidence/verify-evidence.ts'
import { openBenchBed, type BenchBed } from './bench-bed.ts'
import { exactRow, rateRow, runPairs } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const PAIRS = 5
/** Pieces sealed in each turn; verification walks all that has been sealed so far, at least START of them. */
const TURN = 2_000
const START = 10_000
const PAGE = 2_000
/** See README: what a verification does beside reading and digesting. */
const GOAL = 0.33

export const benchmark: Benchmark = {
  title: 'Evidence: sealing and verifying; peer a plain select of the same rows and native SM3 over the same bytes, no chain, no checks',
  async measure() {
    const bed = await openBenchBed()
    const client = new pg.Client({ connectionString: bed.url })
    await client.connect()
    try {
      await record(bed, START)
      await sealAll(bed.centre.runtime)
      let last = ''
      const seal = async () => {
        await record(bed, TURN)
        return perSecond(TURN, async () => void (await sealAll(bed.centre.runtime)))
      }
      const digestNew = async () => {
        const { rows } = await client.query<{ id: string }>('select evidence_id as id from spine.evidence order by evidence_id desc offset $1 limit 1', [TURN - 1])
        last = rows[0]?.id ?? ''
        return perSecond(TURN, () => digest(client, last, TURN))
      }
      const sealing = await runPairs(PAIRS, seal, digestNew)

      let verdict: Awaited<ReturnType<typeof verifyEvidence>> | undefined
      const { rows } = await client.query<{ total: string }>('select count(*) as total from platform.ledger_seal')
      const total = Number(rows[0]?.total)
      const verify = () => perSecond(total, async () => void (verdict = await verifyEvidence(bed.centre.runtime, bed.centre.runtime.attached.keeping)))
      const verifying = await runPairs(PAIRS, verify, () => perSecond(total, () => digest(client, '00000000-0000-0000-0000-000000000000', total)))
      return [
        rateRow(`sealing ${TURN} at a time (durable)`, sealing, 'entries/s'),
        rateRow(`verifying ${total} entries: body, digest, link, anchors`, verifying, 'entries/s', GOAL),
        exactRow('verdict on the untouched chain', verdict?.ok === true && verdict.unsealed === 0 ? 'intact' : 'broken', 'intact'),
      ]
    } finally {
      await client.end()
      await bed.close()
    }
  },
}

/** Inspection records of about 2 kB, 500 in a transaction. */
async function record(bed: BenchBed, count: number): Promise<void> {
  const results = Array.from({ length: 20 }, (_, at) => ({ check: `PG-${at}`, value: at * 3.7, unit: 'ms', verdict: 'normal', note: '连接数、缓存命中率与锁等待均在阈值之内' }))
  for (let done = 0; done < count; done += 500) {
    await bed.centre.asSystem('基准', async (ctx) => {
      for (let at = 0; at < Math.min(500, count - done); at += 1) {
        await recordEvidence(ctx, { kind: 'inspection-record', title: `巡检记录 ${done + at}`, about: { service: 'inspection', subsystem: 'market-supervision' }, body: { at, results } })
      }
    })
  }
}

/** Reads `count` entries after an id with their seals and digests every byte of them. */
async function digest(client: pg.Client, after: string, count: number): Promise<void> {
  let from = after
  for (let done = 0; done < count; done += PAGE) {
    const { rows } = await client.query<Record<string, unknown> & { evidence_id: string; body_text: string }>({
      name: 'page',
      text: `select e.evidence_id, e.kind, e.title, e.about::text, e.body_text, e.body_hash, e.happened_at::text, e.recorded_at::text, e.recorded_by, e.recorded_by_name, e.origin, s.sequence, s.previous_hash, s.hash
        from spine.evidence e left join platform.ledger_seal s on s.ledger = 'evidence' and s.entry_id = e.evidence_id::text
        where e.evidence_id >= $1 order by e.evidence_id limit $2`,
      values: [from, PAGE],
    })
    for (const { body_text: body, ...rest } of rows) {
      sm3(body)
      sm3(JSON.stringify(rest))
    }
    from = rows.at(-1)?.evidence_id ?? from
  }
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (count / (performance.now() - startedAt)) * 1_000
}
