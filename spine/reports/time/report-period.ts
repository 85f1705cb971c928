import type { ReportKind, ReportPeriod } from '#spine/service.ts'
import { addDays, isDate } from '#shared/calendar/dates.ts'
import { naturalPeriods, type NaturalPeriod, type PeriodKind } from '#spine/contracts/periods/natural-periods.ts'
import { reportKindTitle } from '../api.ts'
import { reportErrors } from '../report.ts'

const SHAPES: Readonly<Record<Exclude<PeriodKind, 'weekly'>, { readonly pattern: RegExp; readonly example: string }>> = Object.freeze({
  monthly: { pattern: /^(\d{4})-(0[1-9]|1[0-2])$/, example: '2026-11' },
  quarterly: { pattern: /^(\d{4})-Q([1-4])$/, example: '2026-Q4' },
  'half-yearly': { pattern: /^(\d{4})-H([12])$/, example: '2026-H2' },
  yearly: { pattern: /^(\d{4})$/, example: '2026' },
})

const LENGTHS: Readonly<Record<ReportKind, keyof typeof SHAPES>> = Object.freeze({
  inspection: 'monthly',
  monthly: 'monthly',
  quarterly: 'quarterly',
  'half-year': 'half-yearly',
  yearly: 'yearly',
  'security-yearly': 'yearly',
})

/** The natural period that a key names, `2026-11`, `2026-Q4`, `2026-H2` or `2026`. Throws `report.bad-period`. */
export function naturalPeriodOf(kind: ReportKind, key: string): NaturalPeriod {
  const length = LENGTHS[kind]
  const { pattern, example } = SHAPES[length]
  const match = pattern.exec(key)
  if (!match) throw reportErrors['bad-period']({ detail: `${reportKindTitle[kind]}的周期应写作 ${example}，收到「${key}」` })
  const [, year = '', part = '1'] = match
  const months = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 }[length]
  const firstMonth = String((Number(part) - 1) * months + 1).padStart(2, '0')
  const first = `${year}-${firstMonth}-01`
  const period = isDate(first) ? naturalPeriods(length, first, first)[0] : undefined
  if (!period) throw reportErrors['bad-period']({ detail: key })
  return period
}

/** The key of the natural period that holds a date. */
export function periodKeyOn(kind: ReportKind, date: string): string {
  const [period] = naturalPeriods(LENGTHS[kind], date, date)
  if (!period) throw new RangeError(date)
  return period.key
}

export type Term = { readonly contractId: string; readonly termFrom: string; readonly termTo: string }

/**
 * The period as the contract sees it: its first and last one are cut to the term; one that lies wholly after the term
 * belongs to the continuation (四(二)7) and keeps its natural length. A period that has not begun is refused; one that
 * is still running is partial.
 */
export function reportPeriod(kind: ReportKind, key: string, term: Term, today: string): ReportPeriod & { readonly title: string } {
  const natural = naturalPeriodOf(kind, key)
  if (natural.to < term.termFrom) throw reportErrors['outside-term']({ detail: `${natural.title}（${natural.from} 至 ${natural.to}）早于合同期开始日 ${term.termFrom}` })
  const isContinuation = natural.from > term.termTo
  const from = natural.from < term.termFrom ? term.termFrom : natural.from
  const to = !isContinuation && natural.to > term.termTo ? term.termTo : natural.to
  if (from > today) throw reportErrors['future-period']({ detail: `${natural.title}自 ${from} 起，今天是 ${today}` })
  return { kind, key, from, to, isPartial: to >= today, contractId: term.contractId, title: natural.title }
}

/** The period before, for comparison; undefined when it lies before the term. */
export function previousPeriod(period: ReportPeriod, term: Term): { readonly key: string; readonly from: string; readonly to: string } | undefined {
  const natural = naturalPeriodOf(period.kind, period.key)
  const dayBefore = addDays(natural.from, -1)
  if (dayBefore < term.termFrom) return undefined
  const before = naturalPeriodOf(period.kind, periodKeyOn(period.kind, dayBefore))
  return { key: before.key, from: before.from < term.termFrom ? term.termFrom : before.from, to: before.to }
}
