import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isSampled } from './aftercare.ts'

test('The sample is the same whoever draws it, grows with the rate, and comes near it', () => {
  const ids = Array.from({ length: 4_000 }, () => randomUUID())
  const drawn = (percent: number) => ids.filter((id) => isSampled(id, percent))
  assert.deepEqual(drawn(10), drawn(10))
  assert.ok(drawn(10).every((id) => isSampled(id, 20)))
  assert.deepEqual([drawn(0).length, drawn(100).length], [0, 4_000])
  assert.ok(Math.abs(drawn(10).length - 400) < 120, `${drawn(10).length} of 4000`)
})
