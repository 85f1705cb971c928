import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { z } from 'zod'
import { actorName } from '#platform/context/context.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { defineService } from '#spine/service.ts'
import { readWorkOrder } from '#spine/work-orders/read-work-orders.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { declareDelegation } from './approvals/delegate.ts'
import { decideRequest } from './approvals/decide-approval.ts'
import { withoutPersonOfOwn } from './approvals/ask-approvals.ts'
import { expireApprovals } from './approvals/expire-approvals.ts'
import { acceptRequest, acceptSilently, deliverRequest, reopenRequest, returnDelivery } from './deliver-request.ts'
import { resumeRequest, takeRequest, waitForOthers } from './handle-request.ts'
import { attachScan } from './files/attach-files.ts'
import { linkRequests, mergeRequest } from './links/link-requests.ts'
import { cloneRequest, openRequest, saveDraft } from './open-request.ts'
import { countRequests, listRequests, readRequest } from './read-requests.ts'
import { defineRequestKind } from './request-kind.ts'
import { submitRequest, withdrawRequest } from './submit-request.ts'

const form = z.strictObject({ what: z.string().min(4, '请写明事项'), subsystem: z.string(), gains: z.string().optional() })

/** A permission order in miniature: two approvals, separated duties, a target that starts with the approval, a duty of the contract. */
const order = defineRequestKind({
  kind: 'access-adjustment.order',
  title: '系统权限调整单',
  prefix: 'QX',
  form,
  permissions: { open: 'request:open', handle: 'request:handle' },
  facts: (draft) => ({ title: String(draft['what'] ?? ''), subsystem: String(draft['subsystem'] ?? 'unattributed') }),
  describe: ({ what, subsystem }) => [{ label: '事项', value: what }, { label: '子系统', value: subsystem }],
  check: (_ctx, { subsystem }) => Promise.resolve(subsystem === 'enterprise-qualification' ? [{ place: 'form.subsystem', message: '资质子系统请用用户配置调整申请表' }] : []),
  approvals: () => [{ title: '业务负责人审批', approver: { role: 'client-reviewer' }, expiresAfterWorkingDays: 2 }, { title: '甲方审批', approver: { role: 'client-lead' } }],
  excluded: (_ctx, request) => (request.form.gains === undefined ? [] : [request.form.gains]),
  separatesDuties: true,
  startsClock: 'approved',
  targets: () => [{ name: '办理', kind: 'window-minutes', amount: 240, window: '5x9', contractual: false }],
  deliveryTarget: '办理',
  acceptance: { silentAfterWorkingDays: 3 },
  isReadableBy: (ctx) => Promise.resolve(actorName(ctx.actor) === '受益人'),
  duty: () => ({ event: '收到系统权限调整单', due: '办理' }),
})

const service = defineService({
  name: 'access-adjustment', title: '系统权限调整', obligations: { codes: ['M2-02'] },
  workOrders: [{ kind: 'access-adjustment.fulfil-order', title: '办理权限调整', obligations: ['M2-02'], input: z.object({}).loose(), result: z.object({}).loose() }],
  evidence: [], assessments: [], reports: [], routes: [], jobs: [], requests: [order], migrations: undefined,
})

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00', services: [service] })
const all = ['request:read', 'request:read-all', 'request:open', 'request:handle', 'request:assign', 'request:approve']
const holder = async (name: string, role?: string) => {
  const person = await bed.person(name, all)
  if (role) {
    await bed.pool.query('insert into platform.role (role_code, title, description) values ($1, $1, $1) on conflict do nothing', [role])
    await bed.pool.query("insert into platform.role_permission (role_code, permission) values ($1, 'request:approve') on conflict do nothing", [role])
    await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, $3, '', 'active', '测试', now())", [randomUUID(), person.userId, role])
  }
  return person
}
const asker = await holder('申请人')
const reviewer = await holder('审核人', 'client-reviewer')
const lead = await holder('项目负责人', 'client-lead')
const deputy = await holder('代理人', 'deputy')
const operator = await holder('办理人')

const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))
const complete = { what: '开通查询权限', subsystem: 'market-supervision' }

async function submitted(more: Partial<z.output<typeof form>> = {}, by = asker) {
  const row = await bed.as(by, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind: order.kind, form: { ...complete, ...more } }))
  return bed.as(by, (ctx) => submitRequest(ctx, row.requestId, row.version))
}
const read = (requestId: string, by = operator) => bed.as(by, (ctx) => readRequest(ctx, requestId))
const version = async (requestId: string) => (await read(requestId)).version
const decide = async (who: typeof asker, requestId: string, step: number, decision: 'approved' | 'refused' | 'returned' = 'approved', note = '核对无误') =>
  bed.as(who, async (ctx) => decideRequest(ctx, requestId, (await readRequest(ctx, requestId)).version, { step, decision, note }))
async function approved(more: Partial<z.output<typeof form>> = {}) {
  const row = await submitted(more)
  await decide(reviewer, row.requestId, 1)
  await decide(lead, row.requestId, 2)
  return row.requestId
}

test('A draft keeps anything, is opened once however often it is sent, and is refused with every problem when it is submitted incomplete', async () => {
  const requestId = randomUUID()
  const open = () => bed.as(asker, (ctx) => openRequest(ctx, { requestId, kind: order.kind, form: { what: '短' } }))
  const [first, second] = [await open(), await open()]
  assert.equal(first.number, second.number)
  assert.match(first.number, /^QX-20240902-\d{4}$/)
  const error = await refusal(bed.as(asker, (ctx) => submitRequest(ctx, requestId, first.version)))
  assert.deepEqual([error.status, error.problems.map(({ place }) => place)], [422, ['form.what', 'form.subsystem']])
  const saved = await bed.as(asker, (ctx) => saveDraft(ctx, requestId, first.version, { ...complete, subsystem: 'enterprise-qualification' }))
  assert.match((await refusal(bed.as(asker, (ctx) => submitRequest(ctx, requestId, saved.version)))).problems[0]?.message ?? '', /用户配置调整申请表/)
  assert.equal((await refusal(bed.as(asker, (ctx) => saveDraft(ctx, requestId, first.version, complete)))).status, 409)
  assert.equal((await bed.as(operator, (ctx) => listRequests(ctx, { page: 1, pageSize: 50, search: first.number }))).total, 0, 'a draft is seen by its writer alone')
})

test('Two steps need two people; neither the requester nor who gains by it may approve, in the program and in the database', async () => {
  const gainer = await holder('受益人', 'client-reviewer')
  const both = await holder('双重角色', 'client-reviewer')
  await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, 'client-lead', '', 'active', '测试', now())", [randomUUID(), both.userId])
  const { requestId } = await submitted({ gains: gainer.userId }, reviewer)
  assert.equal((await refusal(decide(reviewer, requestId, 1))).code, 'filed-request.own-approval')
  assert.equal((await refusal(decide(gainer, requestId, 1))).code, 'filed-request.own-approval')
  assert.equal((await refusal(decide(operator, requestId, 1))).code, 'filed-request.not-approver')
  const offered = async (who: typeof asker) => ({ acts: (await read(requestId, who)).actions.includes('approve'), waitsOn: (await read(requestId, who)).waitsOn, counted: (await bed.as(who, (ctx) => countRequests(ctx)))['to-approve'], listed: (await bed.as(who, (ctx) => listRequests(ctx, { page: 1, pageSize: 50, whose: 'to-approve' }))).items.some((one) => one.requestId === requestId) })
  assert.deepEqual(await offered(both), { acts: true, waitsOn: '', counted: 1, listed: true })
  assert.equal((await offered(gainer)).waitsOn, '第 1 步“业务负责人审批”等待 双重角色。申请由您提出或您由此受益，不能由您审批')
  await decide(both, requestId, 1)
  assert.deepEqual(await offered(both), { acts: false, waitsOn: '第 2 步“甲方审批”等待 项目负责人。您已办理第 1 步“业务负责人审批”，两个步骤须由两人办理', counted: 0, listed: false }, 'nothing is offered that would be refused')
  assert.deepEqual([(await offered(operator)).waitsOn, (await offered(lead)).acts], ['第 2 步“甲方审批”等待 项目负责人', true])
  const { rows: told } = await bed.pool.query<{ user_id: string }>("select user_id from spine.inbox_message where dedupe_key = $1", [`request-approval:${requestId}:1:2`])
  assert.deepEqual(told.map(({ user_id }) => user_id), [lead.userId], 'who can not decide is not asked')
  assert.equal((await refusal(decide(both, requestId, 2))).code, 'filed-request.decided-before')
  const set = (userId: string) => bed.pool.query("update spine.request_approval set state = 'approved', decided_by = $2 where request_id = $1 and step = 2", [requestId, userId])
  await assert.rejects(set(reviewer.userId), /request_approval_not_ones_own/)
  await assert.rejects(set(gainer.userId), /request_approval_by_no_party/)
  await assert.rejects(set(both.userId), /request_approval_four_eyes/)
  await decide(lead, requestId, 2)
  assert.equal((await read(requestId)).state, 'ready')
})

test('Steps that only one and the same person could decide are refused at submission, and the step without a person is named', () => {
  assert.deepEqual(withoutPersonOfOwn([['a'], ['a']]), [1])
  assert.deepEqual(withoutPersonOfOwn([['a', 'b'], ['a']]), [], 'the first step leaves the only one to the second')
  assert.deepEqual(withoutPersonOfOwn([['a', 'b'], ['b', 'a'], ['a'], []]), [2, 3])
})

test('An edit during approval voids what was approved, shows the difference, and is approved anew', async () => {
  const { requestId } = await submitted()
  await decide(reviewer, requestId, 1)
  const seen = await version(requestId)
  await bed.as(asker, async (ctx) => {
    const row = await saveDraft(ctx, requestId, seen, { ...complete, what: '开通查询与导出权限' })
    await submitRequest(ctx, requestId, row.version, '补充导出')
  })
  assert.equal((await refusal(bed.as(lead, (ctx) => decideRequest(ctx, requestId, seen, { step: 2, decision: 'approved', note: '' })))).status, 409, 'who saw the former text must read again')
  const now = await read(requestId)
  assert.deepEqual([now.formVersion, now.approvals.map(({ state }) => state)], [2, ['waiting', 'pending']])
  assert.deepEqual(now.formLines[0], { label: '事项', value: '开通查询与导出权限', before: '开通查询权限' })
  await assert.rejects(bed.pool.query("update spine.request_form set form = '{}' where request_id = $1", [requestId]), /只允许新增/)
})

test('A deputy decides for who is away, and the record says for whom; his own requests do not come to him', async () => {
  await bed.as(reviewer, (ctx) => declareDelegation(ctx, { delegationId: randomUUID(), toUserId: deputy.userId, fromOn: '2024-09-02', toOn: '2024-09-06', kinds: [order.kind], reason: '外出培训' }))
  const { requestId } = await submitted()
  await decide(deputy, requestId, 1)
  assert.equal((await read(requestId)).approvals[0]?.onBehalfOfName, '审核人')
  const own = await submitted({}, deputy)
  assert.equal((await refusal(decide(deputy, own.requestId, 1))).code, 'filed-request.own-approval')
})

test('An approval that nobody gives lapses at the end of its working days and goes back to the requester', async () => {
  const { requestId } = await submitted()
  bed.at('2024-09-04T23:59:00+08:00')
  assert.equal(await bed.asSystem(expireApprovals), 0)
  bed.at('2024-09-05T00:01:00+08:00')
  assert.ok((await bed.asSystem(expireApprovals)) >= 1)
  const row = await read(requestId)
  assert.deepEqual([row.state, row.approvals[0]?.state], ['returned', 'expired'])
  await bed.as(asker, (ctx) => submitRequest(ctx, requestId, row.version, '重新提交'))
  assert.equal((await read(requestId)).state, 'in-approval')
})

test('Who approved does not execute, whoever writes; the clock starts with the approval, pauses for others and stops at delivery', async () => {
  bed.at('2024-09-09T09:00:00+08:00')
  const requestId = await approved()
  assert.equal((await refusal(bed.as(lead, async (ctx) => takeRequest(ctx, requestId, await version(requestId))))).code, 'filed-request.approver-executes')
  await assert.rejects(bed.pool.query('update spine.request set assignee_id = $2 where request_id = $1', [requestId, reviewer.userId]), /批准人不得办理/)
  await bed.as(operator, async (ctx) => takeRequest(ctx, requestId, await version(requestId)))
  bed.at('2024-09-09T10:00:00+08:00')
  await bed.as(operator, async (ctx) => waitForOthers(ctx, requestId, await version(requestId), { reason: '等待业务部门确认人员', owner: '业务部门', proof: '邮件记录' }))
  bed.at('2024-09-10T09:00:00+08:00')
  await bed.as(operator, async (ctx) => resumeRequest(ctx, requestId, await version(requestId), '已确认'))
  bed.at('2024-09-10T11:00:00+08:00')
  await bed.as(operator, async (ctx) => deliverRequest(ctx, requestId, await version(requestId), '权限已开通并回读'))
  const row = await read(requestId)
  const [clock] = row.clocks
  assert.deepEqual([row.state, clock?.verdict, clock?.elapsedMinutes, clock?.pausedMinutes], ['delivered', 'met', 180, 480])
  assert.ok(clock?.lines.some((line) => line.includes('业务部门')), 'the account names who owned the pause')
  assert.equal((await refusal(bed.as(operator, async (ctx) => acceptRequest(ctx, requestId, await version(requestId), '')))).code, 'filed-request.not-requester')
  await bed.as(asker, async (ctx) => returnDelivery(ctx, requestId, await version(requestId), '还缺一个菜单'))
  assert.equal((await read(requestId)).clocks[0]?.verdict, 'running')
})

test('Silence accepts after the agreed working days, across a holiday and its make-up day, and the record says so', async () => {
  bed.at('2024-09-12T10:00:00+08:00')
  const requestId = await approved()
  await bed.as(operator, async (ctx) => takeRequest(ctx, requestId, await version(requestId)))
  await bed.as(operator, async (ctx) => deliverRequest(ctx, requestId, await version(requestId), '权限已开通'))
  // Friday 13th, Saturday 14th (调休上班) and, after 中秋, Wednesday 18th.
  bed.at('2024-09-18T23:59:00+08:00')
  assert.equal(await bed.asSystem(acceptSilently), 0)
  bed.at('2024-09-19T00:00:00+08:00')
  assert.ok((await bed.asSystem(acceptSilently)) >= 1)
  const row = await read(requestId)
  assert.equal(row.state, 'closed')
  assert.ok(row.events.some(({ kind, actorName }) => kind === 'silently-accepted' && actorName.startsWith('系统')))
})

test('The duty that a request calls up is owed from its submission, met by its closing as of the delivery, and owed again when it is reopened', async () => {
  bed.at('2024-09-19T09:00:00+08:00')
  const requestId = await approved()
  const { occurrenceId, workOrders, number } = await read(requestId)
  assert.ok(occurrenceId)
  assert.equal(workOrders.length, 1)
  const verdict = async () => (await bed.pool.query<{ verdict: string }>('select verdict from spine.assessment where occurrence_id = $1', [occurrenceId])).rows[0]?.verdict
  const due = async () => (await bed.pool.query<{ due_at: Date }>('select due_at from spine.occurrence where occurrence_id = $1', [occurrenceId])).rows[0]?.due_at.toISOString()
  assert.equal(await due(), '2024-09-19T05:00:00.000Z', 'four working hours after the approval')
  await assert.rejects(bed.as({ ...operator, permissions: new Set(['work-order:work']) }, async (ctx) => (await import('#spine/work-orders/take-work-order.ts')).takeWorkOrder(ctx, workOrders[0]?.workOrderId ?? '', 1)), { code: 'work-order.follows-request' })
  await bed.as(operator, async (ctx) => takeRequest(ctx, requestId, await version(requestId)))
  await bed.as(operator, async (ctx) => deliverRequest(ctx, requestId, await version(requestId), '已办理'))
  await bed.as(asker, async (ctx) => acceptRequest(ctx, requestId, await version(requestId), '可以'))
  // Without any evidence the contract's asked kinds are missing: closing alone proves nothing.
  assert.notEqual(await verdict(), 'met')
  await bed.as(operator, async (ctx) => reopenRequest(ctx, requestId, await version(requestId), '用户反馈无效'))
  assert.equal((await read(requestId)).state, 'in-progress')
  assert.match(number, /^QX-/)
})

test('A withdrawn or merged request owes nothing, counts no longer, and both timelines tell it; parents can not form a circle', async () => {
  const [first, second] = [await submitted(), await submitted()]
  await bed.as(operator, async (ctx) => linkRequests(ctx, first.requestId, second.requestId, 'child-of'))
  assert.equal((await refusal(bed.as(operator, (ctx) => linkRequests(ctx, second.requestId, first.requestId, 'child-of')))).code, 'filed-request.link-invalid')
  await bed.as(operator, async (ctx) => mergeRequest(ctx, first.requestId, await version(first.requestId), second.requestId, '同一件事'))
  const merged = await read(first.requestId)
  assert.equal(merged.state, 'merged')
  assert.ok((await read(second.requestId)).events.some(({ note }) => note.includes(merged.number)))
  const { rows } = await bed.pool.query<{ withdrawn: boolean }>('select withdrawn_at is not null as withdrawn from spine.occurrence where occurrence_id = $1', [merged.occurrenceId])
  assert.equal(rows[0]?.withdrawn, true)
  await bed.as(asker, async (ctx) => withdrawRequest(ctx, second.requestId, await version(second.requestId), '不再需要'))
  assert.equal((await read(second.requestId)).state, 'withdrawn')
})

test('A clone is a draft of its own that remembers its model and shows what differs from last time', async () => {
  const model = await submitted()
  const clone = await bed.as(asker, (ctx) => cloneRequest(ctx, model.requestId, randomUUID()))
  await bed.as(asker, async (ctx) => {
    const row = await saveDraft(ctx, clone.requestId, clone.version, { ...complete, subsystem: 'cost-information' })
    await submitRequest(ctx, clone.requestId, row.version)
  })
  const row = await read(clone.requestId)
  assert.equal(row.clonedFrom?.number, model.number)
  assert.deepEqual(row.formLines.filter(({ before }) => before !== undefined).map(({ label, before }) => [label, before]), [['子系统', 'market-supervision']])
})

test('A person without the right to see all sees his own requests and those that wait for him, and others do not exist for him', async () => {
  const { requestId } = await submitted()
  const narrow = new Set(['request:read', 'request:open', 'request:approve'])
  const stranger = await bed.person('外人', [...narrow])
  assert.equal((await refusal(bed.as(stranger, (ctx) => readRequest(ctx, requestId)))).status, 404)
  assert.equal((await bed.as({ ...asker, permissions: narrow }, (ctx) => readRequest(ctx, requestId))).requestId, requestId)
  assert.equal((await bed.as({ ...reviewer, permissions: narrow }, (ctx) => readRequest(ctx, requestId))).requestId, requestId)
  assert.equal((await bed.as({ ...stranger, permissions: narrow }, (ctx) => listRequests(ctx, { page: 1, pageSize: 50 }))).total, 0)
})

test('Whom the kind lets read, reads and does not act; a work order names the request only to those who may read it', async () => {
  const requestId = await approved()
  const narrow = ['request:read', 'request:open', 'work-order:read', 'work-order:work']
  const [served, stranger] = [await bed.person('受益人', narrow), await bed.person('外人二', narrow)]
  assert.equal((await bed.as(served, (ctx) => readRequest(ctx, requestId))).requestId, requestId)
  const paper = { field: 'file', sm3: 'a'.repeat(64), fileName: '扫描件.pdf', mediaType: 'application/pdf', bytes: 10 }
  assert.equal((await refusal(bed.as(served, (ctx) => attachScan(ctx, requestId, paper, { formVersion: 1, hash: 'a'.repeat(64), note: '' })))).code, 'filed-request.not-found')
  await bed.as(operator, async (ctx) => takeRequest(ctx, requestId, await version(requestId)))
  const draft = await bed.as(asker, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind: order.kind, form: complete }))
  assert.equal((await refusal(bed.as(served, (ctx) => readRequest(ctx, draft.requestId)))).status, 404)
  const { workOrders } = await read(requestId)
  const askedIn = async (who: typeof asker) => (await bed.as(who, (ctx) => readWorkOrder(ctx, workOrders[0]?.workOrderId ?? ''))).request?.requestId ?? null
  assert.deepEqual([await askedIn(operator), await askedIn(served), await askedIn(stranger)], [requestId, requestId, null])
})
