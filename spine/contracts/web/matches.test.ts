import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matches } from './matches.ts'

const row = { code: 'M3-01', title: '运维计划', evidence: ['运维计划及批准'], counts: { planned: 6 }, decidedBy: null }

test('words are found in any field, lists included, whatever their case', () => {
  assert.ok(matches(row, 'm3-01'))
  assert.ok(matches(row, '批准 M3'))
  assert.ok(!matches(row, '批准 M4'))
})

test('nothing searched finds everything, and names of fields are not text', () => {
  assert.ok(matches(row, '  '))
  assert.ok(!matches(row, 'planned'))
})
