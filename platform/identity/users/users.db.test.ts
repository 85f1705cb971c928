import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { createTestIdentity, withCode } from '../testing/test-identity.ts'
import { changeUserState, unlockUser, updateUser } from './change-user.ts'
import { createUser } from './create-user.ts'
import { listUsers, readUser } from './list-users.ts'
import { maskEmail, maskPhone } from './mask-contact.ts'
import { resetPassword } from './reset-password.ts'

const { parts, bySystem, newUser, signedInUser, signInAs, actAs } = await createTestIdentity()
const admin = await signedInUser(['system-admin'])
const reader = await signedInUser(['reader'])
const first = { page: 1, pageSize: 50 }

test('user names are unique without regard to case, also between two at the same moment', async () => {
  const make = (username: string) => bySystem((ctx) => createUser(ctx, parts, { username, displayName: '甲' }))
  await make('same.name')
  await assert.rejects(make('Same.Name'), withCode('identity.username-taken'))
  const answers = await Promise.allSettled([make('both.now'), make('Both.Now')])
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), ['fulfilled', 'rejected'])
  for (const answer of answers) if (answer.status === 'rejected') assert.ok(withCode('identity.username-taken')(answer.reason))
})

test('without the permission no account is made, seen or changed', async () => {
  const nobody = await signedInUser()
  await assert.rejects(actAs(nobody.token, (ctx) => createUser(ctx, parts, { username: 'made.up', displayName: '乙' })), withCode('request.forbidden'))
  await assert.rejects(actAs(nobody.token, (ctx) => listUsers(ctx, first)), withCode('request.forbidden'))
  await assert.rejects(actAs(reader.token, (ctx) => updateUser(ctx, nobody.userId, { version: 1, unit: '他处' })), withCode('request.forbidden'))
  await assert.rejects(actAs(reader.token, (ctx) => resetPassword(ctx, parts, nobody.userId)), withCode('request.forbidden'))
})

test('of two who edit the same account the second is told who was first, and when', async () => {
  const user = await newUser()
  assert.deepEqual(await actAs(admin.token, (ctx) => updateUser(ctx, user.userId, { version: 1, unit: '信息中心' })), { version: 2 })
  await assert.rejects(actAs(admin.token, (ctx) => updateUser(ctx, user.userId, { version: 1, post: '主任' })), (error: unknown) => {
    assert.ok(error instanceof AppError && error.code === 'request.conflict' && error.status === 409)
    assert.match(error.message, /用户1于 2024-09-02 09:00 修改过/)
    return true
  })
  const detail = await bySystem((ctx) => readUser(ctx, user.userId))
  assert.deepEqual([detail.unit, detail.post, detail.version], ['信息中心', '', 2])
})

test('contact data is masked in lists and for those who may not manage accounts', async () => {
  const { userId } = await bySystem((ctx) => createUser(ctx, parts, { username: 'has.phone', displayName: '丙', phone: '13800000001', email: 'somebody@example.cn' }))
  const listed = (await actAs(admin.token, (ctx) => listUsers(ctx, { ...first, search: 'has.phone' }))).items[0]
  assert.deepEqual([listed?.phone, listed?.email], ['138****0001', 's***@example.cn'])
  assert.equal((await actAs(reader.token, (ctx) => readUser(ctx, userId))).phone, '138****0001')
  assert.equal((await actAs(admin.token, (ctx) => readUser(ctx, userId))).phone, '13800000001')
  assert.equal(maskPhone('01012345'), '******45')
  assert.equal(maskEmail(null), null)
})

test('the list searches, filters, sorts and pages', async () => {
  for (const name of ['page.b', 'page.a', 'page.c']) await bySystem((ctx) => createUser(ctx, parts, { username: name, displayName: `分页${name}`, unit: '分页处', roles: name === 'page.c' ? ['reader'] : [] }))
  const names = async (query: object) => (await bySystem((ctx) => listUsers(ctx, { ...first, search: '分页处', ...query }))).items.map((user) => user.username)
  assert.deepEqual(await names({}), ['page.a', 'page.b', 'page.c'])
  assert.deepEqual(await names({ sort: '-username' }), ['page.c', 'page.b', 'page.a'])
  assert.deepEqual(await names({ page: 2, pageSize: 2 }), ['page.c'])
  assert.deepEqual(await names({ role: 'reader' }), ['page.c'])
  assert.deepEqual(await names({ state: 'suspended' }), [])
  assert.deepEqual(await names({ search: '100%' }), [])
  const page = await bySystem((ctx) => listUsers(ctx, { ...first, search: '分页处', pageSize: 1 }))
  assert.deepEqual([page.total, page.isTotalExact], [3, true])
  await assert.rejects(bySystem((ctx) => listUsers(ctx, { ...first, sort: 'passwordHash' })), withCode('request.invalid'))
})

test('an account goes active, suspended, active, closed, and never back from closed', async () => {
  const user = await newUser()
  const to = (state: 'active' | 'suspended' | 'closed', version: number) => actAs(admin.token, (ctx) => changeUserState(ctx, parts, user.userId, state, { version, reason: '测试' }))
  await assert.rejects(to('active', 1), withCode('identity.wrong-state'))
  await to('suspended', 1)
  await to('active', 2)
  await to('closed', 3)
  await assert.rejects(to('active', 4), withCode('identity.wrong-state'))
  await assert.rejects(signInAs(user.username, user.initialPassword), withCode('identity.account-suspended'))
})

test('nobody suspends or resets himself', async () => {
  await assert.rejects(actAs(admin.token, (ctx) => changeUserState(ctx, parts, admin.userId, 'suspended', { version: 1, reason: '试试' })), withCode('identity.not-for-oneself'))
  await assert.rejects(actAs(admin.token, (ctx) => resetPassword(ctx, parts, admin.userId)), withCode('identity.not-for-oneself'))
})

test('a reset password is new, opens only the change, and lifts the lock', async () => {
  const user = await signedInUser()
  for (let count = 0; count < 5; count += 1) await assert.rejects(signInAs(user.username, 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
  const { initialPassword } = await actAs(admin.token, (ctx) => resetPassword(ctx, parts, user.userId))
  await assert.rejects(signInAs(user.username, user.password), withCode('identity.wrong-credentials'))
  assert.equal((await signInAs(user.username, initialPassword)).state, 'password-change-needed')
})

test('a lock is shown and can be lifted', async () => {
  const user = await signedInUser()
  for (let count = 0; count < 5; count += 1) await assert.rejects(signInAs(user.username, 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
  assert.equal((await bySystem((ctx) => readUser(ctx, user.userId))).isLocked, true)
  await actAs(admin.token, (ctx) => unlockUser(ctx, user.userId))
  assert.equal((await bySystem((ctx) => readUser(ctx, user.userId))).isLocked, false)
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
})

test('an unknown account is told as such', async () => {
  await assert.rejects(bySystem((ctx) => readUser(ctx, '00000000-0000-4000-8000-00000000dead')), withCode('identity.user-not-found'))
})
