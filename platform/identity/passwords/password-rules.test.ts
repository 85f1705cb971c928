import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, impossibleHash, needsRehash, verifyPassword } from './password-hash.ts'
import { standardPasswordPolicy } from './password-policy.ts'
import { passwordFaults, randomPassword } from './password-rules.ts'

const person = { username: 'zhangsan', isAdministrator: false }
const faultsOf = (password: string, owner = person) => passwordFaults(password, owner, standardPasswordPolicy)

test('a password of eight characters and three classes is accepted', () => {
  assert.deepEqual(faultsOf('Kite-742'), [])
})

test('every fault of a password is told at once', () => {
  assert.equal(faultsOf('abc').length, 2)
  assert.equal(faultsOf('zhangsan').length, 2)
})

test('an administrator needs twelve characters', () => {
  assert.match(faultsOf('Kite-742', { ...person, isAdministrator: true }).join(), /至少 12 个字符/)
  assert.deepEqual(faultsOf('Kite-742-Lamp', { ...person, isAdministrator: true }), [])
})

test('a password that holds the user name in any case is refused', () => {
  assert.match(faultsOf('X-ZhangSan-9').join(), /用户名/)
})

test('a common password is refused, decorated or not', () => {
  assert.match(faultsOf('Admin@123').join(), /常见密码/)
  assert.match(faultsOf('!P@ssw0rd!!').join(), /常见密码/)
})

test('initial passwords satisfy the strictest rules and differ', () => {
  const passwords = Array.from({ length: 200 }, randomPassword)
  assert.equal(new Set(passwords).size, 200)
  for (const one of passwords) assert.deepEqual(faultsOf(one, { ...person, isAdministrator: true }), [])
})

test('a hash verifies its own password only, and carries its parameters', async () => {
  const stored = await hashPassword('Kite-742', 700)
  assert.match(stored, /^pbkdf2-sm3\$700\$/)
  assert.equal(await verifyPassword(stored, 'Kite-742'), true)
  assert.equal(await verifyPassword(stored, 'Kite-743'), false)
  assert.notEqual(await hashPassword('Kite-742', 700), stored)
  assert.equal(needsRehash(stored, 700), false)
  assert.equal(needsRehash(stored, 701), true)
})

test('the hash for unknown users costs a real derivation and fits nothing', async () => {
  const started = performance.now()
  assert.equal(await verifyPassword(impossibleHash(100_000), 'Kite-742'), false)
  assert.ok(performance.now() - started > 10, 'an unknown user was answered without the work')
})

test('PBKDF2 with SM3 gives the value of an independent computation by HMAC', async () => {
  const { createHmac } = await import('node:crypto')
  const salt = Buffer.from('c2FsdHNhbHQ', 'base64url')
  const block = (input: Buffer) => createHmac('sm3', 'Kite-742').update(input).digest()
  let round = block(Buffer.concat([salt, Buffer.from([0, 0, 0, 1])]))
  const sum = Buffer.from(round)
  for (let count = 1; count < 5; count += 1) {
    round = block(round)
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) ^ (round[index] ?? 0)
  }
  assert.equal(await verifyPassword(`pbkdf2-sm3$5$${salt.toString('base64url')}$${sum.toString('base64url')}`, 'Kite-742'), true)
})
