/**
 * ISO 8601 weeks: Monday first, numbered by the year that holds their Thursday (GB/T 7408).
 */
import { dateOfDay, dayNumber, mondayOfDay, yearOf } from './dates.ts'

export type Week = {
  /** `2024-W29`. */
  readonly week: string
  readonly monday: string
  readonly sunday: string
  /** Whether Monday to Sunday lies inside the period that was asked for. */
  readonly isWhole: boolean
}

/** `2024-W29` for the week that holds the date. */
export function isoWeek(date: string): string {
  const monday = mondayOfDay(dayNumber(date))
  const year = yearOf(dateOfDay(monday + 3))
  const firstMonday = mondayOfDay(dayNumber(`${year}-01-04`))
  return `${year}-W${String((monday - firstMonday) / 7 + 1).padStart(2, '0')}`
}

/** The weeks that touch the period, both ends included; the first and the last may be only partly inside. */
export function weeksBetween(from: string, to: string): Week[] {
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const weeks: Week[] = []
  for (let monday = mondayOfDay(first); monday <= last; monday += 7) {
    const date = dateOfDay(monday)
    weeks.push({ week: isoWeek(date), monday: date, sunday: dateOfDay(monday + 6), isWhole: monday >= first && monday + 6 <= last })
  }
  return weeks
}
