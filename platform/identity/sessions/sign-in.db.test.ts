import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createTestIdentity, withCode } from '../testing/test-identity.ts'
import { slowDownSeconds } from './sign-in-failures.store.ts'

const { runtime, parts, signInAs, newUser, signedInUser, actorOf } = await createTestIdentity()
const narrow = await createTestIdentity({ maxConcurrentChecks: 2 })
const MINUTE = 60_000

async function failTimes(username: string, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await assert.rejects(signInAs(username, 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
}

test('the initial password opens only the way to a new one', async () => {
  const user = await newUser(['reader'])
  const step = await signInAs(user.username, user.initialPassword)
  assert.equal(step.state, 'password-change-needed')
  assert.equal((await actorOf(step.token)).kind, 'nobody')
})

test('a right password signs in, whatever the case of the user name', async () => {
  const user = await signedInUser(['reader'])
  const step = await signInAs(user.username.toUpperCase(), user.password)
  assert.equal(step.state, 'signed-in')
  const actor = await actorOf(step.token)
  assert.ok(actor.kind === 'person' && actor.userId === user.userId && actor.permissions.has('user:read'))
})

test('two sign-ins at the same moment both succeed, with sessions of their own', async () => {
  const user = await signedInUser()
  const [one, two] = await Promise.all([signInAs(user.username, user.password), signInAs(user.username, user.password)])
  assert.notEqual(one.token, two.token)
  assert.equal((await actorOf(one.token)).kind, 'person')
  assert.equal((await actorOf(two.token)).kind, 'person')
})

test('five wrong passwords lock the name for half an hour, even for the right password', async () => {
  const user = await signedInUser()
  await failTimes(user.username, 5)
  await assert.rejects(signInAs(user.username, user.password), withCode('identity.sign-in-locked'))
  runtime.clock.advance(29 * MINUTE)
  await assert.rejects(signInAs(user.username, user.password), withCode('identity.sign-in-locked'))
  runtime.clock.advance(2 * MINUTE)
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
})

test('a name that nobody has is answered and locked just like one that somebody has', async () => {
  await failTimes('nobody.here', 5)
  await assert.rejects(signInAs('nobody.here', 'Wrong-Guess-1'), withCode('identity.sign-in-locked'))
  runtime.clock.advance(31 * MINUTE)
})

test('a right password before the fifth failure starts the count anew', async () => {
  const user = await signedInUser()
  await failTimes(user.username, 4)
  await signInAs(user.username, user.password)
  await failTimes(user.username, 4)
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
})

test('guesses made at the same moment are counted one by one', async () => {
  const user = await signedInUser()
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => signInAs(user.username, 'Wrong-Guess-1')))
  const codes = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as { code: string }).code : 'in'))
  assert.equal(codes.filter((code) => code === 'identity.wrong-credentials').length, 5)
  assert.equal(codes.filter((code) => code === 'identity.sign-in-locked').length, 3)
})

test('counts that no rule looks at any more go away with the next sign-in', async () => {
  await failTimes('long.ago', 1)
  runtime.clock.advance(25 * 60 * MINUTE)
  const user = await signedInUser()
  await signInAs(user.username, user.password)
  const { rows } = await sql<{ found: number }>`select count(*) as found from platform.sign_in_failure where subject = 'user:long.ago'`.execute(runtime.database)
  assert.equal(rows[0]?.found, 0)
})

test('more checks at once than the process allows are told to come again', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => narrow.signInAs(`stranger${index}`, 'Wrong-Guess-1')))
  assert.ok(answers.some((answer) => answer.status === 'rejected' && withCode('request.too-many')(answer.reason)))
  await assert.rejects(narrow.signInAs('stranger9', 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
})

test('an address that guesses at many names has to wait longer and longer', async () => {
  assert.equal(slowDownSeconds(20, parts.policy), 0)
  assert.equal(slowDownSeconds(21, parts.policy), 1)
  assert.equal(slowDownSeconds(24, parts.policy), 8)
  assert.equal(slowDownSeconds(90, parts.policy), 60)
  runtime.clock.advance(20 * MINUTE)
  for (let count = 0; count < 21; count += 1) await assert.rejects(signInAs(`someone${count}`, 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
  await assert.rejects(signInAs('someone99', 'Wrong-Guess-1'), withCode('identity.slow-down'))
  runtime.clock.advance(2_000)
  await assert.rejects(signInAs('someone99', 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
  runtime.clock.advance(20 * MINUTE)
})

test('a suspended account is told so only to who knows its password', async () => {
  const user = await signedInUser()
  await sql`update platform.user_account set state = 'suspended' where user_id = ${user.userId}`.execute(runtime.database)
  await assert.rejects(signInAs(user.username, 'Wrong-Guess-1'), withCode('identity.wrong-credentials'))
  await assert.rejects(signInAs(user.username, user.password), withCode('identity.account-suspended'))
})

test('a password older than ninety days must be changed before anything else', async () => {
  const user = await signedInUser()
  runtime.clock.advance(91 * 24 * 60 * MINUTE)
  assert.equal((await signInAs(user.username, user.password)).state, 'password-change-needed')
})

test('a sign-in brings an older hash up to the present parameters', async () => {
  const user = await signedInUser()
  const { hashPassword } = await import('../passwords/password-hash.ts')
  const weak = await hashPassword(user.password, 10)
  await sql`update platform.user_account set password_hash = ${weak} where user_id = ${user.userId}`.execute(runtime.database)
  await signInAs(user.username, user.password)
  const { rows } = await sql<{ passwordHash: string }>`select password_hash from platform.user_account where user_id = ${user.userId}`.execute(runtime.database)
  assert.match(rows[0]?.passwordHash ?? '', new RegExp(`^pbkdf2-sm3\\$${parts.policy.hashIterations}\\$`))
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
})

test('the database holds no token, only digests', async () => {
  const user = await signedInUser()
  const { rows } = await sql<{ found: number }>`select count(*) as found from platform.session s where s::text like ${`%${user.token}%`}`.execute(runtime.database)
  assert.equal(rows[0]?.found, 0)
})
