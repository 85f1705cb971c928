import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartOption } from './chart-option.ts'
import { chartProblems, chartSpec, chartTable, type ChartSpecInput } from './chart-spec.ts'
import { STATE_MARKS, stateCode } from './state-marks.ts'

const option = (chart: ChartSpecInput) => JSON.parse(JSON.stringify(chartOption(chartSpec.parse(chart), { width: 640, height: 280, still: true }))) as Record<string, { max?: number }>
const line = (thresholds: number[], values: number[]): ChartSpecInput => ({ type: 'line', title: '线', categories: values.map(String), y: { title: '率', unit: '%' }, series: [{ name: '甲', values }], thresholds: thresholds.map((value) => ({ label: '限', value, severity: 'bad' })) })

test('an option is plain JSON, the same for the same chart', () => {
  const spec = chartSpec.parse(line([80], [1, 2]))
  const made = chartOption(spec, { width: 640, height: 280, still: true })
  assert.deepEqual(JSON.parse(JSON.stringify(made)), made)
  assert.deepEqual(chartOption(spec, { width: 640, height: 280, still: true }), made)
})

test('the axis reaches above a threshold that the data never touch, and is left alone otherwise', () => {
  assert.ok((option(line([80, 90], [10, 20]))['yAxis']?.max ?? 0) > 90)
  assert.equal(option(line([80], [10, 95]))['yAxis']?.max, undefined)
  assert.equal(option(line([], [10]))['yAxis']?.max, undefined)
})

test('an axis says its unit once', () => {
  const named = (title: string) => (option({ type: 'line', title: '线', categories: ['1'], y: { title, unit: '件' }, series: [{ name: '甲', values: [1] }] })['yAxis'] as { name?: string }).name
  assert.deepEqual([named('受理'), named('件'), named('')], ['受理（件）', '件', '件'])
})

test('every state has a mark of its own tone, none is told by colour alone', () => {
  const seen = new Set<string>()
  for (const code of stateCode.options) {
    const { mark, tone } = STATE_MARKS[code]
    assert.ok(!seen.has(mark), `${code} repeats ${mark} (${tone})`)
    seen.add(mark)
  }
  const drawn = JSON.stringify(option({ type: 'heat-calendar', title: '格', rows: ['甲'], columns: ['1', '2'], cells: [{ row: 0, column: 0, state: 'abnormal' }, { row: 0, column: 1, state: 'normal' }] }))
  assert.ok(drawn.includes('"● 正常"') && drawn.includes('"■ 异常"'))
})

const trend: ChartSpecInput = { type: 'area', title: '响应', categories: ['09:00', '10:00'], y: { unit: '毫秒' }, series: [{ name: '响应', values: [80, null] }], thresholds: [{ value: 300, label: '关注', severity: 'watch' }] }
const flow: ChartSpecInput = { type: 'flow', title: '共享', unit: '条', nodes: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }], links: [{ source: 'a', target: 'b', value: 3 }, { source: 'b', target: 'x' }] }

test('the table carries every value with its unit, and a gap as a dash', () => {
  assert.deepEqual(chartTable(chartSpec.parse(trend)), { head: ['', '响应（毫秒）'], rows: [['09:00', '80'], ['10:00', '—']] })
})

test('a flow lists its links by the names of their ends, and a link into nowhere is a problem', () => {
  const parsed = chartSpec.parse(flow)
  assert.deepEqual(chartTable(parsed).rows, [['甲', '乙', '', '3'], ['乙', 'x', '', '—']])
  assert.deepEqual(chartProblems(parsed), ['图「共享」的连线 b → x 指向不存在的节点 x'])
})

test('a threshold is drawn once, whatever the number of series', () => {
  const two = chartSpec.parse({ ...trend, series: [{ name: '本月', values: [80, null] }, { name: '上月', values: [70, 71] }] })
  const { series } = chartOption(two, { width: 640, height: 280 }) as { series: Array<{ markLine?: { data: Array<{ yAxis: number }> } }> }
  assert.deepEqual(series.map(({ markLine }) => markLine?.data.map(({ yAxis }) => yAxis)), [[300], undefined])
})

test('a screen brings its own colours, paper keeps those of print', () => {
  const look = { text: '#111111', line: '#222222', grid: '#333333', ground: '#444444', series: ['#555555'], tones: { good: { ink: '#0a0a0a', tint: '#fff' }, watch: { ink: '#0b0b0b', tint: '#fff' }, bad: { ink: '#0c0c0c', tint: '#fff' }, quiet: { ink: '#0d0d0d', tint: '#fff' } } }
  const chart = chartSpec.parse(trend)
  assert.ok(JSON.stringify(chartOption(chart, { width: 1, height: 1, look })).includes('#0b0b0b'))
  assert.ok(!JSON.stringify(chartOption(chart, { width: 1, height: 1 })).includes('#0b0b0b'))
})
