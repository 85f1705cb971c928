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

test('the client owes the review of what it received: a decision closes its order, silence is overdue and never approval', async () => {
  const verdicts = async () => {
    await bed.assess()
    const { rows } = await bed.pool.query<{ period_key: string; verdict: string; state: string | null; due: string }>(
      `select o.period_key, a.verdict, w.state, to_char(o.due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as due from spine.occurrence o join spine.obligation b using (obligation_id) join spine.assessment a using (occurrence_id)
       left join spine.work_order w using (occurrence_id) where b.code = 'K-03' and o.period_key like $1 order by o.period_key`,
      [`${number}-%`],
    )
    return rows.map(({ verdict, state, due }) => [verdict, state, due])
  }
  bed.runtime.clock.set(new Date('2024-11-04T09:00:00+08:00'))
  const { reportId, number } = await bed.build({ kind: 'monthly', periodKey: '2024-10' })
  await review(reportId)
  await submit(reportId)
  assert.deepEqual(await verdicts(), [['not-yet-due', null, '2024-11-19 23:59']])
  bed.runtime.clock.set(new Date('2024-11-20T09:00:00+08:00'))
  assert.deepEqual(await verdicts(), [['missed', null, '2024-11-19 23:59']])
  assert.equal((await reportRow(reportId)).state, 'submitted', 'nobody has approved')
  await bed.as(client, async (ctx) => questionReport(ctx, reportId, await seen(reportId), '巡检次数与记录不符'))
  assert.deepEqual(await verdicts(), [['late', 'closed', '2024-11-19 23:59']])
  await bed.build({ kind: 'monthly', periodKey: '2024-10', reason: '按质疑逐条核对巡检次数' })
  await review(reportId)
  await submit(reportId)
  await bed.as(client, async (ctx) => acceptReport(ctx, reportId, await seen(reportId), '同意'))
  assert.deepEqual(await verdicts(), [['late', 'closed', '2024-11-19 23:59'], ['met', 'closed', '2024-12-05 23:59']])
  const proof = await bed.pool.query(`select e.kind from spine.work_order_evidence l join spine.evidence e using (evidence_id) join spine.work_order w using (work_order_id) join spine.occurrence o using (occurrence_id) where o.period_key like $1`, [`${number}-%`])
  assert.deepEqual(proof.rows.map((row: { kind: string }) => row.kind), ['review-record', 'review-record'])
})
