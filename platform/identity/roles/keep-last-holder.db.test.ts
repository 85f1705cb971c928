import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestIdentity, testRoles, withCode } from '../testing/test-identity.ts'
import { changeUserState } from '../users/change-user.ts'
import { readUser } from '../users/list-users.ts'
import { revokeRole } from './decide-role.ts'
import { listRoleGrants } from './list-role-grants.ts'
import { requestRole } from './request-role.ts'

const { identity, parts, bySystem, newUser } = await createTestIdentity()
const groups = ['system-admin', 'security-admin', 'audit-admin'] as const
await bySystem((ctx) => identity.seedRoles(ctx, testRoles.map((role) => ({ ...role, isAlwaysHeld: (groups as readonly string[]).includes(role.code) }))))

const to = (userId: string, state: 'active' | 'suspended' | 'closed') =>
  bySystem(async (ctx) => changeUserState(ctx, parts, userId, state, { version: (await readUser(ctx, userId)).version, reason: '测试' }))
const revoke = (userId: string) =>
  bySystem(async (ctx) => {
    const { items } = await listRoleGrants(ctx, { userId, state: 'active', page: 1, pageSize: 10 })
    await revokeRole(ctx, parts, items[0]?.roleGrantId ?? '', '测试')
  })

for (const role of groups) {
  test(`the last holder of ${role} is neither suspended nor closed nor revoked, and the refusal names the cure`, async () => {
    const only = await newUser([role])
    for (const act of [() => to(only.userId, 'suspended'), () => to(only.userId, 'closed'), () => revoke(only.userId)]) {
      await assert.rejects(act, (error: Error) => withCode('identity.last-holder')(error) && /请先把该角色授予另一人.*批准/.test(error.message))
    }
    const second = await newUser([role])
    await to(only.userId, 'suspended')
    await assert.rejects(revoke(second.userId), withCode('identity.last-holder'), 'a suspended holder does not count')
    await to(only.userId, 'active')
    await revoke(second.userId)
  })
}

test('a holder whose grant has a last day does not make the other dispensable', async () => {
  const lasting = (await bySystem((ctx) => listRoleGrants(ctx, { role: 'audit-admin', state: 'active', page: 1, pageSize: 10 }))).items[0]?.userId ?? ''
  const forAWhile = await newUser()
  await bySystem((ctx) => requestRole(ctx, parts, { userId: forAWhile.userId, role: 'audit-admin', reason: '代班', validTo: '2030-01-01' }))
  await assert.rejects(to(lasting, 'suspended'), withCode('identity.last-holder'))
  await revoke(forAWhile.userId)
})

test('of two acts at the same moment on the last two holders one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [first, second] = await Promise.all([newUser(['security-admin']), newUser(['security-admin'])])
    const others = (await bySystem((ctx) => listRoleGrants(ctx, { role: 'security-admin', state: 'active', page: 1, pageSize: 10 }))).items
    for (const { userId } of others) if (userId !== first.userId && userId !== second.userId) await revoke(userId)
    const answers = await Promise.allSettled([to(first.userId, 'suspended'), round % 2 === 0 ? to(second.userId, 'closed') : revoke(second.userId)])
    assert.deepEqual(answers.map((answer) => answer.status).toSorted(), ['fulfilled', 'rejected'])
    for (const answer of answers) if (answer.status === 'rejected') assert.ok(withCode('identity.last-holder')(answer.reason), String(answer.reason))
    if (answers[0].status === 'fulfilled') await to(first.userId, 'active')
  }
})

test('roles that need not be held, and pending requests, are taken away as before', async () => {
  const reader = await newUser(['reader'])
  await revoke(reader.userId)
  await to(reader.userId, 'closed')
})
