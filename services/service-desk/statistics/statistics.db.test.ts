import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { acceptRequest, returnDelivery } from '#spine/requests/deliver-request.ts'
import { linkRequests, mergeRequest } from '#spine/requests/links/link-requests.ts'
import { readRequest } from '#spine/spine.ts'
import type { CallCount } from '../telephony/api.ts'
import { logCall } from '../telephony/log-call.ts'
import { listCalls } from '../telephony/read-calls.ts'
import { answerTicket } from '../tickets/answer-ticket.ts'
import { listTickets, type TicketConditions } from '../tickets/read-tickets.ts'
import { solveTicket } from '../tickets/solve-ticket.ts'
import { deskTestBed } from '../testing/desk-test-bed.ts'
import { measureDesk } from './measure-desk.ts'

const { bed, officer, colleague, enter } = await deskTestBed({ now: '2024-09-02T09:00:00+08:00' })
const version = async (ticketId: string) => (await bed.as(officer, (ctx) => readRequest(ctx, ticketId))).version
const call = async (isAnswered: boolean, line = '7726') => {
  const telephoneCallId = randomUUID()
  await bed.as(officer, (ctx) => logCall(ctx, { telephoneCallId, line, caller: '', beganAt: new Date('2024-09-02T09:00:00+08:00'), isAnswered, talkMinutes: isAnswered ? 3 : null, note: '' }))
  return telephoneCallId
}
const period = { from: '2024-09-01', to: '2024-09-30' }
const measure = (more: Partial<Parameters<typeof measureDesk>[1]> = {}) => bed.as(officer, (ctx) => measureDesk(ctx, { ...period, by: 'subsystem', ...more }))
const listed = async (conditions: TicketConditions) => (await bed.as(officer, (ctx) => listTickets(ctx, { page: 1, pageSize: 200, ...period, isCounted: true, ...conditions }))).total

test('Each number is that of the list which it opens, merged tickets are counted nowhere, returned ones are not solved at once', async () => {
  const [recorded, , abandoned] = [await call(true), await call(true), await call(false, '7717')]
  assert.ok(abandoned)
  const atOnce = await enter({ telephoneCallId: recorded }, { firstAnswer: '请清理缓存', solution: '清理后恢复' })
  const returned = await enter({}, { firstAnswer: '请清理缓存', solution: '清理后恢复' })
  const [late, other, duplicate, child] = [await enter({ subsystem: 'cost-information', line: '7717' }), await enter({}), await enter({}), await enter({})]
  await bed.as(colleague, async (ctx) => returnDelivery(ctx, returned, await version(returned), '仍然打不开'))
  await bed.as(officer, async (ctx) => solveTicket(ctx, returned, { version: await version(returned), solution: '更换浏览器', childIds: [] }))
  await bed.as(officer, async (ctx) => mergeRequest(ctx, duplicate, await version(duplicate), other, '同一件事'))
  await bed.as(officer, (ctx) => linkRequests(ctx, child, other, 'child-of'))
  bed.at('2024-09-02T12:30:00+08:00')
  await bed.as(officer, async (ctx) => answerTicket(ctx, late, await version(late), '迟到的答复'))
  await bed.as(colleague, async (ctx) => acceptRequest(ctx, atOnce, await version(atOnce), '好了'))

  const { total } = await measure()
  assert.deepEqual(total, { group: '', calls: 3, answeredCalls: 2, abandonedCalls: 1, recordedCalls: 1, tickets: 5, answeredInTime: 2, answeredLate: 3, solved: 2, solvedInTime: 2, solvedLate: 0, solvedAtOnce: 1, children: 1, rated: 0, satisfied: 0 })
  assert.deepEqual([await listed({}), await listed({ answer: 'in-time' }), await listed({ answer: 'late' }), await listed({ solution: 'solved' }), await listed({ solution: 'in-time' }), await listed({ solution: 'late' }), await listed({ isAtOnce: true }), await listed({ family: 'child' })], [5, 2, 3, 2, 2, 0, 1, 1])
  const called = async (count: CallCount) => (await bed.as(officer, (ctx) => listCalls(ctx, { page: 1, pageSize: 50, ...period, count }))).total
  assert.deepEqual([await called('all'), await called('answered'), await called('abandoned'), await called('recorded'), await called('unrecorded')], [3, 2, 1, 1, 1])
})

test('Groups add up to the whole, by whatever is asked; calls are told by line and time only', async () => {
  for (const by of ['subsystem', 'line', 'category', 'priority', 'day', 'month'] as const) {
    const { total, groups } = await measure({ by })
    assert.equal(groups.reduce((sum, group) => sum + group.tickets, 0), total.tickets, by)
    if (by === 'line' || by === 'day' || by === 'month') assert.equal(groups.reduce((sum, group) => sum + (group.calls ?? 0), 0), 3, by)
    else assert.ok(groups.every(({ calls }) => calls === null), by)
  }
  assert.deepEqual((await measure({ by: 'line', line: '7717' })).groups.map(({ group, calls, tickets }) => [group, calls, tickets]), [['7717', 1, 1]])
  assert.equal((await measure({ subsystem: 'cost-information' })).total.tickets, 1)
  assert.equal((await measure({ from: '2024-08-01', to: '2024-08-31' })).total.tickets, 0)
})
