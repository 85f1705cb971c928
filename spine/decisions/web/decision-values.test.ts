import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisionSubject } from '../api.ts'
import { decisionOf, subjectWords } from './decision-values.ts'

test('only the fields that were filled narrow a decision, and those of other kinds stay out', () => {
  const decision = decisionOf({ kind: 'waiver', subsystem: 'law-enforcement', obligation: '', from: '2024-10-01', to: '2024-10-07', ambiguity: 'AMB-01' })
  assert.deepEqual(decision, { kind: 'waiver', subject: { subsystem: 'law-enforcement', from: '2024-10-01', to: '2024-10-07' } })
  assert.ok(decisionSubject.safeParse(decision).success)
})

test('a decision about nothing in particular is refused by the shape of the server', () => {
  assert.ok(!decisionSubject.safeParse(decisionOf({ kind: 'suspension' })).success)
})

test('subjects are told in words', () => {
  assert.equal(subjectWords('waiver', { subsystem: 'law-enforcement', service: 'backup', from: '2024-10-01', to: '2024-10-07' }), '住房城乡建设系统执法，数据备份处理，2024-10-01 至 2024-10-07')
  assert.equal(subjectWords('grouping', { occurrences: ['a', 'b'] }), '2 项应办事项归并')
  assert.equal(subjectWords('ambiguity-default', { ambiguity: 'AMB-11', option: 'calendar-days' }), 'AMB-11 取「calendar-days」')
})
