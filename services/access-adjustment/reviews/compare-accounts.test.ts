import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TargetAccount } from '#shared/maintenance/target-account.ts'
import { compareAccounts, type Comparison } from './compare-accounts.ts'

const account = (name: string, more: Partial<TargetAccount> = {}): TargetAccount => ({ account: name, displayName: `姓名${name}`, unit: '', post: '', state: 'active', roles: [{ role: 'reader', validTo: null }], validTo: null, lastUsedAt: null, isService: false, version: '1', ...more })
const should = (...list: readonly TargetAccount[]) => new Map(list.map((facts) => [facts.account, { facts }]))
const compare = (more: Partial<Comparison>) => compareAccounts({ live: [], roles: [], expected: new Map(), hasBaseline: true, rules: [], leavers: new Set(), pending: [], endedGrants: [], now: '2026-06-01T09:00:00.000+08:00', ...more }).map(({ account: name, kind }) => `${name} ${kind}`)

test('accounts as the forms say give nothing to tell, and accounts of programs and closed ones are left out', () => {
  assert.deepEqual(compare({ live: [account('a'), account('robot', { isService: true }), account('gone', { state: 'closed', roles: [] })], expected: should(account('a')) }), [])
})

test('what is on the target without a form is told: a role, an extended end, a state', () => {
  const live = [account('a', { roles: [{ role: 'boss', validTo: null }, { role: 'reader', validTo: null }] }), account('b', { roles: [{ role: 'reader', validTo: '2026-09-01T00:00:00.000+08:00' }] }), account('c', { state: 'suspended' })]
  const expected = should(account('a'), account('b', { roles: [{ role: 'reader', validTo: '2026-07-01T00:00:00.000+08:00' }] }), account('c'))
  assert.deepEqual(compare({ live, expected }), ['a effect-without-form', 'b effect-without-form', 'c effect-without-form'])
})

test('what forms say and the target lacks is told: a role, an account, a suspension, an approved form that waits', () => {
  const expected = should(account('a', { roles: [{ role: 'boss', validTo: null }, { role: 'reader', validTo: null }] }), account('b'), account('c', { state: 'suspended' }))
  assert.deepEqual(compare({ live: [account('a'), account('c')], expected, pending: [{ account: 'd', number: 'QX-1', isOverdue: true }, { account: 'e', number: 'QX-2', isOverdue: false }] }), ['a form-without-effect', 'c form-without-effect', 'b form-without-effect', 'd form-without-effect'])
})

test('an account without any form is an orphan; without a baseline all of them are told as one', () => {
  assert.deepEqual(compare({ live: [account('a'), account('b')] }), ['a orphan', 'b orphan'])
  assert.deepEqual(compare({ live: [account('a'), account('b')], hasBaseline: false }), ['* orphan'])
})

test('who has left by form or by the register of people must have nothing left', () => {
  assert.deepEqual(compare({ live: [account('a'), account('b')], expected: should(account('a', { state: 'closed', roles: [{ role: 'reader', validTo: null }] }), account('b')), leavers: new Set(['姓名b']) }), ['a leaver', 'b leaver'])
})

test('duties that must stay apart in one person, and ends that have passed, are told', () => {
  const both = account('a', { roles: [{ role: 'administrator', validTo: null }, { role: 'auditor', validTo: '2026-05-01T00:00:00.000+08:00' }] })
  const rules = [{ oneRole: 'administrator', otherRole: 'auditor', title: '分离', basis: '三权分立' }]
  assert.deepEqual(compare({ live: [both], expected: should(both), rules }), ['a over-privileged', 'a expired'])
  const group = [{ role: 'administrator', exclusionGroup: 'g' }, { role: 'auditor', exclusionGroup: 'g' }]
  assert.deepEqual(compare({ live: [both], expected: should(both), roles: group }), ['a over-privileged', 'a expired'])
  assert.deepEqual(compare({ live: [account('b')], expected: should(account('b')), endedGrants: [{ account: 'b', role: 'reader', endedAt: '2026-05-31T09:00:00.000+08:00' }] }), ['b expired'])
})
