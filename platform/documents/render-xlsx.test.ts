import { randomBytes } from 'node:crypto'
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import exceljs from 'exceljs'
import { strFromU8, unzipSync } from 'fflate'
import type { ExportColumn, ExportRows } from './export-column.ts'
import { renderXlsx, type ExportSheet } from './render-xlsx.ts'

const columns: ExportColumn[] = [{ title: '名称', type: 'text', width: 30 }, { title: '数量', type: 'number' }, { title: '时间', type: 'date' }, { title: '金额', type: 'money' }]
const sheet: ExportSheet = { title: '工单[清单]/2024', columns, at: new Date('2024-10-08T01:00:00Z') }
const bytes = async (rows: ExportRows) => Buffer.concat(await renderXlsx(sheet, rows).toArray())

async function read(file: Buffer) {
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load(file as unknown as Parameters<typeof workbook.xlsx.load>[0])
  const page = workbook.worksheets[0]
  assert.ok(page)
  return page
}

test('cells keep their types and formats, the head is frozen and has a filter', async () => {
  const page = await read(await bytes([['甲', 1234, '2024-09-14', 1234.5], ['乙', 0.25, new Date('2024-09-14T00:30:00Z'), null]]))
  assert.equal(page.name, '工单 清单  2024')
  assert.equal(page.views[0]?.state, 'frozen')
  assert.equal(page.autoFilter, 'A1:D3')
  assert.deepEqual(['A1', 'B1', 'C1', 'D1'].map((at) => page.getCell(at).value), ['名称', '数量', '时间', '金额'])
  assert.equal(page.getCell('B2').value, 1234)
  assert.equal(page.getCell('B2').numFmt, '#,##0')
  assert.deepEqual(page.getCell('C2').value, new Date('2024-09-14T00:00:00Z'))
  assert.equal(page.getCell('C2').numFmt, 'yyyy-mm-dd')
  assert.deepEqual(page.getCell('C3').value, new Date('2024-09-14T08:30:00Z'))
  assert.equal(page.getCell('D2').numFmt, '#,##0.00')
})

test('text that looks like a formula is text in every column, and control characters leave', async () => {
  const file = await bytes(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=cmd|x', '<a>&\u0000\u001B"'].map((text) => [text, text, text, text]))
  const xml = strFromU8(unzipSync(file)['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
  assert.ok(!xml.includes('<f>'))
  assert.ok(!xml.includes('\u0000') && !xml.includes('\u001B'))
  const page = await read(file)
  assert.equal(page.getCell('B2').value, '=1+1')
  assert.equal(page.getCell('B2').numFmt, '@')
  assert.equal(page.getCell('A8').value, '<a>&"')
})

test('a text longer than a cell may hold is cut and says so', async () => {
  const page = await read(await bytes([['长'.repeat(40_000), 1, null, null]]))
  const text = page.getCell('A2').text
  assert.equal(text.length, 32_767)
  assert.ok(text.endsWith('（内容过长，已截断）'))
})

test('a slow reader holds the rows back instead of filling the memory', async () => {
  const all = 200_000
  let produced = 0
  const rows = (function* () { while (produced < all) yield [`名称 ${Math.random()} ${produced++}`, produced, '2024-09-14', produced / 7] })()
  const out = renderXlsx(sheet, rows)
  for (let before = -1; before !== produced;) {
    before = produced
    await setTimeout(600)
  }
  assert.ok(produced < all / 2, `${produced} rows were read before anybody read the file`)
  out.resume()
  await new Promise((resolve) => out.once('end', resolve))
  assert.equal(produced, all)
})

test('a reader who goes away lets the rows go, also between two looks at him', { timeout: 20_000 }, async () => {
  // A pause for other work comes after every 2,000 rows: he goes before, in it, and after.
  const texts = Array.from({ length: 200 }, () => randomBytes(1_500).toString('base64'))
  for (const row of [100, 1_999, 2_001]) {
    const { promise: letGo, resolve } = Promise.withResolvers<void>()
    async function* endless() {
      try {
        for (let number = 0; ; number += 1) {
          if (number === row) setImmediate(() => stream.destroy())
          yield [texts[number % texts.length]!, number, null, null]
        }
      } finally {
        resolve()
      }
    }
    const stream = renderXlsx(sheet, endless())
    stream.on('error', () => {}).resume()
    await letGo
  }
})

test('a fault of the rows destroys the stream with the reason', async () => {
  await assert.rejects(bytes((async function* () { yield ['一', 1, null, null]; throw new Error('连接中断') })()), /连接中断/)
})

test('rows wait for what compresses them: however fast they come, a few of them are in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const some = Array.from({ length: 500 }, () => Array.from({ length: 8 }, () => randomBytes(60).toString('base64')))
  let most = 0
  const before = held()
  async function* many() {
    for (let number = 0; number < 40_000; number += 1) {
      if (number % 4_000 === 0) most = Math.max(most, held() - before)
      yield some[number % some.length]!
    }
  }
  const wide = Array.from({ length: 8 }, (_, at): ExportColumn => ({ title: `列 ${at}`, type: 'text' }))
  for await (const _chunk of renderXlsx({ title: '大表', columns: wide, at: new Date(0) }, many())) { /* taken at once */ }
  assert.ok(most < 8 * 1_048_576, `${Math.round(most / 1_048_576)} MB waited to be compressed`)
})
