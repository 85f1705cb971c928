import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { init, type EChartsCoreOption } from 'echarts'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { chartOption, isSideways } from '#shared/chart-option.ts'
import type { ChartSpec } from '#shared/chart-spec.ts'
import { fontFiles, PRINT_FONT } from './assert-fonts.ts'

await initWasm(readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))))
/** Read once: the native build of the same renderer takes font files only, and reads them anew for every label. */
let fonts: Uint8Array[] | undefined

/** Drawing size in CSS pixels: 640 wide is the 156 mm text width of the page at a readable 8.5 pt label. */
export const CHART_WIDTH = 640
/** 156 mm at 300 dots an inch. */
export const PRINT_PIXELS = 1843

/** Height that suits the chart: heat calendars grow with their rows, sideways bars with their categories. */
export function chartHeight(chart: ChartSpec): number {
  if (chart.type === 'heat-calendar') return Math.min(880, 80 + 24 * chart.rows.length)
  if (chart.type === 'flow') return 400
  if (isSideways(chart)) {
    const bars = chart.type === 'bar' ? Math.max(1, chart.series.length) : 1
    return Math.min(880, 96 + chart.categories.length * (16 + 14 * bars))
  }
  return 280
}

/** SVG text of a chart; the same spec always gives the same text. */
export function renderChartSvg(chart: ChartSpec): string {
  const width = CHART_WIDTH
  const height = chartHeight(chart)
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    const option: EChartsCoreOption = chartOption(chart, { width, height, still: true })
    drawing.setOption(option)
    return settleIds(drawing.renderToSVGString())
  } finally {
    drawing.dispose()
  }
}

/** PNG of a chart at print resolution (300 dpi over the text width by default). */
export function renderChartPng(chart: ChartSpec, pixels = PRINT_PIXELS): Buffer {
  fonts ??= fontFiles().map((file) => readFileSync(file))
  const drawing = new Resvg(renderChartSvg(chart), {
    fitTo: { mode: 'width', value: pixels },
    background: '#ffffff',
    font: { fontBuffers: fonts, defaultFontFamily: PRINT_FONT },
  })
  const picture = drawing.render()
  try {
    return Buffer.from(picture.asPng())
  } finally {
    // Memory of the module is not seen by the garbage collector.
    picture.free()
    drawing.free()
  }
}

/** ECharts numbers clip paths, patterns and classes by a counter of the whole process: renumber them by appearance. */
function settleIds(svg: string): string {
  const seen = new Map<string, string>()
  return svg.replace(/\bzr\d+-[\w-]+/g, (name) => {
    const settled = seen.get(name) ?? `z${seen.size}`
    seen.set(name, settled)
    return settled
  })
}
