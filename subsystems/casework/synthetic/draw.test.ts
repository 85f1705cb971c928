import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDraw } from './draw.ts'

test('the same seed draws the same, another seed does not', () => {
  const tenOf = (seed: string) => {
    const draw = createDraw(seed)
    return Array.from({ length: 10 }, () => draw.integer(0, 1_000_000))
  }
  assert.deepEqual(tenOf('city'), tenOf('city'))
  assert.notDeepEqual(tenOf('city'), tenOf('town'))
})

test('a fork is not moved by what its parent draws', () => {
  const [one, other] = [createDraw('city'), createDraw('city')]
  other.integer(0, 9)
  assert.equal(one.fork('table').hex(8), other.fork('table').hex(8))
})

test('several never takes one member twice and stops at the end of the list', () => {
  const taken = createDraw('city').several([1, 2, 3], 5)
  assert.deepEqual(taken.toSorted((left, right) => left - right), [1, 2, 3])
})

test('bounds are both reached', () => {
  const draw = createDraw('city')
  assert.deepEqual([...new Set(Array.from({ length: 200 }, () => draw.integer(1, 3)))].toSorted((left, right) => left - right), [1, 2, 3])
})
