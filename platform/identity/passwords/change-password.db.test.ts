import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act } from '#platform/context/runtime.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { createTestIdentity, withCode } from '../testing/test-identity.ts'
import { changePassword } from './change-password.ts'

const { runtime, parts, newUser, signedInUser, signInAs, actorOf } = await createTestIdentity()

const change = (token: string | undefined, currentPassword: string, newPassword: string) =>
  act(runtime, { kind: 'nobody' }, (ctx) => changePassword(ctx, parts, { currentPassword, newPassword }, token))

test('the forced change turns the half-made session into a full one under a new token', async () => {
  const user = await newUser(['reader'])
  const half = await signInAs(user.username, user.initialPassword)
  const step = await change(half.token, user.initialPassword, 'Kite-742-Lamp')
  assert.equal(step.state, 'signed-in')
  assert.notEqual(step.token, half.token)
  assert.equal((await actorOf(half.token)).kind, 'nobody')
  assert.equal((await actorOf(step.token)).kind, 'person')
  assert.equal((await signInAs(user.username, 'Kite-742-Lamp')).state, 'signed-in')
})

test('without a session nothing is changed', async () => {
  await assert.rejects(change(undefined, 'a', 'b'), withCode('identity.sign-in-expired'))
  await assert.rejects(change('invented', 'a', 'b'), withCode('identity.sign-in-expired'))
})

test('a change ends the other sessions and keeps this one going', async () => {
  const user = await signedInUser()
  const other = await signInAs(user.username, user.password)
  const step = await change(user.token, user.password, 'Kite-742-Lamp')
  assert.equal((await actorOf(other.token)).kind, 'nobody')
  assert.equal((await actorOf(step.token)).kind, 'person')
})

test('the last five passwords are refused, the sixth back is free again', async () => {
  const user = await signedInUser()
  let { token } = user
  let current = user.password
  for (const next of ['Kite-742-aa', 'Kite-742-bb', 'Kite-742-cc', 'Kite-742-dd']) {
    ;({ token } = await change(token, current, next))
    current = next
  }
  for (const used of [user.password, 'Kite-742-aa', 'Kite-742-dd']) await assert.rejects(change(token, current, used), withCode('identity.weak-password'))
  ;({ token } = await change(token, current, 'Kite-742-ee'))
  assert.equal((await change(token, 'Kite-742-ee', user.password)).state, 'signed-in')
})

test('a weak password is refused with all its faults, and the old one stays', async () => {
  const user = await signedInUser()
  await assert.rejects(change(user.token, user.password, user.username), (error: unknown) => {
    assert.ok(error instanceof AppError)
    assert.equal(error.code, 'identity.weak-password')
    assert.equal(error.problems.length, 3)
    return true
  })
  assert.equal((await signInAs(user.username, user.password)).state, 'signed-in')
})

test('holders of a role with second factor need twelve characters', async () => {
  const user = await signedInUser(['guarded'])
  await assert.rejects(change(user.token, user.password, 'Kite-742'), withCode('identity.weak-password'))
  await change(user.token, user.password, 'Kite-742-Lamp')
})

test('guessing the present password through the change locks the name as signing in does', async () => {
  const user = await signedInUser()
  for (let count = 0; count < 5; count += 1) await assert.rejects(change(user.token, 'Wrong-Guess-1', 'Kite-742-Lamp'), withCode('identity.wrong-password'))
  await assert.rejects(change(user.token, user.password, 'Kite-742-Lamp'), withCode('identity.sign-in-locked'))
})
