/**
 * Arithmetic on business dates `YYYY-MM-DD` without time and zone. A date is counted as a whole number of days since
 * 1970-01-01, so no daylight saving, no zone and no rounding can move it.
 */
const DAY_MS = 86_400_000
const PATTERN = /^\d{4}-\d{2}-\d{2}$/

/** Whether the text is an existing date, so `2025-02-29` is not. */
export function isDate(text: string): boolean {
  return parseDay(text) !== undefined
}

/** Days since 1970-01-01. Throws a RangeError for what is not an existing date. */
export function dayNumber(date: string): number {
  const day = parseDay(date)
  if (day === undefined) throw new RangeError(`“${date}”不是存在的日期，应写作 YYYY-MM-DD`)
  return day
}

function parseDay(text: string): number | undefined {
  if (!PATTERN.test(text)) return undefined
  const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8))]
  const date = new Date(Date.UTC(yearOf(text), month - 1, day))
  // A day that does not exist comes back as another one: 02-30 as 03-01.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY_MS : undefined
}

export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

export function addDays(date: string, count: number): string {
  return dateOfDay(dayNumber(date) + count)
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

export function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}

/** ISO weekday: 1 Monday … 7 Sunday. Day 0 (1970-01-01) was a Thursday. */
export function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

export function isWeekendDay(day: number): boolean {
  return weekdayOfDay(day) > 5
}

/** The Monday of the ISO week that holds the day. */
export function mondayOfDay(day: number): number {
  return day - weekdayOfDay(day) + 1
}
