import assert from 'node:assert/strict'
import { test } from 'node:test'
import exceljs from 'exceljs'
import { z } from 'zod'
import { defineApi, listOf, listQuery, type ListQuery } from '#shared/define-api.ts'
import { sheetOf } from '#shared/sheet.ts'
import type { Ctx } from '#platform/context/context.ts'
import { outside, outsideWork } from '#platform/context/outside.ts'
import { implementApi, type FileAnswer, type RequestFacts } from './implement-api.ts'

const row = z.object({ number: z.number(), title: z.string() })
const api = defineApi({
  prefix: '/api/orders', title: '工单',
  endpoints: { list: { method: 'GET', path: '', summary: '查询工单', permission: 'order:read', audit: 'none', query: listQuery.extend({ state: z.string().optional() }), response: listOf(row), sheet: sheetOf('工单', row, { number: '序号', title: '标题' }) } },
})
const ctx = { now: new Date('2026-03-02T01:00:00Z') } as Ctx

/** A list of so many rows; the secret of a row is not in the response's shape. */
function exportOf(total: number) {
  const asked: Array<ListQuery & { state?: string | undefined }> = []
  const { handlers } = implementApi<typeof api.endpoints>(api, {
    list: (_ctx, { query }) => {
      asked.push(query)
      const items = Array.from({ length: Math.max(0, Math.min(query.pageSize, total - (query.page - 1) * query.pageSize)) }, (_, index) => ({ number: (query.page - 1) * query.pageSize + index + 1, title: `工单 ${index}`, secret: '不外传' }))
      return Promise.resolve({ items, total: Math.min(total, 10_000), isTotalExact: total <= 10_000 })
    },
  })
  const told: object[] = []
  const facts = { tellAudit: (more: object) => told.push(more) } as unknown as RequestFacts
  return { asked, told, answer: () => handlers['listSheet']!(ctx, { query: { state: 'open', sort: '-number' } } as never, facts) as Promise<FileAnswer> }
}

test('the workbook holds every page of the list, asked with the same filter and order, and the audit is told how many', async () => {
  const { asked, told, answer } = exportOf(12_001)
  const file = await answer()
  const book = new exceljs.Workbook()
  await book.xlsx.load(file.content as never)
  const [page] = book.worksheets
  assert.equal(page?.rowCount, 12_002)
  const head = page?.getRow(1).values as unknown[] | undefined
  assert.deepEqual(head?.slice(1), ['序号', '标题'])
  assert.equal(page?.getRow(12_002).getCell(1).value, 12_001)
  assert.equal(file.fileName, '工单 2026-03-02.xlsx')
  assert.deepEqual(asked.map(({ page: number, state, sort }) => [number, state, sort]), [[1, 'open', '-number'], [2, 'open', '-number'], [3, 'open', '-number']])
  assert.deepEqual(told, [{ details: { list: '工单', rows: 12_001, query: { state: 'open', sort: '-number' } } }])
})

test('an empty list is a workbook with its head', async () => {
  const book = new exceljs.Workbook()
  await book.xlsx.load((await exportOf(0).answer()).content as never)
  assert.equal(book.worksheets[0]?.rowCount, 1)
})

test('a list beyond 100,000 rows is refused with the way out', async () => {
  await assert.rejects(exportOf(200_000).answer(), { code: 'request.too-many-rows' })
})

test('a list that is read from somebody else\'s system is exported after the waiting, with the same columns', async () => {
  const { handlers } = implementApi<typeof api.endpoints>(api, { list: () => Promise.resolve(outside(async () => () => Promise.resolve({ items: [{ number: 1, title: '外部' }], total: 1, isTotalExact: true }))) })
  const answer = await handlers['listSheet']!(ctx, { query: {} } as never, { tellAudit: () => {} } as unknown as RequestFacts)
  const keep = await outsideWork<Ctx, FileAnswer>(answer as never)?.()
  const book = new exceljs.Workbook()
  await book.xlsx.load((await keep?.(ctx))?.content as never)
  const cells = book.worksheets[0]?.getRow(2).values as unknown[] | undefined
  assert.deepEqual(cells?.slice(1), [1, '外部'])
})
