import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differingCells } from './check-rows.ts'

const rows = ['甲', '乙', '丙', '丁'].map((name, at) => ({ name, count: at }))

test('the same rows differ in nothing', () => {
  assert.deepEqual(differingCells(rows, structuredClone(rows)), [])
})

test('a changed cell is named by row and column, its neighbours are not', () => {
  assert.deepEqual(differingCells(rows, rows.with(2, { name: '丙', count: 7 })), [{ row: 3, column: 'count', frozen: '2', now: '7' }])
})

test('a row that was taken away or added is told alone, not with all that follow it', () => {
  assert.deepEqual(differingCells(rows, rows.toSpliced(1, 1)), [{ row: 2, column: 'name', frozen: '乙', now: null }, { row: 2, column: 'count', frozen: '1', now: null }])
  assert.deepEqual(differingCells(rows, rows.toSpliced(1, 0, { name: '新', count: 9 })), [{ row: 2, column: 'name', frozen: null, now: '新' }, { row: 2, column: 'count', frozen: null, now: '9' }])
  assert.equal(differingCells(rows, []).length, 8)
})

test('rows in another order differ, because the order is part of what was printed', () => {
  assert.equal(differingCells(rows, rows.toReversed()).length, 8)
})
