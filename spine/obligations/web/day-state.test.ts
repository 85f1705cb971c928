import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayMarkOf } from './day-mark.ts'
import { dayStateOf } from './day-state.ts'

test('a day shows its worst verdict', () => {
  assert.equal(dayStateOf({ met: 9, missed: 1, late: 3 }), 'missed')
  assert.equal(dayStateOf({ met: 9, late: 3 }), 'late')
})

test('a day is done only when nothing of it is open', () => {
  assert.equal(dayStateOf({ met: 9, 'not-yet-due': 1 }), undefined)
  assert.equal(dayStateOf({ met: 9, waived: 1 }), 'met')
  assert.equal(dayStateOf({ waived: 1 }), 'waived')
  assert.equal(dayStateOf({ 'not-applicable': 2 }), undefined)
})

test('a holiday, a make-up day and a provisional weekend are told apart', () => {
  assert.deepEqual(dayMarkOf({ kind: 'holiday', name: '国庆节', isProvisional: false }), { isDayOff: true, corner: '休', label: '国庆节' })
  assert.deepEqual(dayMarkOf({ kind: 'make-up', name: '国庆节', isProvisional: false }), { isDayOff: false, corner: '班', label: '国庆节调休上班' })
  assert.deepEqual(dayMarkOf({ kind: 'weekend', name: null, isProvisional: true }), { isDayOff: true, corner: '≈', label: '暂定' })
})
