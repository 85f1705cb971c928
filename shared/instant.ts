import { z } from 'zod'

/** Business zone of the contract: all business dates and printed times are Asia/Shanghai (UTC+08:00, no daylight saving). */
export const BUSINESS_ZONE = 'Asia/Shanghai'
const OFFSET_MS = 8 * 3_600_000

/** `2024-09-14T08:30:00.000+08:00`. */
export function formatInstant(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().replace('Z', '+08:00')
}

/** The business date of an instant, `2024-09-14`. */
export function businessDate(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10)
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
