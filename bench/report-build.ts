import { withConnection } from '#platform/database/connect.ts'
import { buildReport } from '#spine/reports/build-report.ts'
import { runFigureQuery } from '#spine/reports/figure-query.ts'
import { thawReport, type FrozenReport } from '#spine/reports/frozen-report.ts'
import { openBenchBed, type BenchBed } from './bench-bed.ts'
import { limitRow, median, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const ORDERS = 20_000
const PERIOD = '2024-09'
const BUILDS = 5
/** What gathering may take beside its bare SQL, and rendering beside that (goal of row 16). */
const GATHERING = 1.3
const RENDERING_MS = 1_000

export const benchmark: Benchmark = {
  title: `A month's report over ${ORDERS} orders and as many pieces of evidence; limit: its own queries asked bare, one after another`,
  async measure() {
    const bed = await openBenchBed()
    try {
      await withConnection(bed.url, async (client) => {
        await client.query(SEED)
        await client.query('vacuum analyze')
      })
      const gatherings: number[] = []
      const renderings = { pdf: [] as number[], docx: [] as number[] }
      const bares: number[] = []
      for (let at = 0; at <= BUILDS; at += 1) {
        const { gatherMs, pdfMs, docxMs, frozen } = await build(bed)
        const bareMs = await askBare(bed, frozen)
        process.stderr.write(`  ${at === 0 ? 'warm-up' : `build ${at}/${BUILDS}`}: gathering ${gatherMs.toFixed(0)} ms, bare ${bareMs.toFixed(0)} ms, PDF ${pdfMs.toFixed(0)} ms, Word ${docxMs.toFixed(0)} ms\n`)
        if (at === 0) continue
        gatherings.push(gatherMs)
        renderings.pdf.push(pdfMs)
        renderings.docx.push(docxMs)
        bares.push(bareMs)
      }
      const ratio = median(gatherings.map((ms, at) => ms / (bares[at] as number)))
      const gathering: Row = { name: 'gathering all chapters', ours: `${median(gatherings).toFixed(0)} ms`, peer: `${median(bares).toFixed(0)} ms`, ratio: `${ratio.toFixed(2)}x`, goal: `≤ ${GATHERING}x`, isMet: ratio <= GATHERING }
      return [
        gathering,
        limitRow('PDF typeset', median(renderings.pdf), RENDERING_MS, 'ms'),
        limitRow('Word document with its contents', median(renderings.docx), RENDERING_MS, 'ms'),
      ]
    } finally {
      await bed.close()
    }
  },
}

/** One build, its time split by the steps that it reports itself. */
async function build(bed: BenchBed): Promise<{ gatherMs: number; pdfMs: number; docxMs: number; frozen: FrozenReport }> {
  const began = new Map<string, number>([['汇集', performance.now()]])
  const built = await buildReport(bed.centre.runtime, { kind: 'system', name: '基准' }, { kind: 'monthly', periodKey: PERIOD }, async (step) => {
    const name = step.split('：')[0] ?? step
    if (!began.has(name)) began.set(name, performance.now())
  })
  const between = (from: string, to: string) => {
    const [start, end] = [began.get(from), began.get(to)]
    if (start === undefined || end === undefined) throw new Error(`the build no longer reports 「${from}」 and 「${to}」`)
    return end - start
  }
  const text = await withConnection(bed.url, async (client) => {
    const { rows } = await client.query<{ text: string }>('select frozen_text as text from spine.report_version where report_id = $1 and version = $2', [built.reportId, built.version])
    return rows[0]?.text ?? ''
  })
  return { gatherMs: between('汇集', '排版 PDF'), pdfMs: between('排版 PDF', '生成 Word'), docxMs: between('生成 Word', '存证'), frozen: thawReport(text) }
}

/** Every question of the report once, as it was asked, and nothing else. */
async function askBare(bed: BenchBed, { document, queries, frame }: FrozenReport): Promise<number> {
  const sources = [...document.figures.map((one) => one.source), ...document.blocks.flatMap((block) => ('source' in block && block.source ? [block.source] : []))]
  const asked = new Map(sources.map(({ query, parameters }) => [JSON.stringify([query, parameters]), { query, parameters }]))
  const startedAt = performance.now()
  for (const { query, parameters } of asked.values()) await runFigureQuery({ tx: bed.centre.runtime.database }, query, queries, frame, parameters)
  return performance.now() - startedAt
}

/** Closed orders of every cell over the month, each with one piece of evidence. */
const SEED = `
  set synchronous_commit = off;
  create temporary table seeded as
  select n, gen_random_uuid() as work_order_id, gen_random_uuid() as evidence_id, timestamptz '2024-09-01 00:00+08' + n * interval '1 month' / ${ORDERS + 1} as at,
    (array['service-desk','access-adjustment','inspection','holiday-assurance','data-maintenance','data-inventory','backup','data-exchange','emergency-response','security-management','operations-reporting','change-request'])[1 + n % 12] as service,
    (array['enterprise-qualification','market-supervision','personnel-qualification','site-workforce','law-enforcement','cost-information'])[1 + (n / 12) % 6] as subsystem
  from generate_series(1, ${ORDERS}) n;
  insert into spine.work_order (work_order_id, number, kind, service, subsystem, title, state, is_automatic, opened_at, due_at, closed_at)
  select work_order_id, 'GD-BENCH-' || lpad(n::text, 7, '0'), 'manual', service, subsystem, '数据维护申请：修正第 ' || n || ' 号记录', 'closed', false, at, at + interval '3 days', at + interval '1 hour' from seeded;
  insert into spine.evidence (evidence_id, kind, title, about, body_text, body_hash, happened_at, recorded_at, recorded_by_name, origin)
  select evidence_id, 'service-record', '办理记录 ' || n, jsonb_build_object('service', service, 'subsystem', subsystem), '{"n":' || n || '}', repeat('0', 64), at, at, '基准', 'system' from seeded;
  insert into spine.work_order_evidence (work_order_id, evidence_id, linked_at) select work_order_id, evidence_id, at from seeded;
`
