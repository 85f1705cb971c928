import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canStep, periodAt, stepPeriod } from './period.ts'

const term = { termFrom: '2024-07-19', termTo: '2024-12-31' }

test('a month and a quarter reach from their first to their last day, leap years included', () => {
  assert.deepEqual(periodAt('month', '2024-02-11', term), { kind: 'month', from: '2024-02-01', to: '2024-02-29', title: '2024 年 2 月' })
  assert.deepEqual(periodAt('quarter', '2024-11-30', term), { kind: 'quarter', from: '2024-10-01', to: '2024-12-31', title: '2024 年第 4 季度' })
  assert.equal(periodAt('term', '2024-08-01', term).from, '2024-07-19')
})

test('stepping goes over the end of the year', () => {
  assert.equal(stepPeriod(periodAt('month', '2024-12-05', term), 1), '2025-01-01')
  assert.equal(stepPeriod(periodAt('quarter', '2024-02-05', term), -1), '2023-10-01')
})

test('stepping stops where the term begins and ends', () => {
  const july = periodAt('month', '2024-07-20', term)
  assert.equal(canStep(july, -1, term), false)
  assert.equal(canStep(july, 1, term), true)
  assert.equal(canStep(periodAt('quarter', '2024-12-31', term), 1, term), false)
  assert.equal(canStep(periodAt('term', '2024-12-31', term), 1, term), false)
})
