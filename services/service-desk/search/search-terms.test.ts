import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchTerms } from './search-terms.ts'

test('Chinese becomes pairs of characters, letters and digits stay words, full-width forms are the same as half-width ones', () => {
  assert.deepEqual(searchTerms('资质证书打印'), ['资质', '质证', '证书', '书打', '打印'])
  assert.deepEqual(searchTerms('ＨＴＴＰ接口 502！'), ['http', '接口', '502'])
  assert.deepEqual(searchTerms('证'), ['证'])
})

test('Two texts that share a word share a term, wherever it stands', () => {
  const known = new Set(searchTerms('企业资质证书无法打印', '打印预览为空白'))
  assert.ok(searchTerms('打不开证书').some((term) => known.has(term)))
  assert.ok(!searchTerms('工资专户').some((term) => known.has(term)))
})

test('A long text is cut off at a bounded number of terms', () => {
  const long = Array.from({ length: 5_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('')
  assert.equal(searchTerms(long).length, 400)
})
