import exceljs from 'exceljs'
import { unzipSync } from 'fflate'
import { defineErrors } from '#platform/errors/app-error.ts'

const sheetErrors = defineErrors('spreadsheet', {
  unreadable: [422, '读不出这个表格，请用 .xlsx 格式另存后重试'],
  'too-large': [413, '表格过大，请分次导入'],
  'no-heading': [422, '表格第一行缺少列名'],
})

/** A row of a sheet: its number as the spreadsheet program shows it, and its cells as text by the heading of their column. */
export type SheetRow = { readonly number: number; readonly cells: Readonly<Record<string, string>> }

/** What a small file may say that it unpacks to: more is no list of people but a trap. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024

/**
 * The first sheet of an Excel workbook, its first row being the headings; rows without any text are left out. Dates come
 * as `2024-09-14`, `2024-09-14 08:30` or, without a day, `08:30`. Throws `spreadsheet.…`, with every missing heading named.
 */
export async function readXlsx(bytes: Uint8Array, { headings, maxRows }: { headings: readonly string[]; maxRows: number }): Promise<SheetRow[]> {
  requireHarmless(bytes)
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load(bytes.slice().buffer).catch((cause: unknown) => {
    throw sheetErrors.unreadable({ cause })
  })
  const sheet = workbook.worksheets[0]
  if (!sheet) throw sheetErrors.unreadable()
  if (sheet.actualRowCount > maxRows + 1) throw sheetErrors['too-large']({ detail: `至多 ${maxRows} 行，这里有 ${sheet.actualRowCount - 1} 行` })
  const columns = new Map<number, string>()
  sheet.getRow(1).eachCell((cell, at) => columns.set(at, textOf(cell.value)))
  const missing = headings.filter((heading) => ![...columns.values()].includes(heading))
  if (missing.length > 0) throw sheetErrors['no-heading']({ problems: missing.map((heading) => ({ place: '第 1 行', message: `缺少列「${heading}」` })) })
  const rows: SheetRow[] = []
  sheet.eachRow((row, number) => {
    if (number === 1) return
    const cells = Object.fromEntries([...columns].map(([at, heading]) => [heading, textOf(row.getCell(at).value)]))
    if (Object.values(cells).some((text) => text !== '')) rows.push({ number, cells })
  })
  return rows
}

function requireHarmless(bytes: Uint8Array): void {
  let unpacked = 0
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize
        return false
      },
    })
  } catch (cause) {
    throw sheetErrors.unreadable({ cause })
  }
  if (unpacked > MAX_UNPACKED_BYTES) throw sheetErrors['too-large']()
}

function textOf(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dateText(value)
  if (typeof value !== 'object') return String(value).trim()
  if ('richText' in value) return value.richText.map(({ text }) => text).join('').trim()
  if ('text' in value) return textOf(value.text)
  if ('result' in value) return textOf(value.result)
  return ''
}

/** A cell has no zone: what it shows is what its UTC fields say. A time without a day lies in 1899. */
function dateText(date: Date): string {
  const text = date.toISOString()
  const [day, time] = [text.slice(0, 10), new Date(Math.round(date.getTime() / 60_000) * 60_000).toISOString().slice(11, 16)]
  if (day < '1900-01-01') return time
  return time === '00:00' ? day : `${day} ${time}`
}
