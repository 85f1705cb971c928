import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountAfter, accountChange, accountDifference, changesBack, isSameAccount, type TargetAccount } from './target-account.ts'

const zhang: TargetAccount = { account: 'zhang', displayName: '张三', unit: '一处', post: '科员', state: 'active', roles: [{ role: 'reader', validTo: null }], validTo: null, lastUsedAt: null, isService: false, version: '7' }
const after = (before: TargetAccount | null, change: unknown) => accountAfter(before, accountChange.parse(change))
const value = (before: TargetAccount | null, change: unknown) => {
  const parsed = after(before, change)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

test('a grant with an end replaces the one without, and roles stay in order', () => {
  const is = value(zhang, { kind: 'roles', account: 'zhang', grant: [{ role: 'reader', validTo: '2026-12-01T10:00:00Z' }, { role: 'clerk' }] })
  assert.deepEqual(is.roles, [{ role: 'clerk', validTo: null }, { role: 'reader', validTo: '2026-12-01T18:00:00.000+08:00' }])
})

test('all that is wrong with a change is told at once', () => {
  const parsed = after({ ...zhang, isService: true }, { kind: 'roles', account: 'zhang', grant: [{ role: 'clerk' }], revoke: ['clerk', 'boss'] })
  assert.ok(!parsed.ok)
  assert.equal(parsed.problems.length, 4)
})

test('a change that changes nothing is refused, so that no order proves itself by doing nothing', () => {
  assert.ok(!after(zhang, { kind: 'roles', account: 'zhang', grant: [{ role: 'reader' }] }).ok)
  assert.ok(!after(zhang, { kind: 'reopen', account: 'zhang' }).ok)
})

test('a closed account keeps no role and is never changed again', () => {
  const closed = value(zhang, { kind: 'close', account: 'zhang' })
  assert.deepEqual([closed.state, closed.roles], ['closed', []])
  assert.ok(!after(closed, { kind: 'reopen', account: 'zhang' }).ok)
})

test('a new account must not be there yet', () => {
  assert.equal(value(null, { kind: 'create', account: 'li', displayName: '李四' }).state, 'active')
  assert.ok(!after(zhang, { kind: 'create', account: 'zhang', displayName: '张三' }).ok)
  assert.ok(!after(null, { kind: 'suspend', account: 'li' }).ok)
})

test('what leads back is made of the snapshots, whatever the change was', () => {
  const changes = [
    { kind: 'roles', account: 'zhang', grant: [{ role: 'clerk' }], revoke: ['reader'] },
    { kind: 'suspend', account: 'zhang' },
    { kind: 'transfer', account: 'zhang', unit: '二处', post: '科长', grant: [{ role: 'boss', validTo: '2026-12-01T10:00:00Z' }] },
  ]
  for (const change of changes) {
    const is = value(zhang, change)
    const back = (changesBack(zhang, is) ?? []).reduce<TargetAccount>((now, one) => value(now, one), is)
    assert.ok(isSameAccount(back, zhang), JSON.stringify(change))
  }
  assert.equal(changesBack(zhang, value(zhang, { kind: 'close', account: 'zhang' })), null)
  assert.deepEqual(changesBack(null, zhang), [{ kind: 'close', account: 'zhang' }])
})

test('a difference names every role and field, and nothing where nothing differs', () => {
  const is = value(zhang, { kind: 'transfer', account: 'zhang', unit: '二处', post: '科员', grant: [{ role: 'clerk' }], revoke: ['reader'] })
  assert.deepEqual(accountDifference(zhang, is).map(({ field, before, after: now }) => [field, before, now]), [['unit', '一处', '二处'], ['roles.clerk', '无', '持有'], ['roles.reader', '持有', '无']])
  assert.deepEqual(accountDifference(zhang, { ...zhang, version: '8', lastUsedAt: '2026-01-01T00:00:00.000+08:00' }), [])
})
