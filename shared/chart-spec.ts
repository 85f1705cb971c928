import { z } from 'zod'
import { stateCode } from './state-marks.ts'

const axis = z.strictObject({
  /** What the axis shows, `表空间使用率`. */
  title: z.string().default(''),
  /** Unit, `%`, `次`, `GB`; empty for a bare count. */
  unit: z.string().default(''),
})
const valueAxis = axis.extend({ min: z.number().optional(), max: z.number().optional() })

/** One value per category; null leaves a gap (未检 is never drawn as zero). */
const series = z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) })

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
  return chart.series
    .filter((one) => one.values.length !== chart.categories.length)
    .map((one) => `图「${chart.title}」的序列「${one.name}」有 ${one.values.length} 个值，横轴有 ${chart.categories.length} 个类别，二者须相等`)
}
