import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { look } from '#platform/context/runtime.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { findTool } from '#tests/support/servers/missing-tool.ts'
import { rebuildReport } from './verification/rebuild-report.ts'
import { builder, client, reportTestBed } from './testing/report-test-bed.ts'
import { rerunFigure, verifyReport } from './verification/verify-report.ts'

const bed = await reportTestBed()
assert.equal(await bed.fulfil({ service: 'inspection', subsystem: 'enterprise-qualification', month: '2024-09', count: 4 }), 4)
await bed.assess()

const verify = (reportId: string, version = 1) => look(bed.runtime, builder, (ctx) => verifyReport(ctx, reportId, version))
const cell = 'cell-enterprise-qualification-inspection'

test('a month report carries the digest of its frozen data in PDF and Word, and both are evidence', async () => {
  const built = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  const pdf = await bed.read(built.files.pdf.sm3)
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const kept = await bed.pool.query<{ frozen_text: string; data_sm3: string; kind: string; files: number }>(
    `select v.frozen_text, v.data_sm3, e.kind, (select count(*)::int from spine.evidence_file f where f.evidence_id = e.evidence_id) as files
     from spine.report_version v join spine.evidence e on e.evidence_id in (v.evidence_id, v.snapshot_evidence_id) where v.report_id = $1 order by e.kind`,
    [built.reportId],
  )
  assert.deepEqual(kept.rows.map(({ kind, files }) => [kind, files]), [['data-snapshot', 1], ['operations-report', 2]])
  assert.equal(sm3(kept.rows[0]?.frozen_text ?? ''), built.hash)
  const tool = findTool(['pdftotext'])
  if (tool) assert.ok(execFileSync(tool, [bed.files.pathOf(built.files.pdf.sm3), '-'], { encoding: 'utf8' }).includes(built.hash))
})

test('rendering a version again gives the same bytes', async () => {
  const { reportId } = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  const again = await look(bed.runtime, builder, (ctx) => rebuildReport(ctx, reportId, 2))
  assert.deepEqual(again.files.map(({ format, isSame }) => [format, isSame]), [['docx', true], ['pdf', true]])
})

test('every figure asked again gives the same value, also after later work, and another one after its rows were tampered with', async () => {
  const { reportId, version } = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  bed.runtime.clock.set(new Date('2024-10-09T09:00:00+08:00'))
  await bed.fulfil({ service: 'inspection', subsystem: 'site-workforce', month: '2024-10', count: 1 })
  const sound = await verify(reportId, version)
  assert.ok(sound.checked >= 76)
  assert.ok(sound.rows.checked > 20)
  assert.deepEqual(sound.rows.differing, [])
  assert.deepEqual([sound.isFrozenIntact, sound.differing, sound.files.map(({ state }) => state)], [true, [], ['intact', 'intact']])
  const answer = await look(bed.runtime, client, (ctx) => rerunFigure(ctx, reportId, version, cell))
  assert.deepEqual([answer.frozen, answer.now, answer.evidence.length], ['4/7', '4/7', 3])
  await bed.tamper(`delete from spine.work_order_evidence`)
  await bed.tamper(`update spine.work_order set state = 'cancelled' where occurrence_id is not null`)
  const broken = await verify(reportId, version)
  assert.deepEqual(broken.differing.map(({ id, frozen, now }) => [id, frozen, now]).find(([id]) => id === cell), [cell, '4/7', '0/7'])
  const state = broken.rows.differing.find(({ column, frozen }) => column === 'done' && frozen !== '0')
  assert.ok(state !== undefined && state.place !== '' && state.row > 0 && state.now === '0', JSON.stringify(broken.rows.differing.slice(0, 5)))
})

test('frozen data changed behind the back of the database is told', async () => {
  const { reportId, version } = await bed.build({ kind: 'monthly', periodKey: '2024-08' })
  await bed.tamper(`update spine.report_version set frozen_text = replace(frozen_text, '8 月', '9 月') where report_id = '${reportId}'`)
  assert.equal((await verify(reportId, version)).isFrozenIntact, false)
})

test('two builds of one period at once become two versions of one report', async () => {
  const built = await Promise.all([bed.build({ kind: 'quarterly', periodKey: '2024-Q3' }), bed.build({ kind: 'quarterly', periodKey: '2024-Q3' })])
  assert.deepEqual(built.map(({ version }) => version).toSorted((a, b) => a - b), [1, 2])
  assert.equal(new Set(built.map(({ reportId }) => reportId)).size, 1)
})

test('a period that has not begun and one before the term are refused, nothing is kept', async () => {
  await assert.rejects(bed.build({ kind: 'monthly', periodKey: '2024-11' }), { code: 'report.future-period' })
  await assert.rejects(bed.build({ kind: 'monthly', periodKey: '2024-06' }), { code: 'report.outside-term' })
  await assert.rejects(bed.build({ kind: 'monthly', periodKey: '2024-09' }, client), { code: 'request.forbidden' })
  const kept = await bed.pool.query(`select 1 from spine.report where period_key in ('2024-11', '2024-06')`)
  assert.equal(kept.rowCount, 0)
})

test('a month without any activity builds and says so for its cells', async () => {
  const { reportId, version } = await bed.build({ kind: 'monthly', periodKey: '2024-07' })
  const { rows } = await bed.pool.query<{ frozen_text: string }>('select frozen_text from spine.report_version where report_id = $1 and version = $2', [reportId, version])
  assert.match(rows[0]?.frozen_text ?? '', /按事件发生，没有定期事项；本期没有登记/)
  assert.match(rows[0]?.frozen_text ?? '', /本期没有到期的事项/)
})
