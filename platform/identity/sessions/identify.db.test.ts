import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createTestIdentity, withCode } from '../testing/test-identity.ts'
import { changeUserState } from '../users/change-user.ts'
import { resetPassword } from '../users/reset-password.ts'
import { endMySession, endSession, signOut, signOutEverywhere } from './sign-out.ts'
import { listMySessions } from './list-sessions.ts'

const { runtime, identity, parts, bySystem, signedInUser, signInAs, actorOf, actAs } = await createTestIdentity()
const single = await createTestIdentity({ isSingleSession: true })
const MINUTE = 60_000

async function endReason(userId: string): Promise<string | null> {
  const { rows } = await sql<{ endReason: string | null }>`select end_reason from platform.session where user_id = ${userId} order by created_at limit 1`.execute(runtime.database)
  return rows[0]?.endReason ?? null
}

test('no token and an invented token are nobody', async () => {
  assert.equal((await identity.identify(undefined, { address: '::1' })).kind, 'nobody')
  assert.equal((await actorOf('invented')).kind, 'nobody')
})

test('half an hour without a request ends a session; requests in between keep it', async () => {
  const user = await signedInUser()
  for (let count = 0; count < 3; count += 1) {
    runtime.clock.advance(29 * MINUTE)
    assert.equal((await actorOf(user.token)).kind, 'person')
  }
  runtime.clock.advance(31 * MINUTE)
  assert.equal((await actorOf(user.token)).kind, 'nobody')
  assert.equal(await endReason(user.userId), 'idle')
})

test('twelve hours end a session that was never idle', async () => {
  const user = await signedInUser()
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    runtime.clock.advance(20 * MINUTE)
    assert.equal((await actorOf(user.token)).kind, 'person')
  }
  runtime.clock.advance(21 * MINUTE)
  assert.equal((await actorOf(user.token)).kind, 'nobody')
  assert.equal(await endReason(user.userId), 'expired')
})

test('an answer is remembered for five seconds, and forgotten at once when this process changes something', async () => {
  const user = await signedInUser(['reader'])
  runtime.clock.advance(6_000)
  await actorOf(user.token)
  await sql`update platform.user_account set state = 'suspended' where user_id = ${user.userId}`.execute(runtime.database)
  assert.equal((await actorOf(user.token)).kind, 'person')
  runtime.clock.advance(5_001)
  assert.equal((await actorOf(user.token)).kind, 'nobody')
})

test('signing out ends the session, also for a copy of the token', async () => {
  const user = await signedInUser()
  runtime.clock.advance(6_000)
  await actorOf(user.token)
  await actAs(user.token, (ctx) => signOut(ctx, parts, user.token))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
  assert.equal(await endReason(user.userId), 'signed-out')
})

test('signing out everywhere ends every session of that person and of nobody else', async () => {
  const user = await signedInUser()
  const other = await signedInUser()
  const second = await signInAs(user.username, user.password)
  await actAs(user.token, (ctx) => signOutEverywhere(ctx, parts))
  assert.equal((await actorOf(second.token)).kind, 'nobody')
  assert.equal((await actorOf(other.token)).kind, 'person')
})

test('a person sees and ends own sessions, never those of another', async () => {
  const user = await signedInUser()
  const other = await signedInUser()
  const [mine] = await actAs(user.token, (ctx) => listMySessions(ctx, user.token))
  assert.ok(mine?.isCurrent)
  await assert.rejects(actAs(other.token, (ctx) => endMySession(ctx, parts, mine.sessionId)), withCode('identity.session-not-found'))
  await actAs(user.token, (ctx) => endMySession(ctx, parts, mine.sessionId))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
})

test('ending the session of another needs its permission', async () => {
  const user = await signedInUser()
  const admin = await signedInUser(['system-admin'])
  const [session] = await actAs(user.token, (ctx) => listMySessions(ctx, user.token))
  assert.ok(session)
  await assert.rejects(actAs(user.token, (ctx) => endSession(ctx, parts, session.sessionId)), withCode('request.forbidden'))
  await actAs(admin.token, (ctx) => endSession(ctx, parts, session.sessionId))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
})

test('suspending an account ends its sessions', async () => {
  const user = await signedInUser()
  await bySystem((ctx) => changeUserState(ctx, parts, user.userId, 'suspended', { version: 1, reason: '离岗' }))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
  assert.equal(await endReason(user.userId), 'state-changed')
})

test('resetting a password ends its sessions', async () => {
  const user = await signedInUser()
  await bySystem((ctx) => resetPassword(ctx, parts, user.userId))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
})

test('where one session an account is the policy, the newer sign-in replaces the older', async () => {
  const user = await single.signedInUser()
  const second = await single.signInAs(user.username, user.password)
  assert.equal((await single.actorOf(user.token)).kind, 'nobody')
  assert.equal((await single.actorOf(second.token)).kind, 'person')
})

test('where one session an account is the policy, two sign-ins at the same moment leave exactly one', async () => {
  const user = await single.signedInUser()
  const steps = await Promise.all([single.signInAs(user.username, user.password), single.signInAs(user.username, user.password)])
  const kinds = await Promise.all(steps.map(async (step) => (await single.actorOf(step.token)).kind))
  assert.deepEqual(kinds.toSorted(), ['nobody', 'person'])
})

test('a service account is known by its token and brought to exactly what is given', async () => {
  const account = { username: 'cli-local', displayName: '命令行', roles: ['reader'], token: 't'.repeat(40) }
  const userId = await bySystem((ctx) => identity.ensureServiceAccount(ctx, account))
  const actor = await actorOf(account.token)
  assert.ok(actor.kind === 'person' && actor.userId === userId && actor.permissions.has('user:read'))
  assert.equal(await bySystem((ctx) => identity.ensureServiceAccount(ctx, { ...account, roles: ['audit-admin'], token: 'u'.repeat(40) })), userId)
  assert.equal((await actorOf(account.token)).kind, 'nobody')
  const renewed = await actorOf('u'.repeat(40))
  assert.ok(renewed.kind === 'person')
  assert.deepEqual(renewed.roles, ['audit-admin'])
  await assert.rejects(bySystem((ctx) => identity.ensureServiceAccount(ctx, { ...account, token: 'short' })), withCode('identity.weak-token'))
})
