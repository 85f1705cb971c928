import assert from 'node:assert/strict'
import test from 'node:test'
import { formatMinutes } from './duration-text.ts'
import { formatBytes, formatNumber } from './format-number.ts'

test('numbers carry thousands separators and at most two places', () => {
  assert.equal(formatNumber(1234567.891), '1,234,567.89')
})

test('bytes are told in the unit that keeps them short', () => {
  assert.deepEqual([0, 1023, 1536, 200 * 1024 ** 2].map(formatBytes), ['0 B', '1,023 B', '1.5 KB', '200 MB'])
})

test('minutes are told in the two largest units, and a negative span says so', () => {
  assert.deepEqual([0, 59.6, 95, 1440, 1501, -30].map(formatMinutes), ['0 分', '1 小时', '1 小时 35 分', '1 天', '1 天 1 小时', '−30 分'])
})
