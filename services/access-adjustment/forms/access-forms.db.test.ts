import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { act } from '#platform/context/runtime.ts'
import { beginScheduled } from '#spine/requests/become-ready.ts'
import { listRequests } from '#spine/requests/read-requests.ts'
import { withdrawRequest } from '#spine/requests/submit-request.ts'
import { openWorkOrder, readRequest } from '#spine/spine.ts'
import { accessBed, prepareTarget } from '../testing/access-bed.ts'
import { keepTimedGrants } from '../timed-grants/end-timed-grants.ts'
import type { AccessForm, AccessLine } from './api.ts'

const bed = await accessBed()
const web = await prepareTarget(bed, 'law-enforcement', 'web_target')
const app = await prepareTarget(bed, 'law-enforcement', 'app_target', 'app-accounts')
await prepareTarget(bed, 'enterprise-qualification', 'first_target')
for (const subsystem of ['law-enforcement', 'enterprise-qualification']) {
  const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'access-adjustment.check-accounts', service: 'access-adjustment', subsystem, title: '核对', input: { kind: 'on-demand' } }))
  await bed.perform(workOrderId)
}
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))
const line = (account: string, more: Partial<AccessLine> = {}): AccessLine => ({ target: 'accounts', account, displayName: '', unit: '', post: '', grant: [], revoke: [], ...more })
const order = (kind: AccessForm['kind'], lines: AccessLine[], more: Partial<AccessForm> = {}) => ({ subsystem: 'law-enforcement' as const, kind, lines, ...more })
const done = async (form: Parameters<typeof bed.submit>[0]) => {
  const { requestId } = await bed.submit(form)
  await bed.approve(requestId)
  await bed.execute(requestId)
  return requestId
}
const adjustments = async (requestId: string) => (await bed.pool.query(`select adjustment_id as id, account, state, reason, account_before as before, account_after as after, outcome from access_adjustment.adjustment where request_id = $1 order by component_id, position, made_at`, [requestId])).rows
const verdictOf = async (requestId: string) => (await bed.pool.query('select a.verdict, a.lines, b.code, o.period_key from spine.request r join spine.occurrence o using (occurrence_id) join spine.obligation b using (obligation_id) left join spine.assessment a using (occurrence_id) where r.request_id = $1', [requestId])).rows[0]

test('the wrong form is returned with the reason, and so is the right one from the wrong department (合同 M2, AMB-10)', async () => {
  const wrong = await bed.draft({ subsystem: 'enterprise-qualification', kind: 'suspend', lines: [line('zhang')] }, bed.people.asker, 'access-adjustment.permission-order')
  const error = await refusal(bed.submit({ subsystem: 'enterprise-qualification', kind: 'suspend', lines: [line('zhang')] }, bed.people.asker, 'access-adjustment.permission-order'))
  assert.match(error.problems[0]?.message ?? '', /须用《用户配置调整申请表》，由业务部门提出.*退回/)
  assert.equal(wrong.state, 'draft')
  assert.match((await refusal(bed.submit(order('suspend', [line('zhang')], { issuer: 'business-department' })))).problems[0]?.message ?? '', /综合事务中心提出/)
  assert.match((await bed.submit({ subsystem: 'enterprise-qualification', kind: 'suspend', lines: [line('zhang')] })).number, /^PZ-/)
})

test('all that is wrong with the lines is named at once, and duties that must stay apart are among it', async () => {
  const { problems } = await refusal(bed.submit(order('change', [line('nobody', { grant: ['no-such'] }), line('zhang', { grant: ['administrator', 'auditor'] }), line('zhang'), line('robot', { grant: ['clerk'] })])))
  const told = problems.map(({ place, message }) => `${place} ${message}`).join('\n')
  for (const words of [/lines\.0\.grant.*没有角色 no-such/, /lines\.0\.account.*没有读到/, /lines\.1\.grant.*administrator 与 auditor/, /lines\.2\.account.*出现多次/, /lines\.3\.account.*程序使用/]) assert.match(told, words)
  const paperless = await refusal((async () => bed.as(bed.people.asker, async (ctx) => {
    const { openRequest, submitRequest } = await import('#spine/spine.ts')
    const row = await openRequest(ctx, { requestId: crypto.randomUUID(), kind: 'access-adjustment.permission-order', form: { ...order('suspend', [line('zhang')]), issuer: 'general-affairs-centre', issuerName: '综合处', documentNo: '1', reason: '测试没有公文', hours: null } })
    return submitRequest(ctx, row.requestId, row.version)
  }))())
  assert.match(paperless.problems[0]?.message ?? '', /公文/)
})

test('a form is executed on the target, read back, proven, and its occurrence is met', async () => {
  const requestId = await done(order('change', [line('zhang', { grant: ['clerk'], revoke: ['reader'] })]))
  assert.deepEqual(await bed.rolesOf('web_target', 'zhang'), ['clerk'])
  const request = await bed.read(requestId)
  assert.equal(request.state, 'closed')
  assert.deepEqual(request.clocks.map(({ name, contractual, verdict }) => [name, contractual, verdict]), [['执行', false, 'met']])
  const [row] = await adjustments(requestId)
  assert.deepEqual([row.state, row.outcome, row.before.roles[0].role, row.after.roles[0].role], ['applied', 'applied', 'reader', 'clerk'])
  const { rows } = await bed.pool.query(`select order_no, approver from web_target.change_log where change_key = $1`, [row.id])
  assert.equal(rows[0].order_no, request.number)
  assert.match(rows[0].approver, /甲方审核.*项目经理/)
  const { verdict, code, period_key: period } = await verdictOf(requestId)
  assert.deepEqual([verdict, code, period], ['met', 'M2-02', request.number])
  const kinds = await bed.pool.query('select distinct e.kind from spine.request r join spine.work_order w on w.occurrence_id = r.occurrence_id join spine.work_order_evidence l using (work_order_id) join spine.evidence e using (evidence_id) where r.request_id = $1 order by 1', [requestId])
  assert.deepEqual(kinds.rows.map(({ kind }) => kind), ['access-form', 'permission-difference'])
})

test('law enforcement: web and APP are two targets, each with its own order, difference and proof', async () => {
  const requestId = await done(order('change', [line('li', { grant: ['clerk'] }), line('li', { target: 'app-accounts', grant: ['clerk'] })]))
  assert.deepEqual((await bed.orders(requestId)).map(({ kind, result }) => [kind, result?.applied]), [['access-adjustment.execute', 1], ['access-adjustment.execute', 1]])
  assert.deepEqual([await bed.rolesOf('web_target', 'li'), await bed.rolesOf('app_target', 'li')], [['clerk', 'reader'], ['clerk', 'reader']])
  const { rows } = await bed.pool.query(`select e.body->>'target' as target from spine.work_order w join spine.work_order_evidence l using (work_order_id) join spine.evidence e using (evidence_id) where w.request_id = $1 and w.kind = 'access-adjustment.execute' and e.kind = 'permission-difference' order by 1`, [requestId])
  assert.deepEqual(rows.map(({ target }) => target), ['accounts', 'app-accounts'])
  assert.equal((await verdictOf(requestId)).verdict, 'met')
})

test('who leaves may not keep the APP, and a new one there goes by the name on the web', async () => {
  const half = await refusal(bed.submit(order('leave', [line('wang')])))
  assert.match(half.problems[0]?.message ?? '', /APP.*一并列入/)
  await done(order('new', [line('zhao', { displayName: '赵六', unit: '三处', grant: ['reader'] }), line('zhao', { target: 'app-accounts', displayName: '写错了', grant: ['reader'] })]))
  const { rows } = await bed.pool.query(`select real_name, dept from app_target.app_user where login = 'zhao'`)
  assert.deepEqual(rows, [{ real_name: '赵六', dept: '三处' }])
  await done(order('leave', [line('zhao'), line('zhao', { target: 'app-accounts' })]))
  assert.deepEqual((await bed.pool.query(`select status from web_target.app_user where login = 'zhao' union all select status from app_target.app_user where login = 'zhao'`)).rows.map(({ status }) => status), ['9', '9'])
  assert.deepEqual(await bed.rolesOf('web_target', 'zhao'), [])
})

test('higher rights take the longer way, whatever the form calls itself; nobody approves what he gains by', async () => {
  const { requestId } = await bed.submit(order('change', [line('zhang', { grant: ['boss'] })]))
  assert.deepEqual((await bed.read(requestId)).approvals.map(({ title }) => title), ['甲方项目负责人批准', '安全负责人核准', '乙方核对（职责分离、必要性、期限）'])
  const gainer = await bed.holder('张三', 'client-reviewer')
  await bed.pool.query(`update platform.user_account set username = 'Zhang' where user_id = $1`, [gainer.userId])
  const own = await bed.submit(order('suspend', [line('zhang')]))
  assert.equal((await refusal(bed.decide(gainer, own.requestId, 1))).code, 'filed-request.own-approval')
  await assert.rejects(bed.pool.query(`update spine.request_approval set state = 'approved', decided_by = $2 where request_id = $1 and step = 1`, [own.requestId, gainer.userId]), /request_approval_by_no_party/)
})

test('a temporary right counts from its approval, is told before its end, and is taken away and read back at it', async () => {
  const { requestId } = await bed.submit(order('temporary', [line('wang', { grant: ['clerk'] })], { hours: 8 }))
  bed.at('2024-09-03T10:00:00+08:00')
  await bed.approve(requestId)
  await bed.execute(requestId)
  const { rows } = await bed.pool.query(`select ends_at from access_adjustment.timed_grant where account = 'wang' and state = 'running'`)
  assert.equal(rows[0].ends_at.toISOString(), '2024-09-03T10:00:00.000Z', 'eight hours from the approval, not from the form')
  const tick = () => bed.asSystem(keepTimedGrants)
  assert.deepEqual(await tick(), { reminded: 0, ended: 0 })
  bed.at('2024-09-03T16:30:00+08:00')
  assert.deepEqual(await tick(), { reminded: 1, ended: 0 }, 'a short grant is told at the last quarter of its life')
  assert.deepEqual(await tick(), { reminded: 0, ended: 0 })
  bed.at('2024-09-03T18:00:00+08:00')
  assert.deepEqual(await tick(), { reminded: 0, ended: 1 })
  const ending = await bed.pool.query<{ id: string }>(`select work_order_id as id from access_adjustment.timed_grant where account = 'wang'`)
  await bed.perform(ending.rows[0]?.id ?? '')
  assert.deepEqual(await bed.rolesOf('web_target', 'wang'), ['reader'])
  const grant = await bed.pool.query(`select state, note from access_adjustment.timed_grant where account = 'wang'`)
  assert.deepEqual([grant.rows[0].state, grant.rows[0].note], ['ended', '已收回并读回确认'])
})

test('a grace rule of the target puts the end off, and a later form about the role replaces it', async () => {
  await bed.pool.query(`insert into access_adjustment.target_setting (component_id, grace_minutes, remind_minutes, reason, changed_at) values ($1, 60, 30, '夜班交接', now())`, [app])
  await done(order('temporary', [line('wang', { target: 'app-accounts', grant: ['clerk'] })], { hours: 2 }))
  bed.at('2024-09-03T20:30:00+08:00')
  assert.equal((await bed.asSystem(keepTimedGrants)).ended, 0)
  await done(order('change', [line('wang', { target: 'app-accounts', revoke: ['clerk'] })]))
  bed.at('2024-09-03T23:00:00+08:00')
  assert.equal((await bed.asSystem(keepTimedGrants)).ended, 0)
  assert.equal((await bed.pool.query(`select state from access_adjustment.timed_grant where component_id = $1`, [app])).rows[0].state, 'superseded')
})

test('an undo is made of the snapshots, is approved itself, and never overwrites what came later', async () => {
  bed.at('2024-09-04T09:00:00+08:00')
  const first = await done(order('transfer', [line('li', { unit: '五处', post: '科长', revoke: ['clerk'] })]))
  const [original] = await adjustments(first)
  const undo = () => done(order('undo', [line('li', { undoes: original.id })]))
  const back = await undo()
  assert.deepEqual((await adjustments(back)).map(({ state }) => state), ['applied'])
  assert.deepEqual(await bed.rolesOf('web_target', 'li'), ['clerk', 'reader'])
  assert.equal((await bed.pool.query(`select dept from web_target.app_user where login = 'li'`)).rows[0].dept, '一处')
  const late = await bed.submit(order('undo', [line('li', { undoes: original.id })]))
  await bed.approve(late.requestId)
  await bed.execute(late.requestId)
  const [refused] = await adjustments(late.requestId)
  assert.equal(refused.state, 'refused')
  assert.match(refused.reason, /又被改动/)
  assert.equal((await bed.read(late.requestId)).state, 'ready', 'left to a person')
})

test('a line that the target refuses leaves the others done, the form open and the duty unproven', async () => {
  const { requestId } = await bed.submit(order('suspend', [line('zhang'), line('wang')]))
  await bed.approve(requestId)
  await bed.pool.query(`update web_target.app_user set status = '0', row_version = row_version + 1 where login = 'wang'`)
  await bed.execute(requestId)
  assert.deepEqual((await adjustments(requestId)).map(({ account, state }) => [account, state]), [['zhang', 'applied'], ['wang', 'refused']])
  assert.equal((await bed.read(requestId)).state, 'ready')
  assert.notEqual((await verdictOf(requestId)).verdict, 'met')
  await bed.pool.query(`update web_target.app_user set status = '1', row_version = row_version + 1 where login = 'wang'`)
  const { retryRefused } = await import('../adjustments/retry-refused.ts')
  await act(bed.runtime, bed.people.handler, (ctx) => retryRefused(ctx, requestId))
  await bed.execute(requestId)
  assert.equal((await bed.read(requestId)).state, 'closed')
  assert.equal((await verdictOf(requestId)).verdict, 'met')
})

test('an order carried out twice changes and proves once', async () => {
  const requestId = await done(order('reopen', [line('zhang')]))
  const [execution] = await bed.orders(requestId)
  const count = async () => (await bed.pool.query('select count(*)::int as n from spine.work_order_evidence where work_order_id = $1', [execution?.workOrderId])).rows[0].n
  const before = await count()
  await bed.perform(execution?.workOrderId ?? '')
  assert.equal(await count(), before)
  assert.ok(web)
})

test('A form for a later day waits for it, begins by itself at its midnight in Beijing, and its time counts from then', async () => {
  bed.at('2024-09-05T09:00:00+08:00')
  const past = await refusal(bed.submit(order('change', [line('wang', { grant: ['clerk'] })], { startsOn: '2024-09-04' })))
  assert.match(past.problems[0]?.message ?? '', /2024-09-04 已经过去/)
  const { requestId } = await bed.submit(order('temporary', [line('wang', { grant: ['clerk'] })], { startsOn: '2024-09-10', hours: 8 }))
  bed.at('2024-09-06T10:00:00+08:00')
  await bed.approve(requestId)
  const waiting = await bed.read(requestId)
  assert.deepEqual([waiting.state, waiting.beginsOn, waiting.clocks, (await bed.orders(requestId)).length], ['scheduled', '2024-09-10', [], 0])
  assert.match(waiting.title, /2024-09-10 起/)
  assert.deepEqual(waiting.actions.filter((action) => ['take', 'wait', 'resume', 'deliver', 'edit'].includes(action)), [], 'nothing is worked on before its day')
  const listed = await bed.as(bed.people.handler, (ctx) => listRequests(ctx, { page: 1, pageSize: 50, state: 'scheduled' }))
  assert.deepEqual(listed.items.map((one) => [one.requestId, one.beginsOn]), [[requestId, '2024-09-10']])
  bed.at('2024-09-09T23:59:59+08:00')
  assert.equal(await bed.asSystem(beginScheduled), 0)
  bed.at('2024-09-10T00:00:00+08:00')
  assert.equal(await bed.asSystem(beginScheduled), 1)
  assert.equal(await bed.asSystem(beginScheduled), 0, 'once')
  await bed.execute(requestId)
  assert.deepEqual(await bed.rolesOf('web_target', 'wang'), ['clerk', 'reader'])
  const done = await bed.read(requestId)
  assert.deepEqual([done.state, done.clocks.map(({ verdict, startedAt }) => [verdict, startedAt?.toISOString()])], ['closed', [['met', '2024-09-09T16:00:00.000Z']]])
  assert.equal((await verdictOf(requestId)).verdict, 'met')
  const { rows } = await bed.pool.query(`select starts_at, ends_at from access_adjustment.timed_grant where account = 'wang' and state = 'running'`)
  assert.deepEqual([rows[0].starts_at.toISOString(), rows[0].ends_at.toISOString()], ['2024-09-09T16:00:00.000Z', '2024-09-10T00:00:00.000Z'], 'eight hours from the midnight of its day')
})

test('A form is cancelled before its day and never after it took effect; one approved after its day counts from the approval', async () => {
  const withdraw = (requestId: string) => bed.as(bed.people.asker, async (ctx) => withdrawRequest(ctx, requestId, (await readRequest(ctx, requestId)).version, '人员不再到岗'))
  const { requestId } = await bed.submit(order('change', [line('wang', { target: 'app-accounts', grant: ['clerk'] })], { startsOn: '2024-09-12' }))
  await bed.approve(requestId)
  const late = await bed.submit(order('temporary', [line('wang', { target: 'app-accounts', grant: ['clerk'] })], { startsOn: '2024-09-11', hours: 2 }))
  await withdraw(requestId)
  bed.at('2024-09-12T09:30:00+08:00')
  assert.equal(await bed.asSystem(beginScheduled), 0)
  assert.deepEqual([(await bed.read(requestId)).state, (await bed.orders(requestId)).length, await bed.rolesOf('app_target', 'wang')], ['withdrawn', 0, ['reader']])
  await bed.approve(late.requestId)
  assert.equal((await bed.read(late.requestId)).state, 'ready', 'its day is past: at once')
  assert.equal((await refusal(withdraw(late.requestId))).code, 'filed-request.not-endable', 'under way')
  await bed.execute(late.requestId)
  const { rows } = await bed.pool.query(`select ends_at from access_adjustment.timed_grant where component_id = $1 and state = 'running'`, [app])
  assert.equal(rows[0].ends_at.toISOString(), '2024-09-12T03:30:00.000Z')
})
