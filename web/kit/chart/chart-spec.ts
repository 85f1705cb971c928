import type { Tone } from '../theme/palette.ts'

/** A chart as data: the same description is drawn here, and listed as a table one click away. */
export type ChartSpec =
  | {
      kind: 'line' | 'bar' | 'stacked-bar' | 'area'
      /** Names along the axis: dates, months, subsystems. */
      labels: readonly string[]
      /** Unit of the value axis: 「毫秒」, 「%」, 「件」. */
      unit: string
      series: ReadonlyArray<{ name: string; values: ReadonlyArray<number | null>; tone?: Tone }>
      /** Limits drawn in. */
      thresholds?: ReadonlyArray<{ value: number; label: string; tone: Tone }>
      /** Bars lying: for long names. */
      isHorizontal?: boolean
      min?: number
      max?: number
    }
  | {
      /** Flow map: links between systems; what flows is the weight of the line. */
      kind: 'flow'
      unit: string
      nodes: ReadonlyArray<{ id: string; name: string; tone?: Tone; group?: string }>
      links: ReadonlyArray<{ source: string; target: string; value?: number; label?: string; tone?: Tone }>
    }

/** The chart's content as rows: header first. */
export function chartTable(spec: ChartSpec): { head: string[]; rows: string[][] } {
  if (spec.kind === 'flow') {
    const names = new Map(spec.nodes.map(({ id, name }) => [id, name]))
    return {
      head: ['从', '到', '说明', spec.unit],
      rows: spec.links.map((link) => [names.get(link.source) ?? link.source, names.get(link.target) ?? link.target, link.label ?? '', link.value === undefined ? '—' : String(link.value)]),
    }
  }
  return {
    head: ['', ...spec.series.map(({ name }) => `${name}（${spec.unit}）`)],
    rows: spec.labels.map((label, at) => [label, ...spec.series.map(({ values }) => (values[at] === null || values[at] === undefined ? '—' : String(values[at])))]),
  }
}
