import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueText, minuteText } from './instant.ts'

test('the end of a day is its 24:00, however it is kept; any other moment is itself', () => {
  assert.deepEqual(['2024-09-15T00:00:00.000+08:00', '2024-09-14T23:59:59.999+08:00', '2024-12-31T16:00:00.000Z', '2024-09-14T23:59:00.000+08:00', '2024-09-15T00:00:01.000+08:00'].map((one) => dueText(one)), ['2024-09-14 24:00', '2024-09-14 24:00', '2024-12-31 24:00', '2024-09-14 23:59', '2024-09-15 00:00'])
  assert.equal(minuteText(new Date('2024-09-14T16:00:00.000Z')), '2024-09-15 00:00')
})
