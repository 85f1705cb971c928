import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createTestIdentity, testRoles, withCode } from '../testing/test-identity.ts'
import { changeUserState } from '../users/change-user.ts'
import { createUser } from '../users/create-user.ts'
import { readUser } from '../users/list-users.ts'
import { approveRole, refuseRole, revokeRole } from './decide-role.ts'
import { listRoleGrants } from './list-role-grants.ts'
import { listRoles } from './list-roles.ts'
import { requestRole } from './request-role.ts'

const { runtime, identity, parts, bySystem, newUser, signedInUser, actorOf, actAs } = await createTestIdentity()
const system = await signedInUser(['system-admin'])
const security = await signedInUser(['security-admin'])
const DAY = 86_400_000

const ask = (userId: string, role: string, validTo?: string) => actAs(system.token, (ctx) => requestRole(ctx, parts, { userId, role, reason: '岗位需要', validTo }))
const approve = (roleGrantId: string) => actAs(security.token, (ctx) => approveRole(ctx, parts, roleGrantId))

test('a role asked for by the system administrator gives nothing until the security administrator approves', async () => {
  const user = await signedInUser()
  const { roleGrantId } = await ask(user.userId, 'reader')
  const before = await actorOf(user.token)
  assert.ok(before.kind === 'person' && !before.permissions.has('user:read'))
  await approve(roleGrantId)
  assert.equal((await actorOf(user.token)).kind, 'nobody', 'sessions end when roles change')
  const { items } = await bySystem((ctx) => listRoleGrants(ctx, { userId: user.userId, page: 1, pageSize: 10 }))
  assert.deepEqual(items.map((grant) => [grant.role.code, grant.state]), [['reader', 'active']])
})

test('neither the system administrator approves, nor the security administrator asks', async () => {
  const user = await newUser()
  const { roleGrantId } = await ask(user.userId, 'reader')
  await assert.rejects(actAs(system.token, (ctx) => approveRole(ctx, parts, roleGrantId)), withCode('request.forbidden'))
  await assert.rejects(actAs(security.token, (ctx) => requestRole(ctx, parts, { userId: user.userId, role: 'reader', reason: '试试' })), withCode('request.forbidden'))
})

test('nobody asks for a role for himself, and nobody approves one for himself', async () => {
  await assert.rejects(ask(system.userId, 'reader'), withCode('identity.not-for-oneself'))
  const { roleGrantId } = await ask(security.userId, 'reader')
  await assert.rejects(approve(roleGrantId), withCode('identity.not-for-oneself'))
})

test('who asked cannot approve, even holding both permissions through ordinary roles', async () => {
  const { identity: mixed, signedInUser: sign, bySystem: bySys, actAs: as, newUser: fresh, parts: mixedParts } = await createTestIdentity()
  await bySys((ctx) => mixed.seedRoles(ctx, [{ code: 'both', title: '两者', description: '测试', permissions: ['role-grant:request', 'role-grant:approve'] }]))
  const both = await sign(['both'])
  const user = await fresh()
  const { roleGrantId } = await as(both.token, (ctx) => requestRole(ctx, mixedParts, { userId: user.userId, role: 'both', reason: '试试' }))
  await assert.rejects(as(both.token, (ctx) => approveRole(ctx, mixedParts, roleGrantId)), withCode('identity.own-request'))
})

test('三权分立: a person with one of the three powers is refused a second, also while the first is pending', async () => {
  const user = await newUser()
  const { roleGrantId } = await ask(user.userId, 'audit-admin')
  await assert.rejects(ask(user.userId, 'system-admin'), withCode('identity.roles-exclude'))
  await approve(roleGrantId)
  await assert.rejects(ask(user.userId, 'security-admin'), withCode('identity.roles-exclude'))
  await assert.rejects(bySystem((ctx) => requestRole(ctx, parts, { userId: user.userId, role: 'security-admin', reason: '程序' })), withCode('identity.roles-exclude'))
})

test('三权分立: two requests at the same moment leave at most one', async () => {
  const user = await newUser()
  const answers = await Promise.allSettled([ask(user.userId, 'audit-admin'), ask(user.userId, 'system-admin')])
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), ['fulfilled', 'rejected'])
  for (const answer of answers) if (answer.status === 'rejected') assert.ok(withCode('identity.roles-exclude')(answer.reason))
})

test('三权分立: the database itself refuses a second power, a wrong group, a grant to oneself and an approval by the asker', async () => {
  const user = await newUser(['audit-admin'])
  const insert = (role: string, group: string, more: { state?: string; by?: string; decidedBy?: string } = {}) =>
    sql`insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_by, requested_at, decided_by)
      values (${randomUUID()}, ${user.userId}, ${role}, ${group}, ${more.state ?? 'active'}, '直接写库', ${more.by ?? null}, ${runtime.clock.now()}, ${more.decidedBy ?? null})`.execute(runtime.database)
  await assert.rejects(insert('system-admin', 'three-powers'), /role_grant_exclusive/)
  await assert.rejects(insert('system-admin', ''), /foreign key/)
  await assert.rejects(insert('reader', '', { state: 'pending', by: user.userId }), /role_grant_not_to_oneself/)
  await assert.rejects(insert('reader', '', { by: system.userId, decidedBy: system.userId }), /role_grant_four_eyes/)
  await assert.rejects(insert('reader', '', { by: system.userId, decidedBy: user.userId }), /role_grant_four_eyes/)
  await insert('reader', '', { by: system.userId, decidedBy: security.userId })
})

test('putting two held roles into one exclusion group is refused', async () => {
  const world = await createTestIdentity()
  const user = await world.newUser(['reader', 'guarded'])
  assert.ok(user.userId)
  const grouped = testRoles.map((role) => (role.code === 'reader' || role.code === 'guarded' ? { ...role, exclusionGroup: 'pair' } : role))
  await assert.rejects(world.bySystem((ctx) => world.identity.seedRoles(ctx, grouped)), /role_grant_exclusive/)
})

test('a request is settled once: approved, refused or revoked', async () => {
  const user = await newUser()
  const first = await ask(user.userId, 'reader')
  await actAs(security.token, (ctx) => refuseRole(ctx, first.roleGrantId, '不需要'))
  await assert.rejects(approve(first.roleGrantId), withCode('identity.grant-settled'))
  const second = await ask(user.userId, 'reader')
  await assert.rejects(ask(user.userId, 'reader'), withCode('identity.role-held'))
  const answers = await Promise.allSettled([approve(second.roleGrantId), approve(second.roleGrantId)])
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), ['fulfilled', 'rejected'])
  await assert.rejects(approve(randomUUID()), withCode('identity.grant-not-found'))
})

test('revoking takes the permissions away and ends the sessions', async () => {
  const user = await signedInUser(['reader'])
  const { items } = await bySystem((ctx) => listRoleGrants(ctx, { userId: user.userId, page: 1, pageSize: 10 }))
  const grant = items[0]
  assert.ok(grant)
  await assert.rejects(actAs(system.token, (ctx) => revokeRole(ctx, parts, grant.roleGrantId, '调离')), withCode('request.forbidden'))
  await actAs(security.token, (ctx) => revokeRole(ctx, parts, grant.roleGrantId, '调离'))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
})

test('a grant ends with its last day; afterwards an excluding role can be asked for', async () => {
  const user = await signedInUser()
  await bySystem((ctx) => requestRole(ctx, parts, { userId: user.userId, role: 'audit-admin', reason: '临时', validTo: '2024-09-03' }))
  const held = await actorOf(user.token)
  assert.ok(held.kind === 'person' && held.permissions.has('audit:read'))
  runtime.clock.advance(2 * DAY)
  const { items } = await bySystem((ctx) => listRoleGrants(ctx, { userId: user.userId, page: 1, pageSize: 10 }))
  assert.equal(items[0]?.state, 'expired')
  await bySystem((ctx) => requestRole(ctx, parts, { userId: user.userId, role: 'system-admin', reason: '转岗' }))
  await assert.rejects(bySystem((ctx) => requestRole(ctx, parts, { userId: user.userId, role: 'reader', reason: '临时', validTo: '2024-09-01' })), withCode('request.invalid'))
})

test('roles of a new user made by a person wait for approval', async () => {
  // The clock moved on, so the administrator of the first tests has to sign in afresh.
  const admin = await signedInUser(['system-admin'])
  const { userId } = await actAs(admin.token, (ctx) => createUser(ctx, parts, { username: 'newcomer', displayName: '新人', roles: ['reader'] }))
  const detail = await bySystem((ctx) => readUser(ctx, userId))
  assert.deepEqual(detail.roles, [])
  assert.deepEqual(detail.grants.map((grant) => grant.state), ['pending'])
})

test('closing an account takes its roles away', async () => {
  const user = await newUser(['reader'])
  await bySystem((ctx) => changeUserState(ctx, parts, user.userId, 'closed', { version: 1, reason: '离职' }))
  const detail = await bySystem((ctx) => readUser(ctx, user.userId))
  assert.deepEqual(detail.grants.map((grant) => grant.state), ['revoked'])
  await assert.rejects(bySystem((ctx) => requestRole(ctx, parts, { userId: user.userId, role: 'reader', reason: '再来' })), withCode('identity.wrong-state'))
})

test('a role that names a permission of no api stops the start, naming all of them', async () => {
  const wrong = [{ code: 'typo', title: '错', description: '错', permissions: ['user:raed', 'nothing:at-all'] }]
  await assert.rejects(bySystem((ctx) => identity.seedRoles(ctx, wrong)), /typo: user:raed；typo: nothing:at-all/)
})

test('a role that the program no longer defines gives nothing, and gives again when it is back', async () => {
  const user = await signedInUser(['reader'])
  await bySystem((ctx) => identity.seedRoles(ctx, testRoles.filter((role) => role.code !== 'reader')))
  const without = await actorOf(user.token)
  assert.ok(without.kind === 'person' && !without.permissions.has('user:read'))
  assert.ok(!(await bySystem((ctx) => listRoles(ctx, parts))).some((role) => role.code === 'reader'))
  await bySystem((ctx) => identity.seedRoles(ctx, testRoles))
  const again = await actorOf(user.token)
  assert.ok(again.kind === 'person' && again.permissions.has('user:read'))
})

test('seeding the same roles again writes no audit line', async () => {
  const lines = async () => (await sql<{ lines: number }>`select count(*) as lines from platform.audit_entry where action = 'role.defined'`.execute(runtime.database)).rows[0]?.lines
  const before = await lines()
  await bySystem((ctx) => identity.seedRoles(ctx, testRoles))
  assert.equal(await lines(), before)
})

test('roles are listed with what each permission opens', async () => {
  const roles = await bySystem((ctx) => listRoles(ctx, parts))
  const audit = roles.find((role) => role.code === 'audit-admin')
  assert.equal(audit?.exclusionGroup, 'three-powers')
  assert.ok(audit?.permissions[0]?.allows.includes('审计记录列表'))
})
