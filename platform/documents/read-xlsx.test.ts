import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import exceljs from 'exceljs'
import { zipSync } from 'fflate'
import { readXlsx } from './read-xlsx.ts'
import { renderXlsx } from './render-xlsx.ts'

const options = { headings: ['姓名', '日期'], maxRows: 100 }
async function workbookOf(rows: ReadonlyArray<readonly exceljs.CellValue[]>): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook()
  workbook.addWorksheet('名单').addRows(rows.map((row) => [...row]))
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

test('What was exported can be read again, numbers and dates included, rows numbered as the reader sees them', async () => {
  const out = renderXlsx({ title: '名单', at: new Date('2024-09-14T00:00:00Z'), columns: [{ title: '姓名', type: 'text' }, { title: '日期', type: 'date' }, { title: '数', type: 'number' }] }, [['=甲', '2024-09-14', 7], ['乙', '2024-09-14T08:30:00+08:00', null]])
  assert.deepEqual(await readXlsx(await buffer(out), options), [
    { number: 2, cells: { 姓名: '=甲', 日期: '2024-09-14', 数: '7' } },
    { number: 3, cells: { 姓名: '乙', 日期: '2024-09-14 08:30', 数: '' } },
  ])
})

test('Empty rows are left out and keep the numbers of the others; rich text, links, formulas and times are read as shown', async () => {
  const rows = await readXlsx(await workbookOf([['姓名', '日期', '链接', '式', '时'], [], [{ richText: [{ text: '张' }, { text: '三' }] }, '九月', { text: 'a@example.com', hyperlink: 'mailto:a@example.com' }, { formula: '1+1', result: 2 }, new Date(Date.UTC(1899, 11, 30, 9, 0))]]), options)
  assert.deepEqual(rows, [{ number: 3, cells: { 姓名: '张三', 日期: '九月', 链接: 'a@example.com', 式: '2', 时: '09:00' } }])
})

test('Every missing heading is named; what is no workbook, too long or a zip bomb is refused', async () => {
  await assert.rejects(readXlsx(await workbookOf([['名字']]), options), (error: { problems?: unknown[] }) => error.problems?.length === 2)
  await assert.rejects(readXlsx(Buffer.from('姓名,日期\n'), options), { code: 'spreadsheet.unreadable' })
  await assert.rejects(readXlsx(zipSync({ 'a.txt': new Uint8Array(4) }), options), { code: 'spreadsheet.unreadable' })
  await assert.rejects(readXlsx(await workbookOf([['姓名', '日期'], ...Array.from({ length: 101 }, () => ['甲', '1'])]), options), { code: 'spreadsheet.too-large' })
  await assert.rejects(readXlsx(zipSync({ 'xl/a.xml': new Uint8Array(70 * 1024 * 1024) }), options), { code: 'spreadsheet.too-large' })
})
