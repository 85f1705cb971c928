import { once } from 'node:events'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import exceljs from 'exceljs'
import { cellDate, cellText, dateText, type ExportColumn, type ExportRow, type ExportRows, type ExportValue } from './export-column.ts'

const BREATHE_EVERY = 2_000
/** A sheet holds 1,048,576 rows; the next sheet opens at a round number below. */
const SHEET_ROWS = 1_000_000
const HOURS_EAST = 8

export type ExportSheet = {
  title: string
  columns: readonly ExportColumn[]
  /** Moment of the export, from the caller's clock; kept in the file properties. */
  at: Date
  /** Sheets of text before the rows, that tell of the file: 说明. */
  leading?: ReadonlyArray<{ readonly title: string; readonly lines: ReadonlyArray<readonly string[]> }>
  /** Printed at the foot of every page of the rows. */
  footer?: string
}

/**
 * Excel workbook as a stream: frozen head, filter, typed cells. Rows are pulled while the reader drains, so memory stays
 * bounded however long the list is. A text is always written as text with the format `@`, so `=…`, `+…`, `-…`, `@…` never become formulas,
 * not even after editing the cell. An error of `rows` destroys the stream with it.
 */
export function renderXlsx(sheet: ExportSheet, rows: ExportRows): Readable {
  const out = new PassThrough()
  write(sheet, rows, out).catch((error: unknown) => { out.destroy(error instanceof Error ? error : new Error(String(error))) })
  return out
}

async function write(sheet: ExportSheet, rows: ExportRows, out: PassThrough): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  workbook.created = sheet.at
  workbook.modified = sheet.at
  for (const { title, lines } of sheet.leading ?? []) addText(workbook, title, lines)
  let part = 1
  let page = openPage(workbook, sheet, part)
  let onPage = 0
  for await (const row of rows) {
    if (out.destroyed) return
    if (onPage === SHEET_ROWS) {
      closePage(page, sheet, onPage)
      page = openPage(workbook, sheet, ++part)
      onPage = 0
    }
    addRow(page, sheet.columns, row)
    if (++onPage % BREATHE_EVERY === 0) await drained(out, page)
  }
  closePage(page, sheet, onPage)
  await workbook.commit()
}

type Page = ReturnType<InstanceType<typeof exceljs.stream.xlsx.WorkbookWriter>['addWorksheet']>

/** Lets other work run and waits until what was written has been taken, by what compresses the sheet and by the reader: the writer itself never waits, and keeps it all in memory. */
async function drained(out: PassThrough, page: Page): Promise<void> {
  await setImmediate()
  if (out.destroyed) return
  const { pipes } = (page as unknown as { readonly stream: { readonly pipes: readonly Writable[] } }).stream
  const ended = new AbortController()
  // Behind everything written before it, nothing is written; whoever reads may go away in the middle, and then nothing is ever taken.
  const taken = Promise.all(pipes.map((pipe) => new Promise<void>((resolve) => { pipe.write(Buffer.alloc(0), () => resolve()) })))
  await Promise.race([taken, once(out, 'close', ended)]).finally(() => ended.abort())
  while (out.writableNeedDrain && !out.destroyed) await Promise.race([once(out, 'drain'), once(out, 'close')])
}

function addText(workbook: InstanceType<typeof exceljs.stream.xlsx.WorkbookWriter>, title: string, lines: ReadonlyArray<readonly string[]>): void {
  const page = workbook.addWorksheet(sheetTitle(title))
  const width = Math.max(2, ...lines.map((line) => line.length))
  page.columns = Array.from({ length: width }, (_column, at) => ({ width: width === 2 && at === 1 ? 90 : 22, style: { numFmt: '@', font: { bold: at === 0 }, alignment: { vertical: 'top' as const, wrapText: true } } }))
  for (const line of lines) page.addRow(line.map(cellText)).commit()
  page.commit()
}

function openPage(workbook: InstanceType<typeof exceljs.stream.xlsx.WorkbookWriter>, sheet: ExportSheet, part: number): Page {
  const title = sheetTitle(sheet.title)
  const page = workbook.addWorksheet(part === 1 ? title : `${title.slice(0, 26)}（${part}）`, { views: [{ state: 'frozen', ySplit: 1 }], ...(sheet.footer === undefined ? {} : { headerFooter: { oddHeader: `&C${footerText(sheet.footer)}`, oddFooter: `&L${footerText(sheet.footer)}&R&P / &N` } }) })
  page.columns = sheet.columns.map((column) => ({
    width: column.width ?? Math.min(60, Math.max(12, column.title.length * 2 + 4)),
    style: { numFmt: FORMATS[column.type], alignment: { vertical: 'top', wrapText: column.type === 'text', horizontal: column.type === 'text' || column.type === 'date' ? 'left' : 'right' } },
  }))
  const head = page.addRow(sheet.columns.map((column) => cellText(column.title)))
  head.eachCell((cell) => {
    cell.font = { bold: true }
    cell.numFmt = '@'
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEEF2F6' } }
    cell.border = { bottom: { style: 'thin', color: { argb: 'FF1F3F66' } } }
  })
  head.commit()
  return page
}

function closePage(page: Page, sheet: ExportSheet, rows: number): void {
  if (sheet.columns.length > 0) page.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: sheet.columns.length } }
  page.commit()
}

const FORMATS = { text: '@', number: '#,##0.########', date: 'yyyy-mm-dd hh:mm:ss', money: '#,##0.00' } as const

function addRow(page: Page, columns: readonly ExportColumn[], values: ExportRow): void {
  const row = page.addRow(columns.map((column, at) => cellValue(column, values[at] ?? null)))
  for (const [at, column] of columns.entries()) {
    const value = values[at] ?? null
    const cell = row.getCell(at + 1)
    if (typeof cell.value === 'string') cell.numFmt = '@'
    else if (Number.isInteger(cell.value) && column.type === 'number') cell.numFmt = '#,##0'
    else if (column.type === 'date' && cell.value !== null && isMidnight(value)) cell.numFmt = 'yyyy-mm-dd'
  }
  row.commit()
}

function cellValue(column: ExportColumn, value: ExportValue): string | number | Date | null {
  if (value === null) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  const date = value instanceof Date || column.type === 'date' ? cellDate(value) : undefined
  if (date) return new Date(date.getTime() + HOURS_EAST * 3_600_000) // a cell has no zone: it shows what the UTC fields say
  return value instanceof Date ? null : cellText(value)
}

function isMidnight(value: ExportValue): boolean {
  const date = cellDate(value)
  return date !== undefined && dateText(date).length === 10
}

/** `&` begins an instruction there. */
function footerText(text: string): string {
  return cellText(text).replaceAll('&', '&&').slice(0, 200)
}

/** Excel forbids these characters, more than 31 of them, and an apostrophe at either end. */
function sheetTitle(title: string): string {
  return cellText(title).replace(/[\\/?*[\]:\n\t]/g, ' ').replace(/^'+|'+$/g, '').trim().slice(0, 31) || '清单'
}
