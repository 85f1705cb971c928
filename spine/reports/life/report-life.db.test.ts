import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '#platform/context/runtime.ts'
import type { Actor } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { attachScan } from './attach-scan.ts'
import { compareVersions } from '../verification/compare-versions.ts'
import { acceptReport, questionReport } from './decide-report.ts'
import { builder, client, reportTestBed, reviewer } from '../testing/report-test-bed.ts'
import { returnReport, reviewReport } from './review-report.ts'
import { submitReport } from './submit-report.ts'

const bed = await reportTestBed()
await bed.fulfil({ service: 'inspection', subsystem: 'enterprise-qualification', month: '2024-08', count: 4 })
await bed.assess()

const reportRow = (reportId: string) => bed.asSystem((ctx) => spineTables(ctx).selectFrom('spine.report').selectAll().where('reportId', '=', reportId).executeTakeFirstOrThrow())
const seen = async (reportId: string) => (await reportRow(reportId)).version
const submission = () => ({ receivedAt: bed.runtime.clock.now(), channel: '当面递交', receipt: '收字第 12 号' })
const submit = async (reportId: string, actor: Actor = reviewer) => {
  const version = await seen(reportId)
  return bed.as(actor, (ctx) => submitReport(ctx, reportId, version, submission()))
}
const review = async (reportId: string, actor: Actor = reviewer) => {
  const version = await seen(reportId)
  return bed.as(actor, (ctx) => reviewReport(ctx, reportId, version, '数字与证据一致'))
}

test('a submitted report discharges the monthly report of every subsystem and the work summary at once', async () => {
  const { reportId } = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  await review(reportId)
  const { workOrders } = await submit(reportId)
  assert.equal(workOrders.length, 7)
  const judged = await bed.pool.query(
    `select b.code, count(*)::int as n, array_agg(distinct a.verdict) as verdicts from spine.occurrence o join spine.obligation b using (obligation_id) join spine.assessment a using (occurrence_id)
     where o.period_key = '2024-09' and b.code in ('M11-02', 'K-02') group by b.code order by b.code`,
  )
  assert.deepEqual(judged.rows, [{ code: 'K-02', n: 1, verdicts: ['met'] }, { code: 'M11-02', n: 6, verdicts: ['met'] }])
  const kinds = await bed.pool.query(`select distinct kind from spine.evidence where about ->> 'report' is not null order by kind`)
  assert.deepEqual(kinds.rows.map((row: { kind: string }) => row.kind), ['data-snapshot', 'operations-report', 'submission-receipt', 'work-summary'])
})

test('the builder can not review, and nobody can submit what was not reviewed', async () => {
  const { reportId } = await bed.build({ kind: 'monthly', periodKey: '2024-08' })
  await assert.rejects(review(reportId, builder), { code: 'report.own-review' })
  await assert.rejects(submit(reportId), { code: 'report.wrong-state', message: /草稿 → 已提交/ })
  await assert.rejects(bed.as(client, (ctx) => acceptReport(ctx, reportId, 2, '')), { code: 'report.wrong-state' })
  await assert.rejects(review(reportId, client), { code: 'request.forbidden' })
  await review(reportId)
  await assert.rejects(bed.build({ kind: 'monthly', periodKey: '2024-08' }), { code: 'report.wrong-state', message: /请先退回/ })
  const version = await seen(reportId)
  await bed.as(reviewer, (ctx) => returnReport(ctx, reportId, version, '第三章数字须核对'))
  assert.equal((await bed.build({ kind: 'monthly', periodKey: '2024-08' })).version, 2)
})

test('a questioned report is revised with a reason, every version is kept and their figures are compared', async () => {
  const first = await bed.build({ kind: 'quarterly', periodKey: '2024-Q3' })
  const { reportId } = first
  await review(reportId)
  await submit(reportId)
  const submitted = await seen(reportId)
  await bed.as(client, (ctx) => questionReport(ctx, reportId, submitted, '巡检次数与记录不符'))
  await assert.rejects(bed.build({ kind: 'quarterly', periodKey: '2024-Q3' }), { code: 'report.needs-reason' })
  await bed.fulfil({ service: 'inspection', subsystem: 'cost-information', month: '2024-08', count: 2 })
  await bed.assess()
  const second = await bed.build({ kind: 'quarterly', periodKey: '2024-Q3', reason: '补齐造价平台八月的巡检记录' })
  assert.equal(second.version, 2)
  assert.equal((await reportRow(reportId)).state, 'revised')
  const { differences } = await bed.as(client, (ctx) => compareVersions(ctx, reportId, 1, 2))
  assert.ok(differences.some(({ id, before: old, after: fresh }) => id === 'matrix-done' && Number(fresh) === Number(old) + 2))
  await review(reportId)
  await submit(reportId)
  const resubmitted = await seen(reportId)
  await bed.as(client, (ctx) => acceptReport(ctx, reportId, resubmitted, '同意'))
  await assert.rejects(bed.build({ kind: 'quarterly', periodKey: '2024-Q3', reason: '再次修订一下' }), { code: 'report.wrong-state' })
  await assert.rejects(bed.pool.query('update spine.report_version set reason = reason where report_id = $1', [reportId]))
})

test('a scan is bound to the version whose digest its footer shows, another version is refused by name', async () => {
  const first = await bed.build({ kind: 'half-year', periodKey: '2024-H2' })
  bed.runtime.clock.set(new Date('2024-10-08T10:00:00+08:00'))
  const second = await bed.build({ kind: 'half-year', periodKey: '2024-H2' })
  const file = await bed.store('扫描件')
  const version = await seen(first.reportId)
  const attach = (number: number, hash: string) => bed.as(reviewer, (ctx) => attachScan(ctx, first.reportId, version, { version: number, hash, note: '', file }))
  await assert.rejects(attach(2, first.hash), { code: 'report.scan-mismatch', message: /属于第 1 版，不是第 2 版/ })
  await assert.rejects(attach(2, 'f'.repeat(64)), { code: 'report.scan-mismatch', message: /不属于/ })
  await assert.rejects(attach(2, second.hash.slice(0, 4)), { code: 'report.scan-mismatch', message: /前 8 位/ })
  await attach(2, `${second.hash.slice(0, 8)} ${second.hash.slice(8, 16)}`.toUpperCase())
})

test('two people acting on what they saw: the second is told that the report changed', async () => {
  const { reportId } = await bed.build({ kind: 'inspection', periodKey: '2024-09' })
  const version = await seen(reportId)
  const outcomes = await Promise.allSettled([1, 2].map(() => bed.as(reviewer, (ctx) => reviewReport(ctx, reportId, version, ''))))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
  assert.deepEqual(refused, ['report.changed'])
})

test('a running period builds a draft that says so and can neither be reviewed nor submitted', async () => {
  const { reportId, version } = await bed.build({ kind: 'monthly', periodKey: '2024-10' })
  const kept = await look(bed.runtime, builder, (ctx) => spineTables(ctx).selectFrom('spine.reportVersion').selectAll().where('reportId', '=', reportId).where('version', '=', version).executeTakeFirstOrThrow())
  assert.equal(kept.isPartial, true)
  assert.match(kept.frozenText, /草稿，截至 2024-10-08/)
  await assert.rejects(review(reportId), { code: 'report.is-partial' })
  await assert.rejects(submit(reportId), { code: 'report.is-partial' })
})
