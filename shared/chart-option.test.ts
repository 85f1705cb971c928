import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartOption } from './chart-option.ts'
import { chartSpec, type ChartSpecInput } from './chart-spec.ts'
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
