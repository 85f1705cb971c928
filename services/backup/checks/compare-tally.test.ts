import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tally } from '#connectors/connector.ts'
import { compareTally } from './compare-tally.ts'

const NOTED: Tally = { tables: [{ name: 'a', rows: 3, digest: '1' }, { name: 'b', rows: 5, digest: '2' }], structure: { a: 'x', b: 'y' }, answers: { 在办件: '7' }, bytes: 1 }

test('what is the same is said with its numbers', () => {
  const { isSame, lines } = compareTally(NOTED, NOTED)
  assert.equal(isSame, true)
  assert.match(lines.join(), /2 张表、8 行/)
})

test('each difference is named: a lost table, a lost row, an emptied table, changed content, changed structure, another answer, something extra', () => {
  const told = (restored: Partial<Tally>) => compareTally(NOTED, { ...NOTED, ...restored })
  const cases: Array<[Partial<Tally>, RegExp]> = [
    [{ tables: NOTED.tables.slice(1) }, /表 a 不在/],
    [{ tables: [{ name: 'a', rows: 2, digest: '1' }, ...NOTED.tables.slice(1)] }, /表 a 恢复出 2 行，备份时为 3 行/],
    [{ tables: [{ name: 'a', rows: 0, digest: '0' }, ...NOTED.tables.slice(1)] }, /成了空表/],
    [{ tables: [{ name: 'a', rows: 3, digest: '9' }, ...NOTED.tables.slice(1)] }, /表 a 行数相同，内容/],
    [{ structure: { a: 'x' } }, /b 缺失/],
    [{ structure: { a: 'x', b: 'z' } }, /b 定义与备份时不同/],
    [{ structure: { ...NOTED.structure, c: 'w' } }, /多出 c/],
    [{ tables: [...NOTED.tables, { name: 'c', rows: 0, digest: '0' }] }, /没有的表 c/],
    [{ answers: { 在办件: '6' } }, /在办件”：恢复后为 6，备份时为 7/],
  ]
  for (const [restored, pattern] of cases) {
    const { isSame, lines } = told(restored)
    assert.equal(isSame, false)
    assert.match(lines.join(), pattern)
  }
})
