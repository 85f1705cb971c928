import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { testServerUrl } from '#tests/support/test-server.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import { openWorkOrder } from '#spine/spine.ts'
import { matched } from '../assessments.ts'
import { revokeOverride, setOverride } from '../checks/override-check.ts'
import { readCoverage } from '../coverage/read-coverage.ts'
import { downloadReport, makeReport } from '../documents/make-report.ts'
import { downloadRecord, recordDocument } from '../documents/run-record.ts'
import { uploadScan } from '../documents/upload-scan.ts'
import { inspectionTestBed, type InspectionTestBed } from '../testing/inspection-test-bed.ts'
import { answerManualCheck } from './answer-manual-check.ts'
import { commentResult } from './comment-result.ts'
import { readRun, readTrend } from './read-runs.ts'
import { signRun } from './sign-run.ts'
import { startRun } from './start-run.ts'

async function databaseTarget() {
  const url = new URL(await testServerUrl())
  return { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: 'postgres', username: decodeURIComponent(url.username) }, secrets: { password: decodeURIComponent(url.password) } }
}
async function inspected(now?: string) {
  const bed = await inspectionTestBed(now ? { now } : {})
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'database', name: 'db', title: '市场监管数据库' }, await databaseTarget())
  const run = async () => {
    const { runId } = await bed.asSystem((ctx) => startRun(ctx, { componentId }))
    await bed.work()
    return bed.asSystem((ctx) => readRun(ctx, runId))
  }
  return { bed, componentId, run }
}
const everything = ['inspection:read', 'inspection:run', 'inspection:comment', 'inspection:sign', 'inspection:override', 'report:build']
const itemOf = (run: { items: Array<{ check: string; runItemId: string; verdict: string | null }> }, code: string) => {
  const item = run.items.find((one) => one.check === code)
  assert.ok(item, code)
  return item
}

test('two different people sign, the inspector first; nobody signs twice or for a running record', async () => {
  const { bed, run } = await inspected()
  const { runId } = await run()
  const [inspector, reviewer] = [await bed.person('巡检工程师甲', everything), await bed.person('复核人乙', everything)]
  const sign = (who: typeof inspector, role: 'inspector' | 'reviewer') => bed.as(who, (ctx) => signRun(ctx, runId, { role, note: '' }))
  await assert.rejects(sign(reviewer, 'reviewer'), /须先由巡检人签认/)
  await sign(inspector, 'inspector')
  await assert.rejects(sign(inspector, 'reviewer'), /不能是同一个人/)
  await assert.rejects(sign(reviewer, 'inspector'), /已经签认/)
  await sign(reviewer, 'reviewer')
  assert.deepEqual((await bed.asSystem((ctx) => readRun(ctx, runId))).signed.map((one) => one.role), ['inspector', 'reviewer'])
  await assert.rejects(bed.as(await bed.person('无权者', ['inspection:read']), (ctx) => signRun(ctx, runId, { role: 'reviewer', note: '' })), /没有进行此操作的权限/)
})

test('a comment stands beside the captured value and both are in the record, in PDF and Word; a changed record is a new version', async () => {
  const { bed, run } = await inspected()
  const done = await run()
  const person = await bed.person('巡检工程师甲', everything)
  const first = await bed.asSystem((ctx) => recordDocument(ctx, done.runId))
  assert.equal((await bed.asSystem((ctx) => recordDocument(ctx, done.runId))).version, 1, 'nothing changed, the same version')
  await bed.as(person, (ctx) => commentResult(ctx, itemOf(done, 'PG-03').runItemId, '连接数属正常业务高峰'))
  const second = await bed.asSystem((ctx) => recordDocument(ctx, done.runId))
  assert.equal(second.version, 2)
  assert.match(JSON.stringify(second.model), /连接数属正常业务高峰/)
  const pdf = await bed.asSystem((ctx) => downloadRecord(ctx, done.runId, 'pdf'))
  assert.equal((pdf.content as Buffer).subarray(0, 5).toString(), '%PDF-')
  const docx = await bed.asSystem((ctx) => downloadRecord(ctx, done.runId, 'docx'))
  assert.equal((docx.content as Buffer).subarray(0, 2).toString(), 'PK')
  const scan = { ...(await bed.runtime.attached.files.put(Readable.from([Buffer.from('%PDF-1.7 scan')]))), field: 'file', fileName: '扫描件.pdf', mediaType: 'application/pdf' }
  await bed.as(person, (ctx) => uploadScan(ctx, first.documentId, [scan]))
  const seen = await bed.asSystem((ctx) => readRun(ctx, done.runId))
  assert.deepEqual(seen.documents.map((document) => [document.version, document.scans.length]), [[1, 1], [2, 0]])
  await assert.rejects(bed.as(person, (ctx) => uploadScan(ctx, first.documentId, [{ ...scan, mediaType: 'text/html' }])), /扫描件/)
})

test('an override with reason and expiry moves the thresholds of one component, and stops counting by itself', async () => {
  const { bed, componentId, run } = await inspected('2024-09-02T09:00:00+08:00')
  const person = await bed.person('项目经理', everything)
  const before = itemOf(await run(), 'PG-20')
  assert.equal(before.verdict, 'normal')
  const set = (change: object) => bed.as(person, (ctx) => setOverride(ctx, { componentId, checkCode: 'PG-03', warn: 0.0001, critical: null, reason: '观察期收紧阈值', expiresOn: '2024-09-05', ...change }))
  await assert.rejects(set({ checkCode: 'PG-02', warn: null, expiresOn: '2024-09-01' }), (error: { problems: unknown[] }) => error.problems.length === 3)
  await set({})
  bed.clock.advance(60_000)
  assert.equal(itemOf(await run(), 'PG-03').verdict, 'attention')
  bed.clock.set(new Date('2024-09-06T00:00:00+08:00'))
  assert.equal(itemOf(await run(), 'PG-03').verdict, 'normal', 'expired')
  bed.clock.advance(60_000)
  const { checkOverrideId } = await set({ expiresOn: '2024-12-31' })
  await bed.as(person, (ctx) => revokeOverride(ctx, checkOverrideId))
  await assert.rejects(bed.as(person, (ctx) => revokeOverride(ctx, checkOverrideId)), /已经撤销/)
})

test('a person answers the manual backup check with note and photograph: only then are all three sections of the weekly inspection answered', async () => {
  const { bed } = await inspected()
  const application = await middlewareTarget()
  await bed.register({ subsystem: 'market-supervision', kind: 'web-application', name: 'web', title: '市场监管应用' }, application)
  await openAll(bed)
  const { rows } = await bed.pool.query(`select r.run_id, r.occurrence_id from inspection.run r join spine.occurrence o using (occurrence_id) where kind = 'sections' and o.opens_on = '2024-09-02'`)
  const { run_id: runId, occurrence_id: occurrenceId } = rows[0] as { run_id: string; occurrence_id: string }
  const verdict = async () => (await bed.pool.query('select verdict from spine.assessment where occurrence_id = $1', [occurrenceId])).rows[0]?.verdict as string
  assert.equal(await verdict(), 'not-yet-due', 'the section 数据备份 has no answer yet')
  const person = await bed.person('数据库管理员', everything)
  const run = await bed.asSystem((ctx) => readRun(ctx, runId))
  const photo = { ...(await bed.runtime.attached.files.put(Readable.from([Buffer.from('photo')]))), field: 'file', fileName: '备份日志.png', mediaType: 'image/png' }
  const answer = (code: string) => bed.as(person, (ctx) => answerManualCheck(ctx, itemOf(run, code).runItemId, { verdict: 'normal', note: '备份作业昨晚成功，已抽查文件', files: [photo] }))
  await assert.rejects(answer('PG-03'), /自动采集的项不能人工填写/)
  await answer('BK-04')
  await assert.rejects(answer('BK-04'), /已经填写/)
  assert.equal(await verdict(), 'met')
  const seen = itemOf(await bed.asSystem((ctx) => readRun(ctx, runId)), 'BK-04') as unknown as { files: unknown[]; capturedByName: string }
  assert.equal(seen.files.length, 1)
  assert.equal(seen.capturedByName, '数据库管理员')
})

test('a report sums up every record of its period exactly once, and coverage says what was planned, done and missing', async () => {
  const { bed } = await inspected('2024-09-02T09:00:00+08:00')
  await openAll(bed)
  await assert.rejects(bed.asSystem((ctx) => makeReport(ctx, { subsystem: 'market-supervision', from: '2024-09-01', to: '2024-09-30' })), /汇总期尚未结束/)
  bed.clock.set(new Date('2024-10-01T09:00:00+08:00'))
  const { reportId } = await bed.asSystem((ctx) => makeReport(ctx, { subsystem: 'market-supervision', from: '2024-09-01', to: '2024-09-30' }))
  const records = await bed.pool.query('select count(*) as n from inspection.report_run where report_id = $1', [reportId])
  const runs = await bed.pool.query(`select count(*) as n from inspection.run where subsystem = 'market-supervision'`)
  assert.equal(records.rows[0].n, runs.rows[0].n)
  await assert.rejects(bed.asSystem((ctx) => makeReport(ctx, { subsystem: 'market-supervision', from: '2024-09-01', to: '2024-09-30' })), /都已汇总/)
  const word = await bed.asSystem((ctx) => downloadReport(ctx, reportId, 'docx'))
  assert.equal((word.content as Buffer).subarray(0, 2).toString(), 'PK')
  const { rows } = await bed.asSystem((ctx) => readCoverage(ctx, { from: '2024-09-01', to: '2024-09-30', subsystem: 'market-supervision' }))
  const daily = rows.find((row) => row.obligation === 'M3-04')
  assert.equal(daily?.planned, 30)
  assert.ok((daily?.missing ?? 0) >= 28, 'days on which nobody inspected are missing')
})

test('a month without any record has one report that says so and why; it proves nothing where inspections were owed', async () => {
  const bed = await inspectionTestBed({ now: '2024-11-01T09:00:00+08:00' })
  const period = { subsystem: 'site-workforce', from: '2024-10-01', to: '2024-10-31' }
  const { rows } = await bed.pool.query<{ occurrence_id: string }>(`select occurrence_id from spine.occurrence o join spine.obligation b using (obligation_id) where b.code = 'M3-03' and b.subsystem = 'site-workforce' and o.period_key = '2024-10'`)
  const occurrenceId = rows[0]?.occurrence_id ?? ''
  await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'inspection.make-report', service: 'inspection', subsystem: 'site-workforce', title: '巡检报告', occurrenceId }))
  await bed.work()
  const judged = await bed.pool.query<{ state: string; verdict: string; lines: string[] }>('select w.state, a.verdict, a.lines from spine.work_order w join spine.assessment a using (occurrence_id) where occurrence_id = $1', [occurrenceId])
  assert.equal(judged.rows[0]?.state, 'closed')
  assert.notEqual(judged.rows[0]?.verdict, 'met')
  assert.match(judged.rows[0]?.lines.join() ?? '', /如实说明本期没有巡检记录，而应有巡检 [45] 次/)
  const report = await bed.pool.query<{ report_id: string; body: { absence: { absent: Array<{ obligation: string; verdict: string; reason: string }> } } }>('select p.report_id, e.body from inspection.report p join spine.evidence e using (evidence_id)')
  const { absent } = report.rows[0]?.body.absence ?? { absent: [] }
  assert.ok(absent.length >= 4 && absent.every(({ obligation, verdict, reason }) => obligation === 'M3-02' && verdict === 'missed' && /没有完整证据/.test(reason)), JSON.stringify(absent))
  await bed.asSystem((ctx) => downloadReport(ctx, report.rows[0]?.report_id ?? '', 'pdf'))
  const { rows: models } = await bed.pool.query<{ model: unknown }>('select model from inspection.document')
  assert.match(JSON.stringify(models[0]?.model), /本期没有任何巡检记录/)
  await assert.rejects(bed.asSystem((ctx) => makeReport(ctx, period)), /都已汇总/, 'it is said once')
})

test('where the month asked for no inspection, the report without records is complete', async () => {
  const bed = await inspectionTestBed({ now: '2024-11-01T09:00:00+08:00' })
  await bed.pool.query(`update spine.occurrence o set tags = array['not-applicable'] from spine.obligation b where b.obligation_id = o.obligation_id and b.code = 'M3-02' and b.subsystem = 'site-workforce'`)
  const { evidenceId } = await bed.asSystem((ctx) => makeReport(ctx, { subsystem: 'site-workforce', from: '2024-10-01', to: '2024-10-31' }))
  const { rows } = await bed.pool.query<{ body: unknown }>('select body from spine.evidence where evidence_id = $1', [evidenceId])
  assert.deepEqual(matched.judge([{ evidenceId, kind: 'inspection-report', happenedAt: new Date(), body: rows[0]?.body }], {}), { isComplete: true, lines: [] })
})

test('where people have summed up every record already, the order of the report is closed with theirs', async () => {
  const { bed, run } = await inspected('2024-10-02T09:00:00+08:00')
  await run()
  bed.clock.set(new Date('2024-11-01T09:00:00+08:00'))
  const { number } = await bed.asSystem((ctx) => makeReport(ctx, { subsystem: 'market-supervision', from: '2024-10-01', to: '2024-10-31' }))
  const { rows } = await bed.pool.query<{ occurrence_id: string }>(`select occurrence_id from spine.occurrence o join spine.obligation b using (obligation_id) where b.code = 'M3-03' and b.subsystem = 'market-supervision' and o.period_key = '2024-10'`)
  const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'inspection.make-report', service: 'inspection', subsystem: 'market-supervision', title: '巡检报告', occurrenceId: rows[0]?.occurrence_id ?? '' }))
  await bed.work()
  const order = await bed.pool.query('select state, result from spine.work_order where work_order_id = $1', [workOrderId])
  assert.deepEqual(order.rows, [{ state: 'closed', result: { report: number } }])
})

test('the trend of a check is its last values, with its thresholds drawn in', async () => {
  const { bed, componentId, run } = await inspected()
  for (let count = 0; count < 3; count += 1) {
    await run()
    bed.clock.advance(3_600_000)
  }
  const trend = await bed.asSystem((ctx) => readTrend(ctx, { componentId, check: 'PG-03', last: 30 }))
  assert.equal(trend.points.length, 3)
  assert.deepEqual(trend.chart?.thresholds.map((threshold) => threshold.value), [80, 95])
})

/** An application that reports its runtime to whoever has signed in, as the subsystems do. */
async function middlewareTarget() {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url === '/api/runtime') response.end(JSON.stringify({ eventLoopLagMs: { p99: 3 }, heapUsedBytes: 1e8, rssBytes: 2e8, pool: { waiting: 0 }, lastMinute: { requests: 12, errors: 0 }, startedAt: '2024-09-01T08:00:00+08:00', uptimeSeconds: 9_000 }))
    else response.setHeader('set-cookie', 'session=abcdefgh').end(JSON.stringify({ state: 'signed-in' }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => void server.close())
  return { connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${(server.address() as { port: number }).port}` }, secrets: { username: 'probe', password: 'probe-password' } }
}

async function openAll(bed: InspectionTestBed): Promise<void> {
  while ((await bed.asSystem(openDueWork)) > 0);
  // Those that sum up a period wait for its end; the recording queue of the tests does not wait.
  const { rows } = await bed.pool.query(`select work_order_id as id from spine.work_order where kind in ('inspection.make-report', 'inspection.seal-availability')`)
  const waiting = new Set(rows.map((row) => String(row.id)))
  const sent = bed.runtime.jobs.sent.splice(0)
  bed.runtime.jobs.sent.push(...sent.filter((job) => !waiting.has((job.payload as { workOrderId?: string }).workOrderId ?? '')))
  await bed.work()
}
