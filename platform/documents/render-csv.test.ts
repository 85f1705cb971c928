import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderCsv } from './render-csv.ts'
import type { ExportColumn, ExportRows } from './export-column.ts'

const columns: ExportColumn[] = [{ title: '名称', type: 'text' }, { title: '数量', type: 'number' }, { title: '时间', type: 'date' }, { title: '金额', type: 'money' }]
const csv = async (rows: ExportRows) => (await renderCsv(columns, rows).toArray()).map(String).join('')

test('CSV has a byte order mark, CRLF and quotes only where needed', async () => {
  assert.equal(await csv([['甲,"乙"\n丙', 1.5, '2024-09-14', 1234.5], ['丁', null, new Date('2024-09-14T00:30:00Z'), 2]]),
    '\uFEFF名称,数量,时间,金额\r\n"甲,""乙""\n丙",1.5,2024-09-14,1234.50\r\n丁,,2024-09-14 08:30:00,2.00\r\n')
})

test('text that would start a formula is preceded by an apostrophe; numbers keep their sign', async () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1']) {
    const [, line = ''] = (await csv([[text, -5, null, -5]])).split('\r\n')
    assert.match(line, /^"?'/, JSON.stringify(text))
    assert.match(line, /,-5,,-5\.00$/)
  }
})

test('control characters leave, and a fault of the rows reaches the reader', async () => {
  assert.ok((await csv([['a\u0000b\u001Bc', 1, null, null]])).includes('\r\nabc,1,,\r\n'))
  await assert.rejects(csv((async function* () { yield ['一', 1, null, null]; throw new Error('连接中断') })()), /连接中断/)
})
