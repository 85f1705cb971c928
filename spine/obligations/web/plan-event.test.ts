import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownChange } from './plan-event.ts'

test('a re-planning tells what changed and nothing else', () => {
  const before = { opensOn: '2027-02-08', dueAt: '2027-02-14T15:59:59.999Z', isProvisional: true, tags: [] }
  const after = { ...before, dueAt: '2027-02-15T15:59:59.999Z', isProvisional: false }
  assert.deepEqual(shownChange(before, after), [{ field: '截止', from: '2027-02-14', to: '2027-02-15' }, { field: '暂定', from: '是', to: '否' }])
})

test('the first planning has nothing before it', () => {
  assert.deepEqual(shownChange(null, { opensOn: '2027-02-08' }), [])
})
