import { formatInstant } from '#shared/instant.ts'
import { printableText } from '#shared/printable-text.ts'

/** A cell of an exported list: null is an empty cell. Money is in yuan. */
export type ExportValue = string | number | Date | null
export type ExportColumn = {
  title: string
  /** `date`: a Date or an ISO string, shown in Asia/Shanghai; midnight without its time. */
  type: 'text' | 'number' | 'date' | 'money'
  /** Width in characters of the standard font. */
  width?: number
}
export type ExportRow = readonly ExportValue[]
export type ExportRows = Iterable<ExportRow> | AsyncIterable<ExportRow>

/** Excel refuses a file with a longer cell (32,767 characters). */
const LONGEST_CELL = 32_767
const CUT = '…（内容过长，已截断）'

/** Text that a spreadsheet may hold. */
export function cellText(value: string): string {
  const text = printableText(value)
  return text.length <= LONGEST_CELL ? text : text.slice(0, LONGEST_CELL - CUT.length).toWellFormed() + CUT
}

/** The value as a Date when the column is of dates and the value is one. */
export function cellDate(value: ExportValue): Date | undefined {
  if (typeof value !== 'string' && !(value instanceof Date)) return undefined
  const date = typeof value === 'string' ? new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00+08:00` : value) : value
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** `2024-09-14` at midnight, else `2024-09-14 08:30:00`, Asia/Shanghai. */
export function dateText(date: Date): string {
  const text = formatInstant(date).slice(0, 19).replace('T', ' ')
  return text.endsWith('00:00:00') ? text.slice(0, 10) : text
}
