import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TargetAccount } from '#shared/maintenance/target-account.ts'
import { analyseRoles } from './analyse-roles.ts'

const account = (name: string, roles: string[], lastUsedAt: string | null = '2026-05-30T09:00:00.000+08:00', more: Partial<TargetAccount> = {}): TargetAccount => ({ account: name, displayName: name, unit: '', post: '', state: 'active', roles: roles.map((role) => ({ role, validTo: null })), validTo: null, lastUsedAt, isService: false, version: '1', ...more })
const offered = ['reader', 'viewer', 'boss', 'auditor', 'old'].map((role) => ({ role, title: role, isPrivileged: false, exclusionGroup: null }))
const rules = [{ oneRole: 'boss', otherRole: 'auditor', title: '分离', basis: '规范' }]

test('unused, idle, duplicate and conflicting roles are told; programs and closed accounts say nothing', () => {
  const accounts = [account('a', ['reader', 'viewer', 'boss', 'auditor']), account('b', ['reader', 'viewer'], null), account('c', ['auditor'], '2025-01-01T09:00:00.000+08:00'), account('robot', ['old'], null, { isService: true }), account('gone', ['old'], null, { state: 'closed' })]
  const { unused, idle, duplicates, conflicts, roles } = analyseRoles(accounts, offered, rules, '2026-03-01T00:00:00.000+08:00')
  assert.deepEqual(unused, ['old'])
  assert.deepEqual(idle, [])
  assert.deepEqual(duplicates, [['reader', 'viewer']])
  assert.deepEqual(conflicts.map(({ account: who, roles: which }) => [who, which]), [['a', ['boss', 'auditor']]])
  assert.deepEqual(roles.map(({ holders, activeHolders }) => [holders, activeHolders]), [[2, 1], [2, 1], [1, 1], [2, 1], [0, 0]])
})

test('where the system does not tell who was there, nobody is said to be idle', () => {
  const { idle, roles } = analyseRoles([account('a', ['boss'], null)], offered, [], '2026-03-01T00:00:00.000+08:00')
  assert.deepEqual(idle, [])
  assert.equal(roles[2]?.activeHolders, null)
})
