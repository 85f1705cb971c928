import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { formatInstant } from '#shared/instant.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { reviewClock, reviewRule } from './review-clock.ts'

const document = loadContract(fileURLToPath(new URL('../../../contracts/beijing-credit-platform-2024', import.meta.url)))
const received = new Date('2024-09-20T10:00:00+08:00')
const at = (text: string) => new Date(`${text}+08:00`)
const rule = reviewRule(document, [], received)
assert.ok(rule)

test('the contract gives the client fifteen calendar days', () => {
  assert.deepEqual(rule, { obligation: 'K-03', days: 15, unit: 'calendar-days', clause: '六(二)' })
})

test('received on 2024-09-20 the review ends with 2024-10-08, the first working day after the holiday', () => {
  const clock = reviewClock(rule, received, null, shippedCalendar(), at('2024-10-08T23:59:00'))
  assert.equal(formatInstant(clock.dueAt), '2024-10-09T00:00:00.000+08:00')
  assert.equal(clock.isOverdue, false)
  assert.equal(clock.waitingFor, '等待甲方评审')
})

test('silence past the last day is shown as waiting for the client and never as approval', () => {
  const clock = reviewClock(rule, received, null, shippedCalendar(), at('2024-10-09T00:01:00'))
  assert.equal(clock.isOverdue, true)
  assert.match(clock.waitingFor, /等待甲方；沉默不视为认可/)
})

test('a decision stops the clock, and a late one stays late', () => {
  assert.deepEqual([reviewClock(rule, received, at('2024-10-08T17:00:00'), shippedCalendar(), at('2024-12-01T00:00:00')).isOverdue, reviewClock(rule, received, at('2024-10-10T17:00:00'), shippedCalendar(), at('2024-12-01T00:00:00')).isOverdue], [false, true])
})

test('the client may settle that the days are working days', () => {
  const settled = reviewRule(document, [{ ambiguity: 'AMB-34', option: 'working-days', effectiveOn: '2024-08-01' }], received)
  assert.equal(settled?.unit, 'working-days')
  assert.ok(settled && formatInstant(reviewClock(settled, received, null, shippedCalendar(), received).dueAt) > '2024-10-12')
})
