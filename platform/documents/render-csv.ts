import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { cellDate, cellText, dateText, type ExportColumn, type ExportRows, type ExportValue } from './export-column.ts'

/** Characters that make a spreadsheet take a cell for a formula; full-width forms are folded by some of them. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/
const NUMERAL = /^-?\d+(\.\d+)?$/
const BREATHE_EVERY = 2_000

/**
 * CSV after RFC 4180 (CRLF, quotes where needed) in UTF-8 with a byte order mark, without which Excel misreads Chinese.
 * A text that would start a formula is preceded by `'`; numbers, also those that a number column holds as decimal text, keep their sign. Reads rows as they are drained.
 */
export function renderCsv(columns: readonly ExportColumn[], rows: ExportRows): Readable {
  return Readable.from(chunks(columns, rows), { objectMode: false })
}

async function* chunks(columns: readonly ExportColumn[], rows: ExportRows): AsyncGenerator<Buffer> {
  let text = `\uFEFF${columns.map((column) => quote(harmless(column.title))).join(',')}\r\n`
  let count = 0
  for await (const row of rows) {
    text += `${columns.map((column, at) => quote(csvText(column, row[at] ?? null))).join(',')}\r\n`
    if (++count % BREATHE_EVERY === 0) {
      yield Buffer.from(text)
      text = ''
      await setImmediate()
    }
  }
  yield Buffer.from(text)
}

function csvText(column: ExportColumn, value: ExportValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? (column.type === 'money' ? value.toFixed(2) : String(value)) : ''
  if (column.type === 'number' && typeof value === 'string' && NUMERAL.test(value)) return value
  const date = value instanceof Date || column.type === 'date' ? cellDate(value) : undefined
  if (date) return dateText(date)
  return value instanceof Date ? '' : harmless(value)
}

// The raw value is looked at too: a carriage return is a formula start that printable text no longer shows.
function harmless(value: string): string {
  const text = cellText(value)
  return FORMULA_START.test(value) || FORMULA_START.test(text) ? `'${text}` : text
}

function quote(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
