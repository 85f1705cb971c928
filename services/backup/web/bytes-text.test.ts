import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesText, secondsText } from './bytes-text.ts'

test('sizes and times are written in the unit that is read most easily', () => {
  assert.deepEqual([0, 999, 44_000_000, 2_500_000_000_000, null].map(bytesText), ['0 B', '999 B', '44.0 MB', '2.5 TB', '—'])
  assert.deepEqual([3.21, 600, null].map(secondsText), ['3.2 秒', '10.0 分', '—'])
})
