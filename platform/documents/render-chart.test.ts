import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartSpec } from '#shared/chart-spec.ts'
import { renderChartPng, renderChartSvg } from './render-chart.ts'
import { sampleReport } from './testing/sample-documents.ts'

const charts = sampleReport.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []))

test('a chart drawn twice is the same picture, whatever was drawn between', () => {
  for (const chart of charts) {
    const first = renderChartSvg(chart)
    for (const other of charts) renderChartSvg(other)
    assert.equal(renderChartSvg(chart), first)
  }
})

test('axis titles with units, thresholds and series names are in the drawing as text', () => {
  const svg = charts.map(renderChartSvg).join('')
  for (const part of ['使用率（%）', '关注 80%', '异常 90%', '隐患数（项）', '遗留', '2024 年 9 月（日）']) assert.ok(svg.includes(part), `missing: ${part}`)
})

test('series differ by dash, point and hatching, not by colour alone', () => {
  const [, line = '', bars = ''] = charts.map(renderChartSvg)
  assert.match(line, /stroke-dasharray/)
  assert.match(bars, /<pattern/)
})

test('the picture has the asked width in pixels and does not need a font of the system', () => {
  const chart = chartSpec.parse({ type: 'bar', title: '一', categories: ['汉字'], series: [{ name: '甲', values: [1] }] })
  const png = renderChartPng(chart, 640)
  assert.equal(png.readUInt32BE(16), 640)
  const blank = renderChartPng({ ...chart, type: 'bar', horizontal: false, categories: [' '] } as typeof chart, 640)
  assert.ok(!png.equals(blank), 'the Chinese label left no ink')
})

test('a chart without values or with markup in its names is drawn all the same', () => {
  assert.match(renderChartSvg(chartSpec.parse({ type: 'line', title: '空', categories: [], series: [] })), /<\/svg>$/)
  const svg = renderChartSvg(chartSpec.parse({ type: 'bar', title: '<', categories: ['<script>&"'], series: [{ name: '</svg>', values: [1] }, { name: '{b}{c}', values: [-1] }] }))
  assert.ok(!svg.includes('<script>') && svg.includes('&lt;script&gt;'))
  assert.equal(svg.match(/<\/svg>/g)?.length, 1)
  assert.ok(svg.includes('{b}{c}'))
})
