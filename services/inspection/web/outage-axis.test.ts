import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measuredSince, outageAxis } from './outage-axis.ts'

const NOW = Date.parse('2026-03-03T12:00:00+08:00')

test('an outage lies on the axis by its share of the period, cut at both ends, and an open one reaches to now', () => {
  const axis = outageAxis('2026-03-01', '2026-03-04')
  assert.deepEqual(axis.place('2026-03-02T00:00:00+08:00', '2026-03-02T12:00:00+08:00', NOW), { left: 25, width: 12.5 })
  assert.deepEqual(axis.place('2026-02-27T00:00:00+08:00', '2026-03-02T00:00:00+08:00', NOW), { left: 0, width: 25 })
  assert.deepEqual(axis.place('2026-03-03T00:00:00+08:00', null, NOW), { left: 50, width: 12.5 })
  assert.equal(axis.place('2026-02-01T00:00:00+08:00', '2026-02-02T00:00:00+08:00', NOW), undefined)
})

test('however long the period, at most twelve marks stand under it: dates, and hours where it is a day or two', () => {
  assert.deepEqual(outageAxis('2026-03-01', '2026-03-03').ticks.map(({ label }) => label), ['03-01', '03-02', '03-03'])
  assert.deepEqual(outageAxis('2026-03-01', '2026-03-01').ticks.slice(0, 3).map(({ label }) => label), ['00:00', '02:00', '04:00'])
  for (const to of ['2026-03-01', '2026-03-02', '2026-03-31', '2026-12-31']) {
    const { ticks } = outageAxis('2026-03-01', to)
    assert.ok(ticks.length <= 12, `${ticks.length} marks to ${to}`)
    assert.equal(ticks[0]?.left, 0)
  }
})

test('days before the first sample of all are left out, a later gap is not', () => {
  const lead = { from: '2026-03-01T00:00:00+08:00', to: '2026-03-09T10:00:00+08:00' }
  const gap = { from: '2026-03-12T00:00:00+08:00', to: '2026-03-13T00:00:00+08:00' }
  const since = measuredSince([{ unknown: [lead, gap] }, { unknown: [{ ...lead, to: '2026-03-10T10:00:00+08:00' }] }], '2026-03-01')
  assert.equal(outageAxis('2026-03-01', '2026-03-31', since).first, '2026-03-09')
  assert.equal(outageAxis('2026-03-01', '2026-03-31', measuredSince([{ unknown: [lead] }, { unknown: [gap] }], '2026-03-01')).first, '2026-03-01')
})
