import { z } from 'zod'
import { STATE_MARKS, stateCode, tones } from './state-marks.ts'

const axis = z.strictObject({
  /** What the axis shows, `表空间使用率`. */
  title: z.string().default(''),
  /** Unit, `%`, `次`, `GB`; empty for a bare count. */
  unit: z.string().default(''),
})
const valueAxis = axis.extend({ min: z.number().optional(), max: z.number().optional() })

/** One value per category; null leaves a gap (未检 is never drawn as zero). */
const series = z.strictObject({
  name: z.string(),
  values: z.array(z.number().nullable()),
  /** Where the series itself is good or bad news: 已完成, 未履行. */
  tone: z.enum(tones).optional(),
})

const threshold = z.strictObject({
  label: z.string(),
  value: z.number(),
  severity: z.enum(['watch', 'bad']),
})

const frame = {
  title: z.string().min(1),
  /** What a reader should see in it, for screen readers and PDF accessibility. */
  alternative: z.string().default(''),
}
const categorical = {
  ...frame,
  categories: z.array(z.string()),
  x: axis.prefault({}),
  y: valueAxis.prefault({}),
  series: z.array(series),
  thresholds: z.array(threshold).default([]),
}

/** A chart as data: the console and the printed report draw the same picture from it. */
export const chartSpec = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('line'), ...categorical }),
  z.strictObject({ type: z.literal('area'), ...categorical }),
  z.strictObject({ type: z.literal('bar'), ...categorical, horizontal: z.boolean().default(false) }),
  z.strictObject({ type: z.literal('stacked-bar'), ...categorical, horizontal: z.boolean().default(false) }),
  /** Rows (systems, months) × columns (days): one state mark a cell; a missing cell stays blank. */
  z.strictObject({
    type: z.literal('heat-calendar'),
    ...frame,
    rows: z.array(z.string()),
    columns: z.array(z.string()),
    x: axis.prefault({}),
    cells: z.array(z.strictObject({ row: z.int().min(0), column: z.int().min(0), state: stateCode })),
  }),
  /** Flow map: systems in a ring, what passes between them as arrows. */
  z.strictObject({
    type: z.literal('flow'),
    ...frame,
    /** Unit of the links' values, `条/日`. */
    unit: z.string().default(''),
    nodes: z.array(z.strictObject({ id: z.string(), name: z.string(), tone: z.enum(tones).optional() })),
    links: z.array(z.strictObject({ source: z.string(), target: z.string(), value: z.number().optional(), label: z.string().default(''), tone: z.enum(tones).optional() })),
  }),
])
export type ChartSpec = z.output<typeof chartSpec>
export type ChartSpecInput = z.input<typeof chartSpec>

/** What is inconsistent in a chart, in Chinese; empty when it can be drawn. */
export function chartProblems(chart: ChartSpec): string[] {
  if (chart.type === 'heat-calendar') {
    return chart.cells
      .filter((cell) => cell.row >= chart.rows.length || cell.column >= chart.columns.length)
      .map((cell) => `图「${chart.title}」的格子（行 ${cell.row}，列 ${cell.column}）超出 ${chart.rows.length} 行 × ${chart.columns.length} 列`)
  }
  if (chart.type === 'flow') {
    const known = new Set(chart.nodes.map(({ id }) => id))
    return chart.links.flatMap(({ source, target }) => [source, target].filter((id) => !known.has(id)).map((id) => `图「${chart.title}」的连线 ${source} → ${target} 指向不存在的节点 ${id}`))
  }
  return chart.series
    .filter((one) => one.values.length !== chart.categories.length)
    .map((one) => `图「${chart.title}」的序列「${one.name}」有 ${one.values.length} 个值，横轴有 ${chart.categories.length} 个类别，二者须相等`)
}

/** The chart's content as rows, header first: what is read out, copied and checked where the picture is not enough. */
export function chartTable(chart: ChartSpec): { head: string[]; rows: string[][] } {
  const unit = (text: string) => (text === '' ? '' : `（${text}）`)
  switch (chart.type) {
    case 'flow': {
      const names = new Map(chart.nodes.map(({ id, name }) => [id, name]))
      return {
        head: ['从', '到', '说明', chart.unit || '数量'],
        rows: chart.links.map(({ source, target, label, value }) => [names.get(source) ?? source, names.get(target) ?? target, label, value === undefined ? '—' : String(value)]),
      }
    }
    case 'heat-calendar': {
      const marks = new Map(chart.cells.map(({ row, column, state }) => [`${row} ${column}`, STATE_MARKS[state].title]))
      return { head: ['', ...chart.columns], rows: chart.rows.map((name, row) => [name, ...chart.columns.map((_, column) => marks.get(`${row} ${column}`) ?? '')]) }
    }
    default:
      return {
        head: [chart.x.title, ...chart.series.map(({ name }) => name + unit(chart.y.unit))],
        rows: chart.categories.map((category, at) => [category, ...chart.series.map(({ values }) => (values[at] === null || values[at] === undefined ? '—' : String(values[at])))]),
      }
  }
}
