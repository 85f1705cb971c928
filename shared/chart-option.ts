import type { ChartSpec } from './chart-spec.ts'
import { printableText } from './printable-text.ts'
import { STATE_MARKS, TONE_COLOURS, type StateCode, type ToneColours } from './state-marks.ts'

/** Colours of a drawing: those of paper unless the screen brings the ones of its theme. */
export type ChartLook = { text: string; line: string; grid: string; ground: string; series: readonly string[]; tones: ToneColours }
/** Size of the drawing in CSS pixels; still pictures (print) are drawn without animation and without answers to the pointer. */
export type ChartFrame = { width: number; height: number; still?: boolean; look?: ChartLook }
/** Plain JSON for ECharts `setOption`: no functions, so that it may also cross a worker or be stored. */
export type ChartOption = Record<string, unknown>
type Categorical = Exclude<ChartSpec, { type: 'heat-calendar' | 'flow' }>
type Flow = Extract<ChartSpec, { type: 'flow' }>
type HeatCalendar = Extract<ChartSpec, { type: 'heat-calendar' }>

/** Name of the bundled font first: in print it is the only one there is. */
export const CHART_FONT = 'Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif'

/** Six hues of distinct lightness (so that grey print separates them), each with its own dash, point and hatching. */
const PAPER: ChartLook = {
  text: '#333a42',
  line: '#8a939d',
  grid: '#e3e6ea',
  ground: '#ffffff',
  series: ['#2f5d8c', '#c8862a', '#4f8f6b', '#8c4a62', '#6f7f92', '#3c3f66'],
  tones: TONE_COLOURS,
}
const DASHES: Array<string | number[]> = ['solid', 'dashed', 'dotted', [10, 3, 2, 3], [14, 4], [2, 2]]
const POINTS = ['circle', 'triangle', 'rect', 'diamond', 'emptyCircle', 'emptyTriangle']
const DECALS = [
  null,
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.55)' },
  { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0], color: 'rgba(255,255,255,0.7)' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: 'rgba(255,255,255,0.55)' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: Math.PI / 2, color: 'rgba(255,255,255,0.45)' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 3], color: 'rgba(255,255,255,0.5)' },
]

/** Longest label or name beside an axis, in pixels: more would leave no room for the drawing. */
const LABEL_ROOM = 156

/** What ECharts draws for a chart spec; the console and the printed document share it. */
export function chartOption(chart: ChartSpec, frame: ChartFrame): ChartOption {
  switch (chart.type) {
    case 'heat-calendar': return heatOption(chart, frame)
    case 'flow': return flowOption(chart, frame)
    default: return categoricalOption(chart, frame)
  }
}

function lookOf(frame: ChartFrame): ChartLook {
  return frame.look ?? PAPER
}

function shell(frame: ChartFrame, alternative: string): ChartOption {
  const { text, series, ground, line } = lookOf(frame)
  return {
    animation: !frame.still,
    textStyle: { fontFamily: CHART_FONT, fontSize: 12, color: text },
    aria: { enabled: !frame.still, label: { description: alternative } },
    color: [...series],
    ...(frame.still ? {} : { animationDuration: 300, tooltip: { trigger: 'axis', confine: true, backgroundColor: ground, borderColor: line, textStyle: { color: text, fontSize: 12 } } }),
  }
}

function legend(frame: ChartFrame, names: string[]): ChartOption {
  return { show: names.length > 0, data: names, top: 0, right: 8, itemGap: 18, itemWidth: 26, itemHeight: 11, textStyle: { fontFamily: CHART_FONT, fontSize: 12, color: lookOf(frame).text, width: 132, overflow: 'truncate' } }
}

const axisName = ({ title, unit }: { title: string; unit: string }) => (unit === '' || unit === title ? title : title === '' ? unit : `${title}（${unit}）`)

function categoricalOption(chart: Categorical, frame: ChartFrame): ChartOption {
  const ink = lookOf(frame)
  const sideways = isSideways(chart)
  const isLine = chart.type === 'line' || chart.type === 'area'
  const label = { fontFamily: CHART_FONT, fontSize: 12, color: ink.text }
  const extent = valueExtent(chart)
  const value = {
    type: 'value', name: axisName(chart.y), ...extent,
    nameLocation: 'end', nameGap: 12, nameTruncate: { maxWidth: 300 },
    nameTextStyle: { ...label, align: sideways ? 'right' : 'left', ...(sideways ? { verticalAlign: 'top', padding: [26, 0, 0, 0] } : { padding: [0, 0, 0, -30] }) },
    axisLabel: label, splitLine: { lineStyle: { color: ink.grid, width: 1 } }, axisLine: { show: false }, axisTick: { show: false },
  }
  const category = {
    type: 'category', data: chart.categories, name: axisName(chart.x), nameLocation: 'end', nameGap: 6, nameTruncate: { maxWidth: LABEL_ROOM },
    nameTextStyle: { ...label, align: 'left' }, boundaryGap: !isLine, inverse: sideways,
    axisLabel: { ...label, hideOverlap: true, width: LABEL_ROOM, overflow: 'truncate' }, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false },
  }
  const thresholds = chart.thresholds.map((one) => ({
    [sideways ? 'xAxis' : 'yAxis']: one.value,
    name: one.label,
    lineStyle: { color: ink.tones[one.severity].ink, type: one.severity === 'bad' ? [8, 3] : [3, 3], width: 1.4 },
    label: { formatter: `${one.label} ${one.value}${chart.y.unit}`, width: 180, overflow: 'truncate', position: sideways ? 'start' : 'insideEndTop', color: ink.tones[one.severity].ink, fontFamily: CHART_FONT, fontSize: 12 },
  }))
  const hasLegend = chart.series.length > 1
  return {
    ...shell(frame, chart.alternative),
    legend: legend(frame, hasLegend ? chart.series.map((one) => one.name) : []),
    grid: { left: 16, right: axisName(chart.x) === '' ? 24 : 24 + Math.min(LABEL_ROOM, 12 * axisName(chart.x).length), top: hasLegend ? 46 : 34, bottom: sideways ? 34 : 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: sideways ? value : category,
    yAxis: sideways ? category : value,
    series: chart.series.map((one, at) => ({
      name: one.name,
      data: one.values,
      ...(isLine ? lineLook(ink, one, at, chart.categories.length) : barLook(ink, one, at, chart.type === 'stacked-bar')),
      ...(chart.type === 'area' ? { areaStyle: { opacity: 0.14 } } : {}),
      ...(at === 0 && thresholds.length > 0 ? { markLine: { symbol: 'none', silent: true, animation: false, data: thresholds } } : {}),
    })),
  }
}

/** Bars lie on their side where names are long. */
export function isSideways(chart: ChartSpec): boolean {
  return (chart.type === 'bar' || chart.type === 'stacked-bar') && chart.horizontal
}

type Series = Categorical['series'][number]

/** A series with a tone is drawn in its ink; dash, point and hatching tell it from its neighbours all the same. */
function colourOf(look: ChartLook, one: Series, at: number): string {
  return one.tone ? look.tones[one.tone].ink : (look.series[at % look.series.length] ?? look.text)
}

function lineLook(look: ChartLook, one: Series, at: number, points: number): ChartOption {
  const turn = at % DASHES.length
  const color = colourOf(look, one, at)
  return { type: 'line', connectNulls: false, symbol: POINTS[turn], symbolSize: 7, showAllSymbol: points <= 40, showSymbol: points <= 62, lineStyle: { width: 2, type: DASHES[turn], ...(one.tone ? { color } : {}) }, itemStyle: { color } }
}

function barLook(look: ChartLook, one: Series, at: number, stacked: boolean): ChartOption {
  const decal = DECALS[at % DECALS.length]
  return { type: 'bar', ...(stacked ? { stack: 'all' } : {}), barMaxWidth: 34, itemStyle: { color: colourOf(look, one, at), borderColor: look.ground, borderWidth: stacked ? 1 : 0, ...(decal ? { decal } : {}) } }
}

/** Systems in a ring; a toned link stands out by width too. */
function flowOption(chart: Flow, frame: ChartFrame): ChartOption {
  const look = lookOf(frame)
  const { tooltip, ...rest } = shell(frame, chart.alternative) as ChartOption & { tooltip?: object }
  return {
    ...rest,
    ...(tooltip ? { tooltip: { ...tooltip, trigger: 'item' } } : {}),
    series: [
      {
        type: 'graph', layout: 'circular', left: 96, right: 96, top: 24, bottom: 36, symbolSize: 16, silent: Boolean(frame.still),
        label: { show: true, position: 'bottom', fontFamily: CHART_FONT, fontSize: 12, color: look.text, backgroundColor: look.ground, padding: [1, 4] },
        edgeSymbol: ['none', 'arrow'], edgeSymbolSize: 7,
        edgeLabel: { fontFamily: CHART_FONT, fontSize: 11, color: look.text },
        lineStyle: { curveness: 0.18, color: look.line, width: 1.5, opacity: 0.7 },
        data: chart.nodes.map(({ id, name, tone }) => ({ id, name, itemStyle: { color: tone ? look.tones[tone].ink : look.series[0] } })),
        links: chart.links.map(({ source, target, value, label, tone }) => ({
          source, target, ...(value === undefined ? {} : { value }),
          ...(label === '' ? {} : { label: { show: true, formatter: label } }),
          lineStyle: tone ? { color: look.tones[tone].ink, width: 2.5 } : {},
        })),
      },
    ],
  }
}

/** Axis ends that show every threshold; left to ECharts when the data alone decide. */
function valueExtent(chart: Categorical): { min?: number; max?: number } {
  const values = chart.series.flatMap((one) => one.values.filter((value) => value !== null))
  const limits = chart.thresholds.map((one) => one.value)
  const highest = Math.max(0, ...values)
  const lowest = Math.min(...values)
  const top = Math.max(...limits)
  const bottom = Math.min(...limits)
  return {
    ...(chart.y.max !== undefined ? { max: chart.y.max } : top >= highest ? { max: roundUp(top * 1.08) } : {}),
    ...(chart.y.min !== undefined ? { min: chart.y.min } : bottom < 0 && bottom < lowest ? { min: -roundUp(-bottom * 1.08) } : {}),
  }
}

/** The next number whose leading digits a reader can halve: 86.4 → 90, 1080 → 1200. */
function roundUp(value: number): number {
  if (value <= 0) return 0
  const step = 10 ** Math.floor(Math.log10(value))
  const found = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9, 10].find((factor) => factor * step >= value - 1e-9) ?? 10
  return Number((found * step).toPrecision(12))
}

function heatOption(chart: HeatCalendar, frame: ChartFrame): ChartOption {
  const ink = lookOf(frame)
  const label = { fontFamily: CHART_FONT, fontSize: 12, color: ink.text }
  const longest = Math.min(LABEL_ROOM / 12, Math.max(2, ...chart.rows.map((row) => row.length)))
  const cell = Math.max(6, Math.min(
    (frame.width - 40 - 12 * longest) / Math.max(1, chart.columns.length),
    (frame.height - 74) / Math.max(1, chart.rows.length),
  ) - 2)
  const states = [...new Set(chart.cells.map((one) => one.state))].sort(byCatalogue)
  const nameOf = (state: StateCode) => printableText(`${STATE_MARKS[state].mark} ${STATE_MARKS[state].title}`)
  const lines = { splitLine: { show: false }, axisTick: { show: false }, axisLine: { show: false } }
  return {
    ...shell(frame, chart.alternative),
    legend: {
      ...legend(frame, []), show: true, icon: 'none', itemWidth: 0,
      data: states.map((state) => ({ name: nameOf(state), textStyle: { color: ink.tones[STATE_MARKS[state].tone].ink } })),
    },
    grid: { left: 16, right: 16, top: 34, bottom: axisName(chart.x) === '' ? 8 : 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: chart.columns, name: axisName(chart.x), nameLocation: 'middle', nameGap: 26, nameTextStyle: label, axisLabel: { ...label, interval: 0, fontSize: chart.columns.length > 24 ? 10 : 12 }, ...lines },
    yAxis: { type: 'category', data: chart.rows, inverse: true, axisLabel: { ...label, interval: 0, width: LABEL_ROOM, overflow: 'truncate' }, ...lines },
    series: states.map((state) => {
      const { mark, tone } = STATE_MARKS[state]
      return {
        name: nameOf(state), type: 'scatter', symbol: 'rect', symbolSize: cell, silent: Boolean(frame.still),
        data: chart.cells.filter((one) => one.state === state).map((one) => [one.column, one.row]),
        itemStyle: { color: ink.tones[tone].tint, borderColor: ink.tones[tone].ink, borderWidth: 0.6, opacity: 1 },
        label: { show: true, formatter: printableText(mark), color: ink.tones[tone].ink, fontFamily: CHART_FONT, fontSize: Math.max(8, Math.min(14, cell * 0.62)) },
      }
    }),
  }
}

const CATALOGUE = Object.keys(STATE_MARKS)
const byCatalogue = (a: StateCode, b: StateCode) => CATALOGUE.indexOf(a) - CATALOGUE.indexOf(b)
