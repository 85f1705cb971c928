import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { declareWindow } from '#spine/windows/declare-window.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { setBackupHours } from '../calendar/backup-hours.ts'
import { readCalendar } from '../calendar/read-calendar.ts'
import { previewConflicts } from '../calendar/find-conflicts.ts'
import { startChecks } from '../checks/open-checks.ts'
import { updateDocument } from '../documents/stale-documents.ts'
import { logEffort } from '../efforts/log-effort.ts'
import { listEfforts, readEfforts } from '../efforts/read-efforts.ts'
import { approveTemplate, draftTemplate, listTemplates } from '../templates/change-template.ts'
import { changeBed, migrations, services } from '#tests/support/change-bed.ts'
import { submitRequest } from '#spine/requests/submit-request.ts'
import { readChange } from './read-change.ts'
import { recordStep, reviewEmergency, type NewStep } from './record-step.ts'

const bed = await changeBed(await spineTestBed({ now: '2024-09-02T09:00:00+08:00', services, migrations }))
let isHealthy = true
const application = createServer((_request, response) => response.writeHead(isHealthy ? 200 : 500).end('ready')).listen(0, '127.0.0.1')
await once(application, 'listening')
after(() => application.close())
const address = application.address()
const component = await bed.application('market-supervision', `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)

const step = (requestId: string, kind: NewStep['kind'], outcome: NewStep['outcome'], more: Partial<NewStep> = {}, files: Awaited<ReturnType<typeof bed.file>>[] = []) =>
  bed.as(bed.operator, (ctx) => recordStep(ctx, requestId, { stepId: randomUUID(), kind, outcome, happenedAt: ctx.now, releaseVersion: '', note: '按方案进行', deliverables: '', ...more }, files))
const detail = (requestId: string) => bed.as(bed.operator, (ctx) => readChange(ctx, requestId))
const effort = (requestId: string, days: number, effortEntryId: string = randomUUID()) => bed.as(bed.operator, (ctx) => logEffort(ctx, requestId, { effortEntryId, workedOn: '2024-09-02', workerId: bed.operator.userId, days, note: '开发与联调' }))
const messages = async (call: Promise<unknown>) => (await bed.refusal(call)).problems.map(({ message }) => message)

test('A normal change is refused with every gap at once, and each gate says what is missing before it opens', async () => {
  const draft = await bed.open({ changeKind: 'normal', nature: 'functional', subsystem: 'market-supervision', title: '短' })
  const gaps = (await bed.refusal(bed.as(bed.asker, (ctx) => submitRequest(ctx, draft.requestId, draft.version)))).problems.map(({ place }) => place)
  for (const place of ['form.title', 'form.demand', 'form.plannedFrom', 'form.impactSharing', 'form.plan']) assert.ok(gaps.includes(place), `${place} in ${gaps.join()}`)

  const requestId = await bed.approved({ componentIds: [component] })
  assert.equal((await bed.refusal(step(requestId, 'test', 'passed'))).code, 'change.not-running')
  await bed.take(requestId)
  assert.deepEqual(await messages(step(requestId, 'release-begun', 'begun')), ['回退方案尚未演练通过', '测试尚未通过', '尚未做变更前检查'])
  assert.deepEqual(await messages(step(requestId, 'rehearsal', 'passed')), ['请附上演练记录'])
  await step(requestId, 'rehearsal', 'passed', {}, [await bed.file('演练：换回旧包，用时 4 分钟')])
  await step(requestId, 'test', 'failed')
  await bed.as(bed.operator, (ctx) => startChecks(ctx, requestId, 'before'))
  assert.deepEqual(await messages(step(requestId, 'release-begun', 'begun')), ['测试尚未通过', '变更前检查尚未完成'])
  assert.equal(await bed.perform('inspection.run-on-demand'), 1)
  await step(requestId, 'test', 'passed')

  const windowId = randomUUID()
  const manager = await bed.person('项目经理', ['window:declare'])
  await bed.as(manager, (ctx) => declareWindow(ctx, { windowId, kind: 'freeze', subsystem: null, title: '重大活动封网', startsAt: new Date('2024-09-02T08:00:00+08:00'), endsAt: new Date('2024-09-02T12:00:00+08:00'), reason: '重大活动', acceptsOverlaps: true }))
  const frozen = await bed.refusal(step(requestId, 'release-begun', 'begun'))
  assert.equal(frozen.code, 'change.frozen')
  assert.match(frozen.message, /「重大活动封网」至 2024-09-02 12:00/)

  bed.at('2024-09-02T12:00:00+08:00')
  await step(requestId, 'release-begun', 'begun')
  assert.deepEqual(await messages(step(requestId, 'release', 'released')), ['请填写发布的版本号', '请写明移交甲方的成果及存放处（合同八（一））'])
  isHealthy = false
  await step(requestId, 'release', 'released', { releaseVersion: '1.5.0', deliverables: '源代码与安装包，已入甲方制品库' })
  await bed.perform('inspection.run-on-demand')
  const after = await detail(requestId)
  const worse = after.differences.filter(({ isWorse }) => isWorse).map(({ check, verdictBefore, verdictAfter }) => [check, verdictBefore, verdictAfter])
  assert.ok(worse.some(([check, was, is]) => check === 'APP-01' && was === 'normal' && is === 'abnormal'), JSON.stringify(worse))
  assert.equal((await bed.pool.query("select count(*)::int as n from spine.evidence where kind = 'change-request.check-comparison'")).rows[0].n, 1)
  assert.deepEqual((await bed.refusal(bed.deliver(requestId))).problems.map(({ message }) => message), ['用户手册因本次变更过时，尚未更新', '尚未登记工作量'])
  isHealthy = true
  await bed.as(bed.operator, (ctx) => startChecks(ctx, requestId, 'after'))
  await bed.perform('inspection.run-on-demand')
  assert.deepEqual((await detail(requestId)).differences.filter(({ isWorse }) => isWorse), [])
  assert.equal((await bed.refusal(bed.as(bed.operator, (ctx) => updateDocument(ctx, requestId, { document: 'manual', note: '增加导出一节' }, [])))).code, 'change.proof-missing')
  const proof = await bed.file('手册 1.5')
  await bed.as(bed.operator, (ctx) => updateDocument(ctx, requestId, { document: 'manual', note: '增加导出一节' }, [proof]))
  await effort(requestId, 2.5)
  await bed.deliver(requestId)
  await bed.accept(requestId)
  const { rows } = await bed.pool.query(`select array_agg(distinct e.kind order by e.kind) as kinds, a.verdict from spine.request r join spine.work_order w using (occurrence_id) join spine.work_order_evidence l using (work_order_id) join spine.evidence e using (evidence_id) join spine.assessment a using (occurrence_id) where r.request_id = $1 group by a.verdict`, [requestId])
  assert.equal(rows[0].verdict, 'met')
  for (const kind of ['demand-form', 'test-report', 'release-record', 'acceptance-record']) assert.ok(rows[0].kinds.includes(kind), kind)
})

test('Every conflict of a plan is told at once; a freeze cannot be accepted away, the others can with a reason', async () => {
  const people = [bed.operator.userId]
  await bed.approved({ componentIds: [component], peopleIds: people, plannedFrom: '2024-10-10T20:00:00+08:00', plannedTo: '2024-10-10T23:00:00+08:00' })
  await bed.as(bed.operator, (ctx) => setBackupHours(ctx, 'market-supervision', { startsMinute: 22 * 60, endsMinute: 2 * 60, version: 0 }))
  assert.equal((await bed.refusal(bed.as(bed.operator, (ctx) => setBackupHours(ctx, 'market-supervision', { startsMinute: 60, endsMinute: 120, version: 0 })))).code, 'change.hours-changed')
  const manager = await bed.person('项目经理', ['window:declare'])
  const declare = (kind: 'freeze' | 'special-period', title: string) => bed.as(manager, (ctx) => declareWindow(ctx, { windowId: randomUUID(), kind, subsystem: 'market-supervision', title, startsAt: new Date('2024-10-10T18:00:00+08:00'), endsAt: new Date('2024-10-11T06:00:00+08:00'), reason: '保障安排', acceptsOverlaps: true }))
  await declare('special-period', '秋季检查保障')
  const plan = { subsystem: 'market-supervision', componentIds: [component], peopleIds: people, plannedFrom: new Date('2024-10-10T21:00:00+08:00'), plannedTo: new Date('2024-10-10T22:30:00+08:00') }
  const kinds = async () => (await bed.as(bed.operator, (ctx) => previewConflicts(ctx, plan))).items.map(({ kind }) => kind)
  assert.deepEqual(await kinds(), ['special-period', 'component', 'people', 'backup'])
  const more = { componentIds: [component], peopleIds: people, plannedFrom: '2024-10-10T21:00:00+08:00', plannedTo: '2024-10-10T22:30:00+08:00' }
  assert.equal((await messages(bed.submitted(more))).length, 4)
  await bed.submitted({ ...more, acceptedConflicts: '与前一变更同窗口、同人串行实施' })
  await declare('freeze', '封网')
  assert.match((await messages(bed.submitted({ ...more, acceptedConflicts: '与前一变更同窗口、同人串行实施' })))[0] ?? '', /封网「封网」.*确属紧急的请提紧急变更/)
  const { items } = await bed.as(bed.operator, (ctx) => readCalendar(ctx, { from: '2024-10-10', to: '2024-10-10' }))
  assert.deepEqual(items.map(({ kind }) => kind).toSorted(), ['change', 'change', 'freeze', 'special-period'])
  assert.ok(items.every(({ kind, conflicts }) => kind !== 'change' || conflicts >= 4))
})

test('An emergency acts first within a freeze, owes its whole record within 24 hours of the act, and is reviewed by somebody else', async () => {
  bed.at('2024-10-10T19:00:00+08:00')
  const emergency = { startedAt: '2024-10-10T18:30:00+08:00', reason: '登录接口遭批量探测，须立即限流' }
  const { requestId, state } = await bed.submitted({ changeKind: 'emergency', nature: 'adaptive', componentIds: [component], backOut: '', testPlan: '', plannedFrom: '2024-10-10T18:30:00+08:00', plannedTo: '2024-10-10T20:00:00+08:00', documents: [], noDocumentsReason: '只调整限流参数', emergency })
  assert.equal(state, 'ready', 'nobody is asked before')
  await bed.take(requestId)
  const [clock] = (await bed.read(requestId)).clocks
  assert.deepEqual([clock?.name, clock?.verdict, clock?.dueAt?.toISOString()], ['补录完整记录', 'running', '2024-10-11T10:30:00.000Z'])
  await step(requestId, 'release', 'released', { releaseVersion: '1.5.1', deliverables: '限流配置，已入甲方制品库' })
  await bed.perform('inspection.run-on-demand')
  assert.deepEqual((await bed.refusal(bed.deliver(requestId))).problems.map(({ message }) => message), ['没有测试通过的记录', '紧急变更尚未补录完整记录', '紧急变更尚未复核通过', '尚未登记工作量'])
  const review = (who: typeof bed.operator, outcome: 'passed' | 'failed') => bed.as(who, (ctx) => reviewEmergency(ctx, requestId, { stepId: randomUUID(), outcome, note: '处置及时，影响可控' }))
  assert.match((await messages(review(bed.second, 'passed')))[0] ?? '', /尚未补录/)
  bed.at('2024-10-11T18:31:00+08:00')
  assert.equal((await bed.read(requestId)).clocks[0]?.verdict, 'overdue', 'one minute past the twenty-fourth hour')
  await step(requestId, 'record', 'recorded', { note: '18:30 发现探测，18:40 限流，19:05 恢复正常' })
  assert.equal((await bed.read(requestId)).clocks[0]?.verdict, 'late')
  assert.equal((await bed.refusal(review(bed.operator, 'passed'))).code, 'change.own-review')
  await review(bed.second, 'passed')
  await step(requestId, 'test', 'passed')
  await effort(requestId, 0.5)
  await bed.deliver(requestId)
})

test('A standard change needs no approval when it is exactly what its approved template says', async () => {
  bed.at('2024-10-14T09:00:00+08:00')
  const templateId = randomUUID()
  const template = { templateId, title: '证书续期', nature: 'adaptive' as const, plan: '替换证书并重载', backOut: '换回旧证书', testPlan: '访问首页并核对有效期', reason: '每年例行' }
  await bed.as(bed.operator, (ctx) => draftTemplate(ctx, template))
  const more = { changeKind: 'standard' as const, nature: 'adaptive' as const, templateId, componentIds: [component], plan: template.plan, backOut: template.backOut, testPlan: template.testPlan, plannedFrom: '2024-10-20T08:00:00+08:00', plannedTo: '2024-10-20T09:00:00+08:00' }
  assert.match((await messages(bed.submitted(more)))[0] ?? '', /尚未批准/)
  assert.equal((await bed.refusal(bed.as(bed.operator, (ctx) => approveTemplate(ctx, templateId, 1)))).code, 'change-template.own-approval')
  await bed.as(bed.lead, (ctx) => approveTemplate(ctx, templateId, 1))
  assert.equal((await bed.as(bed.operator, listTemplates)).items[0]?.state, 'approved')
  assert.match((await messages(bed.submitted({ ...more, plan: '顺便升级代理' })))[0] ?? '', /实施步骤与模板不同/)
  assert.equal((await bed.submitted(more)).state, 'ready')
})

test('A release that was rolled back is tested anew before the next attempt', async () => {
  bed.at('2024-10-15T09:00:00+08:00')
  const requestId = await bed.approved({ componentIds: [component], plannedFrom: '2024-10-22T08:00:00+08:00', plannedTo: '2024-10-22T09:00:00+08:00' })
  await bed.take(requestId)
  await step(requestId, 'rehearsal', 'passed', {}, [await bed.file('演练')])
  await step(requestId, 'test', 'passed')
  await bed.as(bed.operator, (ctx) => startChecks(ctx, requestId, 'before'))
  await bed.perform('inspection.run-on-demand')
  await step(requestId, 'release-begun', 'begun')
  await step(requestId, 'release', 'rolled-back', { note: '启动失败，已换回旧包' })
  assert.deepEqual(await messages(step(requestId, 'release-begun', 'begun')), ['测试尚未通过'])
  assert.deepEqual(await messages(step(requestId, 'release', 'released', { releaseVersion: '1.6.0', deliverables: '安装包入制品库' })), ['请先登记开始发布'])
})

test('Effort is logged once however often it is sent, corrected by its opposite, and shown by month and subsystem', async () => {
  const { requestId } = await bed.submitted({ componentIds: [component], plannedFrom: '2024-11-22T08:00:00+08:00', plannedTo: '2024-11-22T09:00:00+08:00' })
  const id = randomUUID()
  await effort(requestId, 2, id)
  await effort(requestId, 2, id)
  await effort(requestId, -0.5)
  assert.equal((await bed.refusal(effort(requestId, -2))).code, 'change.effort-below-zero')
  assert.equal((await detail(requestId)).spentDays, 1.5)
  const { months } = await bed.as(bed.operator, (ctx) => readEfforts(ctx, { from: '2024-09-01', to: addDays('2024-09-01', 29) }))
  assert.deepEqual(months.map(({ month, subsystem, days }) => [month, subsystem, days]), [['2024-09', 'market-supervision', 4.5]])
  const days = { from: '2024-09-01', to: '2024-09-30', pageSize: 1 }
  const [first, second] = [await bed.as(bed.operator, (ctx) => listEfforts(ctx, { ...days, page: 1 })), await bed.as(bed.operator, (ctx) => listEfforts(ctx, { ...days, page: 2 }))]
  assert.deepEqual([first.total, first.items.map(({ spentDays }) => spentDays), second.items.map((row) => [row.requestId === requestId, row.spentDays])], [3, [2.5], [[true, 1.5]]], 'the one that took most first, page after page')
})
