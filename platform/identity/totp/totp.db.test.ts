import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { act } from '#platform/context/runtime.ts'
import { passTotp } from '../sessions/pass-totp.ts'
import { createTestIdentity, origin, withCode } from '../testing/test-identity.ts'
import { readMe } from '../users/read-me.ts'
import { disableTotp, resetTotp } from './disable-totp.ts'
import { confirmTotp, enrolTotp } from './enrol-totp.ts'

const { runtime, parts, bySystem, signedInUser, signInAs, actorOf, actAs } = await createTestIdentity()
const STEP = 30_000

function codeOf(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: runtime.clock.now().getTime() })
}

async function enrolledUser(roles: readonly string[] = []) {
  const user = await signedInUser(roles)
  const { secret } = await actAs(user.token, (ctx) => enrolTotp(ctx, parts))
  const { recoveryCodes } = await actAs(user.token, (ctx) => confirmTotp(ctx, parts, codeOf(secret)))
  runtime.clock.advance(2 * STEP)
  return { ...user, secret, recoveryCodes }
}

const pass = (token: string, code: string) => act(runtime, { kind: 'nobody' }, (ctx) => passTotp(ctx, parts, code, token, origin.address))

test('enrolment shows the secret as address, text and picture, and counts only after a code', async () => {
  const user = await signedInUser()
  const shown = await actAs(user.token, (ctx) => enrolTotp(ctx, parts))
  assert.match(shown.otpauthUrl, /^otpauth:\/\/totp\/.*secret=/)
  assert.match(shown.qrSvg, /^<svg/)
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
  await assert.rejects(actAs(user.token, (ctx) => confirmTotp(ctx, parts, '000000')), withCode('identity.wrong-totp'))
  const { recoveryCodes } = await actAs(user.token, (ctx) => confirmTotp(ctx, parts, codeOf(shown.secret)))
  assert.equal(new Set(recoveryCodes).size, 10)
  assert.equal((await signInAs(user.username, user.password)).state, 'totp-needed')
})

test('the secret is not in the database in clear', async () => {
  const user = await enrolledUser()
  const { rows } = await sql<{ sealedSecret: string }>`select sealed_secret from platform.totp_secret where user_id = ${user.userId}`.execute(runtime.database)
  assert.ok(rows[0] && !rows[0].sealedSecret.includes(user.secret))
})

test('until the code is given the session is nobody; afterwards its token is another one', async () => {
  const user = await enrolledUser()
  const half = await signInAs(user.username, user.password)
  assert.equal((await actorOf(half.token)).kind, 'nobody')
  const whole = await pass(half.token, codeOf(user.secret))
  assert.equal(whole.state, 'signed-in')
  assert.notEqual(whole.token, half.token)
  assert.equal((await actorOf(half.token)).kind, 'nobody')
  assert.equal((await actorOf(whole.token)).kind, 'person')
})

test('a code that was used is refused in another sign-in', async () => {
  const user = await enrolledUser()
  const code = codeOf(user.secret)
  await pass((await signInAs(user.username, user.password)).token, code)
  const again = await signInAs(user.username, user.password)
  await assert.rejects(pass(again.token, code), withCode('identity.wrong-totp'))
  runtime.clock.advance(STEP)
  assert.equal((await pass(again.token, codeOf(user.secret))).state, 'signed-in')
})

test('one code given twice at the same moment opens one session', async () => {
  const user = await enrolledUser()
  const halves = [await signInAs(user.username, user.password), await signInAs(user.username, user.password)]
  const code = codeOf(user.secret)
  const answers = await Promise.allSettled(halves.map((half) => pass(half.token, code)))
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), ['fulfilled', 'rejected'])
})

test('wrong codes lock the name, and giving the password again does not reset the count', async () => {
  const user = await enrolledUser()
  for (let count = 0; count < 5; count += 1) {
    const half = await signInAs(user.username, user.password)
    await assert.rejects(pass(half.token, '000000'), withCode('identity.wrong-totp'))
  }
  await assert.rejects(signInAs(user.username, user.password), withCode('identity.sign-in-locked'))
})

test('a half-made sign-in is worth nothing after ten minutes', async () => {
  const user = await enrolledUser()
  const half = await signInAs(user.username, user.password)
  runtime.clock.advance(11 * 60_000)
  await assert.rejects(pass(half.token, codeOf(user.secret)), withCode('identity.sign-in-expired'))
})

test('each recovery code works once', async () => {
  const user = await enrolledUser()
  const [code] = user.recoveryCodes
  assert.ok(code)
  assert.equal((await pass((await signInAs(user.username, user.password)).token, code.toUpperCase())).state, 'signed-in')
  await assert.rejects(pass((await signInAs(user.username, user.password)).token, code), withCode('identity.wrong-totp'))
})

test('an initial password is still to be changed after the code', async () => {
  const user = await enrolledUser()
  await sql`update platform.user_account set must_change_password = true where user_id = ${user.userId}`.execute(runtime.database)
  const step = await pass((await signInAs(user.username, user.password)).token, codeOf(user.secret))
  assert.equal(step.state, 'password-change-needed')
  assert.equal((await actorOf(step.token)).kind, 'nobody')
})

test('a role that requires the second factor gives nothing before it is on', async () => {
  const user = await signedInUser(['guarded', 'reader'])
  const before = await actAs(user.token, (ctx) => readMe(ctx, parts))
  assert.deepEqual(before.permissions, ['user:read'])
  assert.equal(before.user.mustEnrolTotp, true)
  const { secret } = await actAs(user.token, (ctx) => enrolTotp(ctx, parts))
  await actAs(user.token, (ctx) => confirmTotp(ctx, parts, codeOf(secret)))
  const after = await actAs(user.token, (ctx) => readMe(ctx, parts))
  assert.deepEqual(after.permissions, ['session:read', 'user:read'])
  assert.equal(after.user.mustEnrolTotp, false)
})

test('switching off needs the password, and no role that requires it', async () => {
  const free = await enrolledUser()
  await assert.rejects(actAs(free.token, (ctx) => disableTotp(ctx, parts, 'Wrong-Guess-1')), withCode('identity.wrong-password'))
  await actAs(free.token, (ctx) => disableTotp(ctx, parts, free.password))
  assert.equal((await signInAs(free.username, free.password)).state, 'signed-in')
  const bound = await enrolledUser(['guarded'])
  await assert.rejects(actAs(bound.token, (ctx) => disableTotp(ctx, parts, bound.password)), withCode('identity.totp-required'))
})

test('a lost device is cleared by the security administrator, for others only, and ends the sessions', async () => {
  const user = await enrolledUser()
  const security = await signedInUser(['security-admin'])
  const system = await signedInUser(['system-admin'])
  await assert.rejects(actAs(system.token, (ctx) => resetTotp(ctx, parts, user.userId)), withCode('request.forbidden'))
  await assert.rejects(actAs(security.token, (ctx) => resetTotp(ctx, parts, security.userId)), withCode('identity.not-for-oneself'))
  await actAs(security.token, (ctx) => resetTotp(ctx, parts, user.userId))
  assert.equal((await actorOf(user.token)).kind, 'nobody')
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
})

test('a sealed secret moved to another account opens nothing', async () => {
  const user = await enrolledUser()
  const thief = await enrolledUser()
  await sql`update platform.totp_secret set sealed_secret = (select sealed_secret from platform.totp_secret where user_id = ${thief.userId}), last_step = 0 where user_id = ${user.userId}`.execute(runtime.database)
  const half = await signInAs(user.username, user.password)
  await assert.rejects(pass(half.token, codeOf(thief.secret)), withCode('secret.unreadable'))
})

test('asking for a code twice without confirming replaces the first secret', async () => {
  const user = await signedInUser()
  const first = await actAs(user.token, (ctx) => enrolTotp(ctx, parts))
  const second = await actAs(user.token, (ctx) => enrolTotp(ctx, parts))
  await assert.rejects(actAs(user.token, (ctx) => confirmTotp(ctx, parts, codeOf(first.secret))), withCode('identity.wrong-totp'))
  await actAs(user.token, (ctx) => confirmTotp(ctx, parts, codeOf(second.secret)))
  await assert.rejects(actAs(user.token, (ctx) => enrolTotp(ctx, parts)), withCode('identity.totp-already-on'))
  await bySystem((ctx) => resetTotp(ctx, parts, user.userId))
})
