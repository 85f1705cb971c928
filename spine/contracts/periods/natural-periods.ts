/** Weeks, months, quarters, half-years and years as they lie in the calendar, by ISO 8601 names. */
import { addDays, yearOf } from '#shared/calendar/dates.ts'
import { weeksBetween } from '#shared/calendar/weeks.ts'

export type NaturalPeriod = { readonly key: string; readonly title: string; readonly from: string; readonly to: string }

const MONTHS = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 } as const
export type PeriodKind = 'weekly' | keyof typeof MONTHS

/** The periods that touch the dates, both ends included. */
export function naturalPeriods(kind: PeriodKind, from: string, to: string): NaturalPeriod[] {
  if (kind === 'weekly')
    return weeksBetween(from, to).map(({ week, monday, sunday }) => ({ key: week, title: `${week.slice(0, 4)}年第${Number(week.slice(6))}周`, from: monday, to: sunday }))
  const length = MONTHS[kind]
  const periods: NaturalPeriod[] = []
  const monthOf = (date: string) => yearOf(date) * 12 + Number(date.slice(5, 7)) - 1
  for (let month = Math.floor(monthOf(from) / length) * length; month <= monthOf(to); month += length) {
    const first = firstOfMonth(month)
    periods.push({ ...nameOf(kind, first), from: first, to: addDays(firstOfMonth(month + length), -1) })
  }
  return periods
}

function firstOfMonth(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

function nameOf(kind: keyof typeof MONTHS, first: string): { key: string; title: string } {
  const [year, month] = [first.slice(0, 4), Number(first.slice(5, 7))]
  if (kind === 'monthly') return { key: first.slice(0, 7), title: `${year}年${month}月` }
  if (kind === 'quarterly') return { key: `${year}-Q${(month + 2) / 3}`, title: `${year}年第${(month + 2) / 3}季度` }
  if (kind === 'half-yearly') return { key: `${year}-H${month === 1 ? 1 : 2}`, title: `${year}年${month === 1 ? '上' : '下'}半年` }
  return { key: year, title: `${year}年` }
}
