import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { acceptRequest, reopenRequest, returnDelivery } from '#spine/requests/deliver-request.ts'
import { resumeRequest, waitForOthers } from '#spine/requests/handle-request.ts'
import { listRequests } from '#spine/requests/read-requests.ts'
import { linkRequests, mergeRequest } from '#spine/requests/links/link-requests.ts'
import { submitRequest } from '#spine/requests/submit-request.ts'
import { saveDraft } from '#spine/requests/open-request.ts'
import { attachContact, readRequest, registerPerson } from '#spine/spine.ts'
import { registerUnit } from '#spine/parties/units/register-unit.ts'
import { deskTestBed } from '../testing/desk-test-bed.ts'
import { logCall } from '../telephony/log-call.ts'
import { listRinging, readCall } from '../telephony/read-calls.ts'
import { setTicketRules } from '../rules/set-ticket-rules.ts'
import { ticketRulesOn } from '../rules/read-ticket-rules.ts'
import { answerTicket } from './answer-ticket.ts'
import { keepCallBack, promiseCallBack } from './call-back-ticket.ts'
import { listTickets, readTicket } from './read-tickets.ts'
import { reclassifyTicket } from './reclassify-ticket.ts'
import { solveTicket } from './solve-ticket.ts'

const desk = await deskTestBed({ now: '2024-09-02T10:00:00+08:00' })
const { bed, officer, colleague } = desk
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))
const read = (ticketId: string) => bed.as(officer, (ctx) => readRequest(ctx, ticketId))
const version = async (ticketId: string) => (await read(ticketId)).version
const clock = async (ticketId: string, name: string) => {
  const found = (await read(ticketId)).clocks.find((one) => one.name === name)
  assert.ok(found, `no clock ${name}`)
  return found
}
const due = async (ticketId: string, name: string) => (await clock(ticketId, name)).dueAt?.toISOString()
const at = (instant: string) => new Date(instant).toISOString()
const pause = { reason: '等待业务部门提供账号', owner: '业务部门', proof: '通话记录' }

test('A call becomes a ticket in one act: number, caller, first answer and clocks that run from the moment the person was heard', async () => {
  bed.at('2024-09-02T10:00:00+08:00')
  const ticketId = await desk.enter({ receivedAt: '2024-09-02T09:50:00+08:00' }, { caller: { contact: '010-55550101', name: '陈工', unit: '房管处' }, firstAnswer: '已记录，正在核对账号' })
  const row = await read(ticketId)
  assert.match(row.number, /^FW-20240902-\d{4}$/)
  assert.deepEqual([row.state, row.priority, row.requesterName, row.origin, row.assigneeName], ['in-progress', 'p3', '陈工', 'hotline', '热线员'])
  const answer = await clock(ticketId, '首次响应')
  assert.deepEqual([answer.verdict, answer.elapsedMinutes, answer.contractual], ['met', 10, false])
  assert.equal((await clock(ticketId, '解决')).startedAt?.toISOString(), at('2024-09-02T09:50:00+08:00'))
})

test('Sent twice it is one ticket, also when both arrive at once; a retry after it was worked on changes nothing', async () => {
  const ticketId = randomUUID()
  const send = () => desk.enter({}, { ticketId })
  assert.deepEqual(await Promise.all([send(), send(), send()]), [ticketId, ticketId, ticketId])
  await bed.as(officer, async (ctx) => answerTicket(ctx, ticketId, await version(ticketId), '正在处理'))
  const seen = await version(ticketId)
  await desk.enter({ title: '迟到的重发' }, { ticketId })
  assert.equal(await version(ticketId), seen)
  assert.equal((await bed.pool.query('select count(*)::int as n from service_desk.ticket where request_id = $1', [ticketId])).rows[0].n, 1)
})

test('Of two people at one ticket the second is told who was quicker, when and with what, and nothing of his is written', async () => {
  const ticketId = await desk.enter({})
  const seen = await version(ticketId)
  bed.at('2024-09-02T10:05:00+08:00')
  await bed.as(officer, (ctx) => answerTicket(ctx, ticketId, seen, '已收到，正在查看'))
  await assert.rejects(bed.as(colleague, (ctx) => solveTicket(ctx, ticketId, { version: seen, solution: '重启后恢复', childIds: [] })), (error: AppError) => {
    assert.equal(error.code, 'filed-request.changed')
    assert.match(error.message, /：热线员 已于 2024-09-02 10:05 首次答复（已收到，正在查看）$/)
    return true
  })
  assert.equal((await bed.as(colleague, (ctx) => readRequest(ctx, ticketId))).state, 'in-progress')
  bed.at('2024-09-02T10:00:00+08:00')
})

test('Without a subsystem it stays a draft on the list of the unattributed, and is refused when it is handed in so', async () => {
  const ticketId = await desk.enter({ subsystem: '' }, { isComplete: false })
  const listed = await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 50, state: 'draft', subsystem: 'unattributed' }))
  assert.ok(listed.items.some((row) => row.ticketId === ticketId))
  const error = await refusal(bed.as(officer, async (ctx) => submitRequest(ctx, ticketId, await version(ticketId))))
  assert.deepEqual([error.status, error.problems.map(({ place }) => place)], [422, ['form.subsystem']])
  await bed.as(officer, async (ctx) => {
    const draft = await readRequest(ctx, ticketId)
    const row = await saveDraft(ctx, ticketId, draft.version, { ...(draft.form as object), subsystem: 'market-supervision' })
    await submitRequest(ctx, ticketId, row.version)
  })
  assert.equal((await read(ticketId)).state, 'ready')
})

test('Two people on one ticket: the second is refused with who changed it', async () => {
  const ticketId = await desk.enter({})
  const seen = await version(ticketId)
  await bed.as(officer, (ctx) => answerTicket(ctx, ticketId, seen, '正在处理'))
  const error = await refusal(bed.as(colleague, (ctx) => solveTicket(ctx, ticketId, { version: seen, solution: '已重置密码', childIds: [] })))
  assert.deepEqual([error.status, error.message.includes('热线员')], [409, true])
})

test('An unknown number that is given to a person later names him on former tickets too, and its figures stay masked', async () => {
  const ticketId = await desk.enter({}, { caller: { contact: '010-55550177', name: '', unit: '' } })
  const before = await bed.as(officer, (ctx) => readTicket(ctx, ticketId))
  assert.deepEqual([before.contact?.person, before.requesterName, before.contact?.masked.includes('*')], [null, '未留姓名', true])
  await bed.asSystem(async (ctx) => {
    const unitId = randomUUID()
    await registerUnit(ctx, { unitId, title: '质量监督站', kind: 'business-department', note: '' })
    const personId = randomUUID()
    await registerPerson(ctx, { personId, name: '赵敏', unitId, jobTitle: '科员', userId: null, note: '', contacts: [] })
    await attachContact(ctx, before.contact?.contactId ?? '', { personId, unitId: null, label: '办公', reason: '来电核实' })
  })
  assert.equal((await bed.as(officer, (ctx) => readTicket(ctx, ticketId))).contact?.person?.name, '赵敏')
})

test('Clock: a pause over a weekend and the Mid-Autumn holiday gives back working days only (GLPI#24481, #10594)', async () => {
  bed.at('2024-09-12T10:00:00+08:00')
  const ticketId = await desk.enter({})
  assert.equal(await due(ticketId, '解决'), at('2024-09-14T10:00:00+08:00'), 'an hour of the make-up Saturday')
  await bed.as(officer, async (ctx) => answerTicket(ctx, ticketId, await version(ticketId), '收到'))
  bed.at('2024-09-13T15:00:00+08:00')
  await bed.as(officer, async (ctx) => waitForOthers(ctx, ticketId, await version(ticketId), pause))
  bed.at('2024-09-18T09:30:00+08:00')
  const listed = async () => (await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 500, state: 'waiting,in-progress' }))).items.find((one) => one.ticketId === ticketId)
  const late = async () => (await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 500, due: 'overdue' }))).items.some((one) => one.ticketId === ticketId)
  const asRequest = async () => (await bed.as(officer, (ctx) => listRequests(ctx, { page: 1, pageSize: 500, state: 'waiting' }))).items.find((one) => one.requestId === ticketId)
  for (const row of [await listed(), await asRequest()]) assert.deepEqual([row?.dueAt, row?.isOverdue], [null, false], 'days after the moment it had, a paused target is not overdue: it has no moment')
  assert.equal(await late(), false)
  await bed.as(officer, async (ctx) => resumeRequest(ctx, ticketId, await version(ticketId), '账号已提供'))
  assert.deepEqual([(await listed())?.dueAt?.toISOString(), (await listed())?.isOverdue], [at('2024-09-18T13:30:00+08:00'), false])
  const solution = await clock(ticketId, '解决')
  assert.deepEqual([solution.pausedMinutes, solution.dueAt?.toISOString()], [750, at('2024-09-18T13:30:00+08:00')], 'three hours of Friday, the make-up Saturday, half an hour of Wednesday')
  bed.at('2024-09-18T13:31:00+08:00')
  assert.deepEqual([(await listed())?.isOverdue, await late()], [true, true])
})

test('Clock: a higher priority keeps the pauses that were taken and the start, and says both targets (GLPI#15605, #6902)', async () => {
  bed.at('2024-09-23T09:00:00+08:00')
  const ticketId = await desk.enter({ impact: 'unit', urgency: 'hindered' })
  await bed.as(officer, async (ctx) => answerTicket(ctx, ticketId, await version(ticketId), '收到'))
  bed.at('2024-09-23T10:00:00+08:00')
  await bed.as(officer, async (ctx) => waitForOthers(ctx, ticketId, await version(ticketId), pause))
  bed.at('2024-09-23T12:00:00+08:00')
  await bed.as(officer, async (ctx) => resumeRequest(ctx, ticketId, await version(ticketId), '好了'))
  await bed.as(officer, async (ctx) => reclassifyTicket(ctx, ticketId, { version: await version(ticketId), category: 'fault', impact: 'unit', urgency: 'stopped', subsystem: 'market-supervision', reason: '业务已经中断' }))
  const solution = await clock(ticketId, '解决')
  assert.deepEqual([solution.startedAt?.toISOString(), solution.elapsedMinutes, solution.pausedMinutes, solution.dueAt?.toISOString()], [at('2024-09-23T09:00:00+08:00'), 60, 120, at('2024-09-24T10:00:00+08:00')], '480 minutes of 5x9 from nine, two hours of pause given back')
  assert.equal((await clock(ticketId, '首次响应')).verdict, 'met', 'an answer once given stays given')
  const row = await read(ticketId)
  assert.equal(row.priority, 'p2')
  assert.ok(row.events.some(({ kind, note }) => kind === 'targets-changed' && note.includes('三级') && note.includes('二级')))
})

test('Clock: a reopened ticket goes on from where it was, and is not overdue at once (Zammad, re-open)', async () => {
  bed.at('2024-09-24T09:00:00+08:00')
  const ticketId = await desk.enter({ impact: 'unit', urgency: 'stopped' })
  bed.at('2024-09-24T10:00:00+08:00')
  await bed.as(officer, async (ctx) => solveTicket(ctx, ticketId, { version: await version(ticketId), solution: '服务已重启', childIds: [] }))
  await bed.as(colleague, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), '来电确认'))
  bed.at('2024-09-26T09:00:00+08:00')
  await bed.as(officer, async (ctx) => reopenRequest(ctx, ticketId, await version(ticketId), '又不能登录'))
  const solution = await clock(ticketId, '解决')
  assert.deepEqual([solution.verdict, solution.elapsedMinutes, solution.dueAt?.toISOString()], ['running', 60, at('2024-09-26T16:00:00+08:00')])
})

test('Clock: a priority one runs through the night and the weekend, the others do not', async () => {
  bed.at('2024-09-06T17:30:00+08:00')
  const [worst, usual] = [await desk.enter({ impact: 'subsystem', urgency: 'stopped' }), await desk.enter({ impact: 'unit', urgency: 'stopped' })]
  assert.deepEqual([await due(worst, '首次响应'), await due(worst, '解决')], [at('2024-09-06T17:45:00+08:00'), at('2024-09-06T21:30:00+08:00')])
  assert.equal(await due(usual, '首次响应'), at('2024-09-06T18:00:00+08:00'))
  assert.equal(await due(usual, '解决'), at('2024-09-09T16:30:00+08:00'), 'half an hour on Friday, the rest on Monday')
})

test('Clock: a promised call-back has its own moment, no pause moves it, and the solution waits until it is kept', async () => {
  bed.at('2024-09-25T09:00:00+08:00')
  const ticketId = await desk.enter({})
  await bed.as(officer, async (ctx) => promiseCallBack(ctx, ticketId, await version(ticketId), { at: new Date('2024-09-25T11:00:00+08:00'), note: '核对后回电' }))
  await bed.as(officer, async (ctx) => waitForOthers(ctx, ticketId, await version(ticketId), pause))
  bed.at('2024-09-25T10:00:00+08:00')
  assert.equal(await due(ticketId, '回电'), at('2024-09-25T11:00:00+08:00'))
  const error = await refusal(bed.as(officer, async (ctx) => solveTicket(ctx, ticketId, { version: await version(ticketId), solution: '已重置密码', childIds: [] })))
  assert.equal(error.status, 422)
  bed.at('2024-09-25T10:30:00+08:00')
  await bed.as(officer, async (ctx) => keepCallBack(ctx, ticketId, await version(ticketId), { note: '已告知进展', isOff: false }))
  assert.equal((await clock(ticketId, '回电')).verdict, 'met')
  await bed.as(officer, async (ctx) => promiseCallBack(ctx, ticketId, await version(ticketId), { at: new Date('2024-09-25T15:00:00+08:00'), note: '再回一次' }))
  assert.deepEqual([(await clock(ticketId, '回电')).verdict, await due(ticketId, '回电')], ['running', at('2024-09-25T15:00:00+08:00')])
})

test('Closing a parent closes the children that were chosen, each delivered for itself; the others run on (GLPI: links were informational)', async () => {
  bed.at('2024-09-26T09:00:00+08:00')
  const [parent, first, second, stranger] = [await desk.enter({ title: '系统不能登录' }), await desk.enter({}), await desk.enter({}), await desk.enter({})]
  for (const child of [first, second]) await bed.as(officer, (ctx) => linkRequests(ctx, child, parent, 'child-of'))
  assert.equal((await bed.as(officer, (ctx) => readTicket(ctx, parent))).openChildren.length, 2)
  assert.equal((await refusal(bed.as(officer, async (ctx) => solveTicket(ctx, parent, { version: await version(parent), solution: '服务已恢复', childIds: [stranger] })))).code, 'ticket.not-children')
  await bed.as(officer, async (ctx) => solveTicket(ctx, parent, { version: await version(parent), solution: '服务已恢复', childIds: [first] }))
  assert.deepEqual([(await read(parent)).state, (await read(first)).state, (await read(second)).state], ['delivered', 'delivered', 'ready'])
  assert.match((await read(first)).solution, /随上级工单 FW-/)
  assert.deepEqual([(await clock(first, '解决')).verdict, (await clock(first, '首次响应')).verdict, (await clock(second, '解决')).verdict], ['met', 'met', 'running'])
  await bed.as(colleague, async (ctx) => returnDelivery(ctx, first, await version(first), '我这里仍不能登录'))
  assert.deepEqual([(await read(first)).state, (await read(parent)).state], ['in-progress', 'delivered'], 'each is answered by the person who asked')
})

test('A merged ticket stops without a verdict and is counted no longer; its target says so', async () => {
  const [one, other] = [await desk.enter({ title: '重复来电的问题' }), await desk.enter({ title: '原来的问题' })]
  await bed.as(officer, async (ctx) => mergeRequest(ctx, one, await version(one), other, '同一人再次来电'))
  assert.equal((await clock(one, '解决')).verdict, 'stopped')
  const counted = await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 200, isCounted: true }))
  assert.ok(counted.items.some(({ ticketId }) => ticketId === other) && !counted.items.some(({ ticketId }) => ticketId === one))
})

test('The issue of a hotline is a duty of its subsystem; moved to another, the former is withdrawn and the right one owed', async () => {
  const ticketId = await desk.enter({ subsystem: 'market-supervision' })
  const duties = async () => (await bed.pool.query<{ code: string; subsystem: string; withdrawn: boolean }>('select b.code, b.subsystem, o.withdrawn_at is not null as withdrawn from spine.occurrence o join spine.obligation b using (obligation_id) where o.period_key = $1 order by o.planned_at, o.withdrawn_at nulls last', [(await read(ticketId)).number])).rows
  assert.deepEqual(await duties(), [{ code: 'M1-02', subsystem: 'market-supervision', withdrawn: false }])
  await bed.as(officer, async (ctx) => reclassifyTicket(ctx, ticketId, { version: await version(ticketId), category: 'fault', impact: 'person', urgency: 'hindered', subsystem: 'cost-information', reason: '问的是造价平台' }))
  assert.deepEqual((await duties()).toSorted((a, b) => a.subsystem.localeCompare(b.subsystem)), [{ code: 'M1-02', subsystem: 'cost-information', withdrawn: false }, { code: 'M1-02', subsystem: 'market-supervision', withdrawn: true }])
})

test('A closed ticket proves its duty with the ticket and the confirmation; law enforcement has no such clause and owes no occurrence', async () => {
  bed.at('2024-09-27T09:00:00+08:00')
  const ticketId = await desk.enter({}, { firstAnswer: '请清理缓存', solution: '清理浏览器缓存后恢复' })
  assert.equal((await bed.as(officer, (ctx) => readTicket(ctx, ticketId))).isSolvedAtOnce, true)
  assert.equal((await refusal(bed.as(officer, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), '')))).status, 403, 'nobody accepts his own work')
  bed.at('2024-09-27T16:00:00+08:00')
  await bed.as(colleague, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), '回电确认已好'))
  const { occurrenceId } = await read(ticketId)
  const { rows } = await bed.pool.query<{ verdict: string; kinds: string[] }>('select a.verdict, array_agg(e.kind order by e.kind) as kinds from spine.assessment a join spine.work_order w using (occurrence_id) join spine.work_order_evidence l using (work_order_id) join spine.evidence e using (evidence_id) where a.occurrence_id = $1 group by a.verdict', [occurrenceId])
  assert.deepEqual(rows, [{ verdict: 'met', kinds: ['service-ticket', 'user-confirmation'] }])
  const enforcement = await desk.enter({ subsystem: 'law-enforcement' })
  assert.equal((await read(enforcement)).occurrenceId, null)
})

test('Rules are dated: a ticket keeps those of its day, and the new ones are refused when they make no sense', async () => {
  bed.at('2024-10-08T09:00:00+08:00')
  const rules = await bed.asSystem((ctx) => ticketRulesOn(ctx, '2024-10-08'))
  const manager = await bed.person('项目经理', ['ticket-rules:set'])
  const faster = { ...rules, effectiveOn: '2024-10-09', targets: { ...rules.targets, p3: { ...rules.targets.p3, answer: { kind: 'wall-minutes' as const, amount: 30, contractual: false } } } }
  const wrong = await refusal(bed.as(manager, (ctx) => setTicketRules(ctx, { ...faster, effectiveOn: '2024-10-01', priorities: { ...rules.priorities, person: { stopped: 'p4', hindered: 'p3', none: 'p4' } }, reason: '试一试' })))
  assert.deepEqual(wrong.problems.map(({ place }) => place), ['body.priorities.person.stopped', 'body.effectiveOn'])
  await bed.as(manager, (ctx) => setTicketRules(ctx, { ...faster, reason: '甲方要求半小时内答复' }))
  const today = await desk.enter({})
  bed.at('2024-10-09T09:00:00+08:00')
  const tomorrow = await desk.enter({})
  assert.deepEqual([await due(today, '首次响应'), await due(tomorrow, '首次响应')], [at('2024-10-08T11:00:00+08:00'), at('2024-10-09T09:30:00+08:00')])
  assert.equal((await bed.as(officer, (ctx) => readTicket(ctx, today))).rulesOn, '2000-01-01')
})

test('Search finds two characters of Chinese, a number and a unit, with every word that was typed', async () => {
  const ticketId = await desk.enter({ title: '资质证书打印空白', description: '换浏览器也一样' }, { caller: { contact: '', name: '钱宁', unit: '海淀建委' } })
  const { number } = await read(ticketId)
  const found = async (search: string) => (await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 50, search }))).items.map((row) => row.ticketId)
  for (const typed of ['证书', '打印 浏览器', '钱宁', '海淀', number, number.slice(0, 11)]) assert.ok((await found(typed)).includes(ticketId), typed)
  assert.ok(!(await found('证书 工资')).includes(ticketId))
})

test('A search that the newest tickets fill does not read the others, shows the same rows and counts them all', async () => {
  const entered: string[] = []
  for (const moment of ['2025-01-06', '2025-02-10', '2025-03-03', '2025-03-04']) {
    bed.at(`${moment}T10:00:00+08:00`)
    entered.unshift(await desk.enter({ title: '墨斗取线不直' }))
  }
  const page = async (more: { page: number; pageSize: number; sort?: string; subsystem?: string }) => bed.as(officer, (ctx) => listTickets(ctx, { search: '墨斗', ...more }))
  const [first, second, all, upward] = [await page({ page: 1, pageSize: 2 }), await page({ page: 2, pageSize: 2 }), await page({ page: 1, pageSize: 50 }), await page({ page: 1, pageSize: 2, sort: 'number' })]
  const ids = ({ items }: typeof first) => items.map((row) => row.ticketId)
  assert.deepEqual([ids(first), ids(second), ids(all), ids(upward)], [entered.slice(0, 2), entered.slice(2), entered, entered.toReversed().slice(0, 2)])
  assert.deepEqual([first.total, second.total, all.total], [4, 4, 4])
  assert.deepEqual((await page({ page: 1, pageSize: 2, subsystem: "'; drop table x --" })).items, [])
})

test('A call becomes a ticket by its id alone: caller, number and unit by reference; the call leads to its ticket and the next call of the number shows it', async () => {
  bed.at('2024-09-05T10:00:00+08:00')
  const telephoneCallId = randomUUID()
  const call = (id: string) => bed.as(officer, (ctx) => logCall(ctx, { telephoneCallId: id, line: '7717', caller: '010-55550193', beganAt: new Date('2024-09-05T09:58:00+08:00'), isAnswered: true, talkMinutes: 2, note: '' }))
  await call(telephoneCallId)
  const before = await bed.as(officer, (ctx) => readCall(ctx, telephoneCallId))
  assert.deepEqual(before.tickets, [])
  const ticketId = await desk.enter({ line: '7717', telephoneCallId }, { caller: { contact: '', name: '', unit: '' } })
  const ticket = await bed.as(officer, (ctx) => readTicket(ctx, ticketId))
  assert.deepEqual([ticket.telephoneCallId, ticket.contact?.contactId], [telephoneCallId, before.contact?.contactId])
  assert.ok(!JSON.stringify(ticket).includes('55550193'), 'the number itself is not shown')
  assert.deepEqual((await bed.as(officer, (ctx) => readCall(ctx, telephoneCallId))).tickets.map((one) => one.ticketId), [ticketId])
  const later = randomUUID()
  await bed.pool.query(`insert into service_desk.telephone_call (telephone_call_id, origin, line, contact_id, state, began_at, logged_at) values ($1, 'hand-logged', '7717', $2, 'ringing', $3, $3)`, [later, before.contact?.contactId, new Date('2024-09-05T10:00:00+08:00')])
  const ringing = (await bed.as(officer, listRinging)).items.find((one) => one.telephoneCallId === later)
  assert.deepEqual(ringing?.formerTickets.map((one) => one.ticketId), [ticketId])
})
