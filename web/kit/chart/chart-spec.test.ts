import assert from 'node:assert/strict'
import test from 'node:test'
import { chartOption } from './chart-option.ts'
import { chartTable, type ChartSpec } from './chart-spec.ts'

const trend: ChartSpec = { kind: 'line', labels: ['09:00', '10:00'], unit: '毫秒', series: [{ name: '响应', values: [80, null] }], thresholds: [{ value: 300, label: '关注', tone: 'caution' }] }

test('the table carries every value with its unit, and a gap as a dash', () => {
  assert.deepEqual(chartTable(trend), { head: ['', '响应（毫秒）'], rows: [['09:00', '80'], ['10:00', '—']] })
})

test('a flow lists its links by the names of their ends', () => {
  const flow: ChartSpec = { kind: 'flow', unit: '条', nodes: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }], links: [{ source: 'a', target: 'b', value: 3 }, { source: 'b', target: 'x' }] }
  assert.deepEqual(chartTable(flow).rows, [['甲', '乙', '', '3'], ['乙', 'x', '', '—']])
})

test('a threshold is drawn once, whatever the number of series', () => {
  const two: ChartSpec = { ...trend, series: [...trend.series, { name: '上月', values: [70, 71] }] }
  const { series } = chartOption(two, { scheme: 'light', fontFamily: 'x', isStill: true }) as { series: Array<{ markLine?: { data: Array<{ yAxis: number }> } }> }
  assert.deepEqual(series.map(({ markLine }) => markLine?.data.map(({ yAxis }) => yAxis)), [[300], undefined])
})

test('nothing moves for whoever asked for stillness', () => {
  assert.equal((chartOption(trend, { scheme: 'dark', fontFamily: 'x', isStill: true }) as { animation: boolean }).animation, false)
})
