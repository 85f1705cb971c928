import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Actor } from '#platform/context/context.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { acceptRequest, returnDelivery } from '#spine/requests/deliver-request.ts'
import { openRequest } from '#spine/requests/open-request.ts'
import { submitRequest } from '#spine/requests/submit-request.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { readRequest } from '#spine/spine.ts'
import { askForHelp, readRating } from '../help/ask-for-help.ts'
import { measureDesk } from '../statistics/measure-desk.ts'
import { ticketViews } from '../tickets/api.ts'
import { enterTicket } from '../tickets/enter-ticket.ts'
import { listTickets } from '../tickets/read-tickets.ts'
import { solveTicket } from '../tickets/solve-ticket.ts'
import { deskTestBed } from '../testing/desk-test-bed.ts'
import { aftercareRulesOn, setAftercareRules } from './aftercare-rules.ts'
import { issueFollowLink } from './follow-link.ts'
import { acceptByLink, followTicket, rateByLink, returnByLink } from './follow-ticket.ts'
import { listFollowUps, recordFollowUp } from './follow-up-ticket.ts'
import { rateTicket } from './rate-ticket.ts'

const NOW = '2024-09-02T10:00:00+08:00'
const { bed, officer, colleague, enter } = await deskTestBed({ now: NOW })
const asker = await bed.person('业务科', ['request:read', 'request:open', 'help:ask'])
const otherAsker = await bed.person('另一业务科', ['request:read', 'request:open', 'help:ask'])
const quality = await bed.person('回访员', ['request:read', 'request:read-all', 'ticket:read', 'follow-up:read', 'follow-up:call'])
const manager = await bed.person('项目经理', ['ticket:read', 'ticket-rules:set'])
const nobody: Actor = { kind: 'nobody' }
const version = async (ticketId: string) => (await bed.asSystem((ctx) => readRequest(ctx, ticketId))).version
const code = (work: Promise<unknown>) => work.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error as Error)))
const solve = (ticketId: string) => bed.as(officer, async (ctx) => solveTicket(ctx, ticketId, { version: await version(ticketId), solution: '清理缓存后恢复', childIds: [] }))
const days = (amount: number) => ({ amount, contractual: false })
const targets = { p1: days(1), p2: days(3), p3: days(5), p4: days(5) }
const help = { title: '报表打不开', subsystem: 'market-supervision', category: 'fault', impact: 'person', urgency: 'hindered', description: '' }
const ask = async (actor = asker) => {
  const ticketId = randomUUID()
  await bed.as(actor, (ctx) => askForHelp(ctx, { ticketId, ...help }))
  return ticketId
}

test('A business department asks by itself once, follows its own ticket only, returns what is not good and accepts', async () => {
  const ticketId = await ask()
  await bed.as(asker, (ctx) => askForHelp(ctx, { ticketId, ...help }))
  const mine = await bed.as(asker, (ctx) => readRequest(ctx, ticketId))
  assert.deepEqual([mine.state, mine.origin, mine.requesterName], ['ready', 'portal', '业务科'])
  assert.equal(await code(bed.as(otherAsker, (ctx) => readRequest(ctx, ticketId))), 'filed-request.not-found')
  assert.equal(await code(bed.as(otherAsker, (ctx) => askForHelp(ctx, { ticketId, ...help }))), 'ticket.not-found')
  await solve(ticketId)
  const delivered = await bed.as(asker, (ctx) => readRequest(ctx, ticketId))
  // Three working days after Monday: the end of Thursday.
  assert.equal(delivered.silentAcceptanceAt?.toISOString(), new Date('2024-09-06T00:00:00+08:00').toISOString())
  assert.ok(['accept', 'return-delivery'].every((act) => (delivered.actions as readonly string[]).includes(act)))
  await bed.as(asker, async (ctx) => returnDelivery(ctx, ticketId, await version(ticketId), '仍然打不开'))
  assert.equal(await code(bed.as(asker, (ctx) => rateTicket(ctx, ticketId, { score: 5, remark: '' }))), 'aftercare.not-rated')
  await solve(ticketId)
  await bed.as(asker, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), ''))
})

test('Who cannot tell the subsystem is listed among the unattributed until the desk gives it one; the ticket stays his own and counts from when he asked', async () => {
  bed.at('2024-09-02T09:00:00+08:00')
  const ticketId = randomUUID()
  await bed.as(asker, (ctx) => askForHelp(ctx, { ticketId, ...help, title: '页面打不开，不知道是哪个系统', subsystem: 'unattributed' }))
  // What is merely being written is nobody else's business.
  await bed.as(asker, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind: 'service-desk.ticket', form: { title: '还没写完' } }))
  const waiting = () => bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 50, ...ticketViews.unattributed.query }))
  assert.deepEqual((await waiting()).items.map((one) => one.ticketId), [ticketId])
  assert.equal(await code(bed.as(asker, async (ctx) => submitRequest(ctx, ticketId, await version(ticketId)))), 'filed-request.incomplete')
  bed.at(NOW)
  const entry = { ticketId, caller: { contact: '', name: '', unit: '' }, firstAnswer: '', solution: '', articleIds: [], isComplete: true }
  await bed.as(officer, (ctx) => enterTicket(ctx, { ...entry, form: { ...help, title: '页面打不开，不知道是哪个系统', line: null } }))
  assert.deepEqual((await waiting()).items, [])
  const mine = await bed.as(asker, (ctx) => readRequest(ctx, ticketId))
  assert.deepEqual([mine.state, mine.requesterName, mine.subsystem, mine.clocks[0]?.startedAt?.toISOString()], ['ready', '业务科', 'market-supervision', new Date('2024-09-02T09:00:00+08:00').toISOString()])
})

test('Only who asked rates, after closing, once, and the database keeps it whoever writes', async () => {
  const ticketId = await ask()
  await solve(ticketId)
  await bed.as(asker, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), ''))
  assert.equal(await code(bed.as(otherAsker, (ctx) => rateTicket(ctx, ticketId, { score: 1, remark: '' }))), 'aftercare.not-rated')
  await assert.rejects(bed.pool.query(`insert into service_desk.survey (request_id, channel, score, answered_at, answered_by) values ($1, 'portal', 5, now(), $2)`, [ticketId, officer.userId]), /只有提出人/)
  assert.equal((await bed.as(asker, (ctx) => readRating(ctx, ticketId))).mayRate, true)
  await bed.as(asker, (ctx) => rateTicket(ctx, ticketId, { score: 5, remark: '很快' }))
  assert.equal(await code(bed.as(asker, (ctx) => rateTicket(ctx, ticketId, { score: 1, remark: '' }))), 'aftercare.rated-before')
  assert.deepEqual((await bed.as(asker, (ctx) => readRating(ctx, ticketId))).rating?.score, 5)
  await assert.rejects(bed.pool.query('update service_desk.survey set score = 1'), /./)
})

test('A sampled ticket is called back by a third person: neither its handler, nor whoever touched it, nor who asked', async () => {
  await bed.as(manager, (ctx) => setAftercareRules(ctx, { effectiveOn: '2024-09-02', linkDays: 7, samplePercent: 100, targets, reason: '全部回访一个月' }))
  const ticketId = await ask()
  await solve(ticketId)
  await bed.as(asker, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), ''))
  const listed = async (actor: Actor) => (await bed.as(actor, (ctx) => listFollowUps(ctx, { page: 1, pageSize: 50, outcome: 'waiting' }))).items.find((one) => one.ticketId === ticketId)
  assert.equal((await listed(quality))?.isThirdPerson, true)
  const permitted = (actor: typeof officer): Actor => ({ ...actor, permissions: new Set([...actor.permissions, 'follow-up:call', 'follow-up:read']) })
  const done = { version: 1, outcome: 'reached', score: 4, remark: '电话回访，已恢复' } as const
  for (const party of [officer, asker]) {
    assert.equal((await listed(permitted(party)))?.isThirdPerson, false)
    assert.equal(await code(bed.as(permitted(party), (ctx) => recordFollowUp(ctx, ticketId, done))), 'aftercare.not-third-person')
  }
  await assert.rejects(bed.pool.query(`update service_desk.follow_up set outcome = 'reached', score = 5, done_at = now(), done_by = $2, done_by_name = 'x' where request_id = $1`, [ticketId, officer.userId]), /不得回访/)
  await bed.as(quality, (ctx) => recordFollowUp(ctx, ticketId, done))
  assert.equal(await code(bed.as(quality, (ctx) => recordFollowUp(ctx, ticketId, done))), 'aftercare.follow-up-changed')
})

test('A follow-up is late by the target that its priority had when it was drawn, and the first recorded call decides', async () => {
  bed.at('2024-09-03T10:00:00+08:00')
  const contractual = { ...targets, p3: { amount: 2, contractual: true, clause: '六.3' } }
  await bed.as(manager, (ctx) => setAftercareRules(ctx, { effectiveOn: '2024-09-03', linkDays: 7, samplePercent: 100, targets: contractual, reason: '合同补充约定' }))
  const ticketId = await ask()
  await solve(ticketId)
  await bed.as(asker, async (ctx) => acceptRequest(ctx, ticketId, await version(ticketId), ''))
  const state = async (isOverdue?: boolean) => {
    const row = (await bed.as(quality, (ctx) => listFollowUps(ctx, { page: 1, pageSize: 50, ...(isOverdue ? { isOverdue } : {}) }))).items.find((one) => one.ticketId === ticketId)
    return row && [row.verdict, row.dueAt?.toISOString(), row.isContractual]
  }
  const due = new Date('2024-09-06T00:00:00+08:00').toISOString()
  assert.deepEqual([await state(), await state(true)], [['running', due, true], undefined])
  bed.at('2024-09-05T16:00:00+08:00')
  await bed.as(quality, (ctx) => recordFollowUp(ctx, ticketId, { version: 1, outcome: 'unreached', score: null, remark: '无人接听' }))
  bed.at('2024-09-06T09:00:00+08:00')
  await bed.as(quality, (ctx) => recordFollowUp(ctx, ticketId, { version: 2, outcome: 'reached', score: 3, remark: '再次拨打，已接通' }))
  assert.deepEqual(await state(), ['met', due, true])
  const other = await ask()
  await solve(other)
  await bed.as(asker, async (ctx) => acceptRequest(ctx, other, await version(other), ''))
  bed.at('2024-09-11T09:00:00+08:00')
  assert.equal((await bed.as(quality, (ctx) => listFollowUps(ctx, { page: 1, pageSize: 50, isOverdue: true }))).items.find((one) => one.ticketId === other)?.verdict, 'overdue')
  bed.at(NOW)
})

test('Satisfaction counts the survey, else the call-back, and each number opens its list', async () => {
  const { total } = await bed.as(officer, (ctx) => measureDesk(ctx, { from: '2024-09-01', to: '2024-09-30', by: 'subsystem' }))
  assert.deepEqual([total.rated, total.satisfied], [3, 2])
  const listed = await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 50, from: '2024-09-01', to: '2024-09-30', isCounted: true, satisfaction: 'rated' }))
  assert.equal(listed.total, 3)
})

test('A follow link shows number, state and public timeline, returns, accepts and rates; only its digest is kept and it ends by date', async () => {
  bed.at('2024-09-03T10:00:00+08:00')
  const ticketId = await enter({}, { caller: { contact: '010-55550166', name: '王工', unit: '' } })
  const link = async () => (await bed.as(officer, async (ctx) => issueFollowLink(ctx, ticketId, await version(ticketId)))).token
  const replaced = await link()
  const token = await link()
  const { rows } = await bed.pool.query<{ followDigest: string }>('select follow_digest as "followDigest" from spine.request where request_id = $1', [ticketId])
  assert.equal(rows[0]?.followDigest, sm3(token))
  const look = (given = token, address = '198.51.100.1') => bed.as(nobody, (ctx) => followTicket(ctx, address, given))
  assert.equal(await code(look(replaced)), 'follow-link.unknown')
  const seen = await look()
  assert.deepEqual([seen.state, seen.mayRate, seen.events.some(({ note }) => note.includes('跟踪链接'))], ['ready', false, false])
  assert.ok(!JSON.stringify(seen).includes('热线员'), 'nobody is named')
  await solve(ticketId)
  assert.equal(await code(bed.as(nobody, async (ctx) => acceptByLink(ctx, 'a', { token, version: 1, note: '' }))), 'filed-request.changed')
  await bed.as(nobody, async (ctx) => returnByLink(ctx, 'a', { token, version: await version(ticketId), reason: '还是不行' }))
  assert.equal((await look()).state, 'in-progress')
  await solve(ticketId)
  await bed.as(nobody, async (ctx) => acceptByLink(ctx, 'a', { token, version: await version(ticketId), note: '好了' }))
  assert.equal((await look()).mayRate, true)
  await bed.as(nobody, (ctx) => rateByLink(ctx, 'a', { token, score: 2, remark: '太慢' }))
  assert.deepEqual([(await look()).mayRate, (await look()).rating?.score], [false, 2])
  bed.at('2024-09-10T10:00:01+08:00')
  assert.equal(await code(look()), 'follow-link.unknown')
  bed.at('2024-09-03T10:00:00+08:00')
})

test('Guessing is slowed down: the thirty-first visit within a minute from one address is refused, another address and the next minute are not', async () => {
  bed.at('2024-09-04T10:00:00+08:00')
  const guess = (address: string) => code(bed.as(nobody, (ctx) => followTicket(ctx, address, 'a'.repeat(32))))
  for (let visit = 1; visit <= 30; visit += 1) assert.equal(await guess('203.0.113.9'), 'follow-link.unknown')
  assert.equal(await guess('203.0.113.9'), 'follow-link.too-often')
  assert.equal(await guess('203.0.113.10'), 'follow-link.unknown')
  bed.at('2024-09-04T10:01:01+08:00')
  assert.equal(await guess('203.0.113.9'), 'follow-link.unknown')
})

test('Rules are dated and only added to; a ticket of somebody with an account gets no link', async () => {
  assert.deepEqual(await bed.asSystem((ctx) => aftercareRulesOn(ctx, '2024-09-01')), { effectiveOn: '2000-01-01', linkDays: 30, samplePercent: 10, targets })
  const rules = { effectiveOn: '2024-09-01', linkDays: 7, samplePercent: 5, targets: { ...targets, p1: { amount: 1, contractual: true } }, reason: '调整比例' }
  await assert.rejects(bed.as(manager, (ctx) => setAftercareRules(ctx, rules)), (error: AppError) => {
    assert.deepEqual([error.code, error.problems?.map(({ place }) => place)], ['aftercare.rules-invalid', ['body.targets.p1.clause', 'body.effectiveOn']])
    return true
  })
  assert.equal(await code(bed.as(colleague, (ctx) => setAftercareRules(ctx, rules))), 'request.forbidden')
  const ticketId = await ask()
  assert.equal(await code(bed.as(officer, async (ctx) => issueFollowLink(ctx, ticketId, await version(ticketId)))), 'follow-link.has-account')
})
