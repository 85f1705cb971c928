import { Unzip, UnzipInflate } from 'fflate'

/** Rows of a delivered file, counted in the file itself, without the heading. Bounded memory. */
export async function countRows(format: 'xlsx' | 'csv', leadingSheets: number, content: AsyncIterable<Buffer>): Promise<number> {
  return format === 'csv' ? countCsv(content) : countXlsx(content, leadingSheets)
}

const QUOTE = 0x22
const LINE_FEED = 0x0a

/** Records after RFC 4180: a line feed ends one unless it stands in quotes. */
async function countCsv(content: AsyncIterable<Buffer>): Promise<number> {
  let records = 0
  let isQuoted = false
  let hasMore = false
  for await (const chunk of content) {
    for (const byte of chunk) {
      if (byte === QUOTE) isQuoted = !isQuoted
      hasMore = true
      if (byte === LINE_FEED && !isQuoted) {
        records += 1
        hasMore = false
      }
    }
  }
  if (isQuoted) throw new Error('a quote in the file never ends')
  return records + (hasMore ? 1 : 0) - 1
}

const SHEET = /^xl\/worksheets\/sheet(\d+)\.xml$/
const ROW = '<row '

/** Rows of every sheet but the leading ones, which tell of the file; each begins with a heading. */
async function countXlsx(content: AsyncIterable<Buffer>, leadingSheets: number): Promise<number> {
  let rows = 0
  let sheets = 0
  let failure: unknown
  const unzip = new Unzip((file) => {
    const sheet = SHEET.exec(file.name)
    if (sheet === null || Number(sheet[1]) <= leadingSheets) return
    sheets += 1
    let tail = ''
    const decoder = new TextDecoder('latin1')
    file.ondata = (error, chunk) => {
      if (error !== null) failure = error
      const text = tail + decoder.decode(chunk, { stream: true })
      for (let at = text.indexOf(ROW); at >= 0; at = text.indexOf(ROW, at + ROW.length)) rows += 1
      // A mark that is cut by the border of two chunks is counted with the second.
      tail = text.slice(-(ROW.length - 1))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for await (const chunk of content) unzip.push(chunk)
  unzip.push(new Uint8Array(0), true)
  if (failure !== undefined) throw failure instanceof Error ? failure : new Error('the workbook cannot be unpacked')
  if (sheets === 0) throw new Error('the workbook has no sheet of rows')
  return rows - sheets
}
