import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge, type Judge } from './check.ts'
import { judgeValue, scaled } from './judge-value.ts'

const whenNull = { verdict: 'unchecked', reason: '目标没有给出该值' } as const
const rule = (text: unknown): Judge => judge.parse(text)
const verdictOf = (text: unknown, value: number | string | boolean | null, previous?: number | string | boolean | null) => judgeValue(rule(text), value, previous, whenNull).verdict

test('a value on a threshold is still good, beyond it the worse of the two levels counts', () => {
  const above = { kind: 'above', warn: 80, critical: 95 }
  assert.deepEqual([80, 80.1, 95, 95.1].map((value) => verdictOf(above, value)), ['normal', 'attention', 'attention', 'abnormal'])
  const below = { kind: 'below', warn: 20, critical: 3 }
  assert.deepEqual([20, 19.9, 3, -5].map((value) => verdictOf(below, value)), ['normal', 'attention', 'attention', 'abnormal'])
})

test('a counter is judged by what it gained, and from zero after a reset', () => {
  const gained = { kind: 'above', on: 'delta', warn: 0, critical: 50 }
  assert.equal(verdictOf(gained, 7), 'normal', 'without a previous value there is nothing to compare with')
  assert.equal(verdictOf(gained, 7, 7), 'normal')
  assert.equal(verdictOf(gained, 8, 7), 'attention')
  assert.equal(verdictOf(gained, 60, 7), 'abnormal')
  assert.equal(verdictOf(gained, 3, 1000), 'attention', 'it was reset and has counted three since')
  assert.equal(verdictOf(gained, 0, 1000), 'normal')
})

test('no value and a value of the wrong kind are never good', () => {
  assert.equal(verdictOf({ kind: 'above', warn: 1 }, null), 'unchecked')
  assert.equal(verdictOf({ kind: 'above', warn: 1 }, 'many'), 'unchecked')
  assert.equal(verdictOf({ kind: 'within', from: 200, to: 399 }, true), 'unchecked')
  assert.equal(judgeValue(rule({ kind: 'above', warn: 1 }), null, 3, { verdict: 'normal', reason: '没有备库' }).reason, '没有备库')
})

test('a status outside the range, a false answer and a drifted value are each said in words', () => {
  assert.deepEqual(judgeValue(rule({ kind: 'within', from: 200, to: 399 }), 500, undefined, whenNull), { verdict: 'abnormal', reason: '500 不在 200 至 399 之间', delta: null })
  assert.deepEqual(judgeValue(rule({ kind: 'one-of', values: [true] }), false, undefined, whenNull), { verdict: 'abnormal', reason: '为 否，应为 是', delta: null })
  assert.deepEqual(judgeValue(rule({ kind: 'unchanged' }), 'b', 'a', whenNull), { verdict: 'attention', reason: '由 a 变为 b', delta: null })
  assert.equal(judgeValue(rule({ kind: 'above', warn: 80 }), 91.5, 90, whenNull, '%').reason, '91.5 %，高于关注阈值 80')
})

test('a ratio becomes per cent without the noise of binary fractions', () => {
  assert.equal(scaled(0.07, 100), 7)
  assert.equal(scaled(0.912345678, 100), 91.2346)
  assert.equal(scaled('text', 100), 'text')
})
