import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { intersect, minutesOf, spanOf, subtract, union, type Span } from './span.ts'

const minute = 60_000
const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 60 })).map(([from, length]): Span => ({ from: from * minute, to: (from + length) * minute })), { maxLength: 8 })
const within = (some: readonly Span[]) => new Set(some.flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from) / minute }, (_, at) => from / minute + at)))

test('Union, intersection and difference say the same as counting minute by minute', () => {
  fc.assert(
    fc.property(spans, spans, (some, others) => {
      const [a, b] = [within(some), within(others)]
      assert.equal(minutesOf(union(some)), a.size)
      assert.deepEqual(within(intersect(some, others)), new Set([...a].filter((at) => b.has(at)).toSorted((x, y) => x - y)))
      assert.deepEqual(within(subtract(some, others)), new Set([...a].filter((at) => !b.has(at))))
    }),
  )
})

test('A handover in the middle of a minute leaves no gap', () => {
  const at = (text: string) => new Date(`2024-09-14T${text}+08:00`)
  const [early, late] = [spanOf(at('09:00:00'), at('10:15:30')), spanOf(at('10:15:30'), at('18:00:00'))]
  assert.equal(minutesOf(union([early, late])), 540)
  assert.equal(union([early, late]).length, 1)
})
