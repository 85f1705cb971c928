import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idleOf, standingOf, type MatrixAnswerCell } from './standing.ts'

function cell(counts: Record<string, number>, done = counts['met'] ?? 0): MatrixAnswerCell {
  const planned = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { subsystem: 'a', service: 'b', state: 'met', planned, done, dueSoFar: 0, counts, nextDueAt: null, nextTitle: null, isProvisional: false, lastEvidence: null, reason: null }
}
const nothing = { planned: 0, done: 0, counts: {} }

test('one missed duty anywhere, the contract as a whole included, is the first thing said', () => {
  const { tone, sentence } = standingOf({ cells: [cell({ met: 9 })], wholeContract: { planned: 1, done: 0, counts: { missed: 1 } } })
  assert.deepEqual([tone, sentence], ['bad', '1 项未履行'])
})

test('late and undecided work is a caution that says what is not wrong', () => {
  const { tone, sentence } = standingOf({ cells: [cell({ met: 3, late: 2, undecided: 1 })], wholeContract: nothing })
  assert.deepEqual([tone, sentence], ['caution', '2 项逾期完成，1 项待判，没有未履行'])
})

test('good news is never said of a period in which nothing was due yet', () => {
  assert.equal(standingOf({ cells: [cell({ 'not-yet-due': 4 })], wholeContract: nothing }).sentence, '按计划进行，还没有到期的事项')
  assert.equal(standingOf({ cells: [cell({ met: 4 })], wholeContract: nothing }).sentence, '全部按期完成')
  assert.equal(standingOf({ cells: [cell({})], wholeContract: nothing }).tone, 'muted')
})

test('an empty cell tells work to come from work on demand and from no duty at all', () => {
  assert.equal(idleOf({ planned: 0, reason: '本期没有到期的事项', nextDueAt: '2024-12-31T00:00:00+08:00' })?.word, '本期无')
  assert.equal(idleOf({ planned: 0, reason: '按事件发生，没有定期事项；本期没有登记', nextDueAt: null })?.word, '按事件')
  assert.equal(idleOf({ planned: 0, reason: '合同正文没有这一项义务', nextDueAt: null })?.word, '无义务')
  assert.equal(idleOf({ planned: 2, reason: null, nextDueAt: null }), undefined)
})
