import assert from 'node:assert/strict'
import { test } from 'node:test'
import { naturalPeriodOf, periodKeyOn, previousPeriod, reportPeriod } from './report-period.ts'

const term = { contractId: 'c', termFrom: '2024-07-19', termTo: '2024-12-31' }

test('a period key names its natural period', () => {
  const spans = ([['monthly', '2024-02'], ['quarterly', '2026-Q4'], ['half-year', '2026-H2'], ['yearly', '2026'], ['inspection', '2026-11'], ['security-yearly', '2024']] as const).map(([kind, key]) => {
    const { from, to } = naturalPeriodOf(kind, key)
    return `${from}/${to}`
  })
  assert.deepEqual(spans, ['2024-02-01/2024-02-29', '2026-10-01/2026-12-31', '2026-07-01/2026-12-31', '2026-01-01/2026-12-31', '2026-11-01/2026-11-30', '2024-01-01/2024-12-31'])
})

test('a key in the wrong shape is refused with the right one', () => {
  for (const key of ['2026-13', '2026-1', '2026-Q1', '2026', '26-01', '2026-01-01', '']) assert.throws(() => naturalPeriodOf('monthly', key), { code: 'report.bad-period', message: /2026-11/ })
  assert.throws(() => naturalPeriodOf('quarterly', '2026-Q5'), { code: 'report.bad-period' })
  assert.throws(() => naturalPeriodOf('half-year', '2026-H3'), { code: 'report.bad-period' })
})

test('the key of the period that holds a date', () => {
  assert.deepEqual([periodKeyOn('monthly', '2024-09-30'), periodKeyOn('quarterly', '2024-09-30'), periodKeyOn('half-year', '2024-07-01'), periodKeyOn('yearly', '2024-07-01')], ['2024-09', '2024-Q3', '2024-H2', '2024'])
})

test('the first and the last period are cut to the term of the operator', () => {
  assert.deepEqual(spanOf('monthly', '2024-07'), '2024-07-19/2024-07-31')
  assert.deepEqual(spanOf('yearly', '2024'), '2024-07-19/2024-12-31')
  assert.deepEqual(spanOf('monthly', '2024-12', { ...term, termTo: '2024-12-15' }), '2024-12-01/2024-12-15')
})

test('a period before the term is refused, one after it belongs to the continuation', () => {
  assert.throws(() => reportPeriod('monthly', '2024-06', term, '2025-03-01'), { code: 'report.outside-term', message: /2024-07-19/ })
  assert.equal(spanOf('monthly', '2025-01'), '2025-01-01/2025-01-31')
})

test('a future period is refused in words, a running one is partial until its last day is over', () => {
  assert.throws(() => reportPeriod('monthly', '2024-10', term, '2024-09-30'), { code: 'report.future-period', message: /今天是 2024-09-30/ })
  assert.equal(reportPeriod('monthly', '2024-09', term, '2024-09-30').isPartial, true)
  assert.equal(reportPeriod('monthly', '2024-09', term, '2024-10-01').isPartial, false)
})

test('the period before is cut to the term, and there is none before the first', () => {
  const period = (key: string) => reportPeriod('monthly', key, term, '2025-03-01')
  assert.deepEqual(previousPeriod(period('2024-08'), term), { key: '2024-07', from: '2024-07-19', to: '2024-07-31' })
  assert.equal(previousPeriod(period('2024-07'), term), undefined)
})

function spanOf(kind: 'monthly' | 'yearly', key: string, own = term): string {
  const { from, to } = reportPeriod(kind, key, own, '2025-03-01')
  return `${from}/${to}`
}
