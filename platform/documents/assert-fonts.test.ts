import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertFonts, fontFiles } from './assert-fonts.ts'

test('the bundled regular and bold font are there', () => {
  assert.equal(fontFiles().length, 2)
  assertFonts()
})

test('a missing font is named with the cure, and so is a cut-off one', () => {
  assert.throws(() => assertFonts(() => ['/nowhere/NotoSansSC.ttf']), /文档字体不可用.*\/nowhere\/NotoSansSC\.ttf.*npm ci/)
  assert.throws(() => assertFonts(() => [import.meta.filename]), /不完整/)
})
