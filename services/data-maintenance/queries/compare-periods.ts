import type { ComparisonView } from '../exports/api.ts'

export type PeriodFigures = { readonly key: string; readonly rows: number; readonly figures: Readonly<Record<string, number>> }
export type KeyedRows = ReadonlyMap<string, string>

/** Allowed increase or decrease where nobody has set another. */
export const DEFAULT_BAND = 50

/**
 * This period against the last ones, newest first: rows and key figures against the mean of up to three, in per cent, and whether any is
 * beyond the band. Without an earlier period nothing is outside; no rows at all always is.
 */
export function comparePeriods(now: Omit<PeriodFigures, 'key'>, earlier: readonly PeriodFigures[], band: number, keyed?: { readonly before: KeyedRows; readonly now: KeyedRows }): ComparisonView {
  const recent = earlier.slice(0, 3)
  const line = (label: string, value: number, of: (period: PeriodFigures) => number | undefined) => {
    const values = recent.flatMap((period) => of(period) ?? [])
    const mean = values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
    const percent = mean === null ? null : mean === 0 ? (value === 0 ? 0 : null) : Math.round(((value - mean) / Math.abs(mean)) * 1_000) / 10
    // From nothing to something has no per cent, and is no ordinary change.
    const isOutside = mean !== null && (percent === null || Math.abs(percent) > band)
    const [last] = recent
    return { label, before: last === undefined ? null : (of(last) ?? null), now: value, percent, isOutside }
  }
  const rows = line('行数', now.rows, (period) => period.rows)
  return {
    previous: recent[0]?.key ?? null,
    band,
    lines: [{ ...rows, isOutside: rows.isOutside || now.rows === 0 }, ...Object.entries(now.figures).map(([name, value]) => line(name, value, (period) => period.figures[name]))],
    ...(keyed === undefined ? { added: null, removed: null, changed: null } : {
      added: [...keyed.now.keys()].filter((key) => !keyed.before.has(key)).length,
      removed: [...keyed.before.keys()].filter((key) => !keyed.now.has(key)).length,
      changed: [...keyed.now].filter(([key, row]) => keyed.before.has(key) && keyed.before.get(key) !== row).length,
    }),
  }
}

/** Why a person has to look at it before it is delivered; empty: nothing is out of the ordinary. */
export function heldReason({ lines, band }: ComparisonView): string {
  return lines.filter(({ isOutside }) => isOutside).map(({ label, before, now, percent }) => `${label} ${now}（上期 ${before ?? '无'}${percent === null ? '' : `，较前几期 ${percent > 0 ? '+' : ''}${percent}%`}），超出 ±${band ?? DEFAULT_BAND}%`).join('；')
}

/** The comparison as a sheet of the file. */
export function comparisonLines({ previous, band, lines, added, removed, changed }: ComparisonView): string[][] {
  return [
    ['项目', `上期${previous === null ? '（无）' : ` ${previous}`}`, '本期', '较前几期均值', `合理范围 ±${band ?? DEFAULT_BAND}%`],
    ...lines.map(({ label, before, now, percent, isOutside }) => [label, before === null ? '—' : String(before), String(now), percent === null ? '—' : `${percent > 0 ? '+' : ''}${percent}%`, isOutside ? '超出' : '正常']),
    ...(added === null ? [] : [['按主键比对', `上期独有 ${removed ?? 0}`, `本期独有 ${added}`, `两期都有而不同 ${changed ?? 0}`, '']]),
  ]
}

export type DataPeriod = { readonly key: string; readonly from: string; /** First day after it. */ readonly to: string }

/** The last whole month or quarter before a day: what a monthly or quarterly export is of. `2024-06`, `2024-Q2`. */
export function periodBefore(day: string, duty: 'month' | 'quarter'): DataPeriod {
  const months = duty === 'month' ? 1 : 3
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  const end = index - (index % months)
  const start = end - months
  const first = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
  const year = Math.floor(start / 12)
  return { key: duty === 'month' ? first(start).slice(0, 7) : `${year}-Q${Math.floor((start % 12) / 3) + 1}`, from: first(start), to: first(end) }
}
