import { z } from 'zod'

/** Business zone of the contract: all business dates and printed times are Asia/Shanghai (UTC+08:00, no daylight saving). */
export const BUSINESS_ZONE = 'Asia/Shanghai'
const OFFSET_MS = 8 * 3_600_000

const DAY_MS = 86_400_000
const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
/** Days that were written last: the instants of a list share a few. */
const days = new Map<number, string>()
const MOST_DAYS = 1_000

function dayText(number: number): string {
  let text = days.get(number)
  if (text === undefined) {
    if (days.size >= MOST_DAYS) days.clear()
    days.set(number, (text = new Date(number * DAY_MS).toISOString().slice(0, 10)))
  }
  return text
}

/** `2024-09-14T08:30:00.000+08:00`. Written by hand: a page of a list has hundreds, and the engine's own text costs five times as much. */
export function formatInstant(instant: Date): string {
  const ms = instant.getTime() + OFFSET_MS
  const day = Math.floor(ms / DAY_MS)
  const rest = ms - day * DAY_MS
  const text = dayText(day)
  return `${text}T${TWO[Math.floor(rest / 3_600_000)]}:${TWO[Math.floor(rest / 60_000) % 60]}:${TWO[Math.floor(rest / 1_000) % 60]}.${String(rest % 1_000).padStart(3, '0')}+08:00`
}

/** The business date of an instant, `2024-09-14`. */
export function businessDate(instant: Date): string {
  return dayText(Math.floor((instant.getTime() + OFFSET_MS) / DAY_MS))
}

/** `2024-09-14 10:00`. */
export function minuteText(instant: Date): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ')
}

/** A due moment as people say it: the end of a day is 24:00 of that day (民法典 203), never 00:00 of the next, whether it is kept as its last millisecond or as the midnight after it. */
export function dueParts(due: Date): { readonly date: string; readonly time: string } {
  const [date = '', rest = ''] = formatInstant(due).split('T')
  if (rest.startsWith('00:00:00.000')) return { date: businessDate(new Date(due.getTime() - 1)), time: '24:00' }
  return { date, time: rest.startsWith('23:59:59') ? '24:00' : rest.slice(0, 5) }
}

/** `2024-09-14 24:00`. */
export function dueText(due: Date | string): string {
  const { date, time } = dueParts(new Date(due))
  return `${date} ${time}`
}

/** The instant at which a business date begins, plus `minutes` into that day (540 = 09:00). */
export function instantOf(date: string, minutes = 0): Date {
  return new Date(Date.parse(`${date}T00:00:00+08:00`) + minutes * 60_000)
}

/** Response field: takes a Date or an ISO string, leaves as an ISO string with offset. */
export const instantField = z
  .union([z.date(), z.string()])
  .transform((value) => formatInstant(typeof value === 'string' ? new Date(value) : value))
  .pipe(z.string().meta({ format: 'date-time' }))

/** Request field: an ISO instant with offset, handed on as a Date. */
export const instantInput = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** A business date `YYYY-MM-DD`. */
export const dateField = z.iso.date()
