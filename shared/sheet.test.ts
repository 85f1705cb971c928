import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineApi, listOf, listQuery } from './define-api.ts'
import { instantField } from './instant.ts'
import { sheetOf, sheetRow } from './sheet.ts'

const row = z.object({ number: z.string(), state: z.string(), count: z.number().nullable(), at: instantField.nullable(), isLate: z.boolean(), days: z.array(z.string()) })
const sheet = sheetOf('工单', row, { number: '编号', state: ['状态', { open: '未办' }], count: '次数', at: '时间', isLate: '逾期', days: ['日期', (days) => days.join('、')] })

test('columns take their type from the field, also where it may be empty', () => {
  assert.deepEqual(sheet.columns.map(({ key, type }) => [key, type]), [['number', 'text'], ['state', 'text'], ['count', 'number'], ['at', 'date'], ['isLate', 'text'], ['days', 'text']])
})

test('codes become words, yes and no are said, and nothing stays nothing', () => {
  assert.deepEqual(sheetRow(sheet, { number: 'A-1', state: 'open', count: 3, at: '2026-03-02T09:00:00+08:00', isLate: true, days: ['03-01', '03-02'] }), ['A-1', '未办', 3, '2026-03-02T09:00:00+08:00', '是', '03-01、03-02'])
  assert.deepEqual(sheetRow(sheet, { number: 'A-2', state: 'new-word', count: null, at: null, isLate: false, days: [] }), ['A-2', 'new-word', null, null, '否', ''])
})

test('decimal text that is said to be a number is one in the sheet', () => {
  const money = sheetOf('工资', z.object({ pay: z.string() }), { pay: ['实发（元）', 'number'] })
  assert.deepEqual([money.columns[0]?.type, sheetRow(money, { pay: '1234.50' }), sheetRow(money, { pay: null })], ['number', [1234.5], [null]])
})

test('a list with a sheet brings an export beside it: same permission and filters, no paging, and an audit event', () => {
  const api = defineApi({
    prefix: '/api/orders', title: '工单',
    endpoints: {
      list: { method: 'GET', path: '', summary: '查询工单', permission: 'order:read', audit: 'none', query: listQuery.extend({ state: z.string().optional() }), response: listOf(row), sheet },
      mine: { method: 'GET', path: '/mine', summary: '自己的工单', permission: 'signed-in', audit: 'none', query: listQuery, response: listOf(row) },
    },
  })
  const { listSheet, ...others } = api.endpoints as unknown as Record<string, { path: string; permission: string; audit: string; answer: string; query: z.ZodObject }>
  assert.deepEqual(Object.keys(others), ['list', 'mine'])
  assert.deepEqual([listSheet?.path, listSheet?.permission, listSheet?.audit, listSheet?.answer], ['/export.xlsx', 'order:read', 'order.exported', 'file'])
  assert.deepEqual(Object.keys(listSheet?.query.shape ?? {}).toSorted(), ['search', 'sort', 'state'])
})
