import assert from 'node:assert/strict'
import { createCipheriv, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { MasterKey } from './master-key.ts'
import { createSecretBox } from './secret-box.ts'

function keyNamed(id: string): MasterKey {
  const key = randomBytes(32)
  return { current: { id, key }, find: (asked) => (asked === id ? key : undefined) }
}
const box = createSecretBox(keyNamed('0000aaaa'))

test('SM4 gives the ciphertext of the example in GB/T 32907-2016, annex A', () => {
  const block = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
  const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false)
  assert.equal(cipher.update(block).toString('hex'), '681edf34d206965e86b3e94f536e4246')
  const millionTimes = createCipheriv('sm4-ecb', block, null).setAutoPadding(false)
  let text = block
  for (let round = 0; round < 1_000_000; round += 1) text = millionTimes.update(text)
  assert.equal(text.toString('hex'), '595298c7c6fd271f0402f804c33d3f66')
})

test('what is sealed opens again, empty and large and binary content too', () => {
  for (const content of [Buffer.alloc(0), Buffer.from('口令 p@ss 😀'), randomBytes(100_000)]) assert.deepEqual(box.open(box.seal(content, 'a'), 'a'), content)
})

test('one secret sealed twice gives two texts', () => {
  assert.notEqual(box.seal('same'), box.seal('same'))
})

test('no character of a sealed text can be changed unnoticed', () => {
  const sealed = box.seal('secret', 'connection/1')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    assert.throws(() => box.open(changed, 'connection/1'), /无法解开|密钥不在/, `position ${at}`)
  }
  for (const cut of [sealed.slice(0, -1), `${sealed}A`, sealed.slice(0, 20), '', 'plain text']) assert.throws(() => box.open(cut, 'connection/1'), /无法解开/)
})

test('a sealed text does not open under another context or another key', () => {
  const sealed = box.seal('secret', 'connection/1')
  assert.throws(() => box.open(sealed, 'connection/2'), /不属于此处/)
  assert.throws(() => box.open(sealed), /不属于此处/)
  assert.throws(() => createSecretBox(keyNamed('0000bbbb')).open(sealed, 'connection/1'), /不在主密钥文件中/)
  assert.throws(() => createSecretBox(keyNamed('0000aaaa')).open(sealed, 'connection/1'), /无法解开/)
})

test('equal texts have equal fingerprints under one key and context only, and are still found after the key was changed', () => {
  const [old, fresh] = [keyNamed('0000aaaa'), keyNamed('0000bbbb')]
  const before = createSecretBox(old)
  const after = createSecretBox({ ...fresh, earlier: [old.current] })
  const [kept] = before.fingerprints('01055550101', 'phone')
  assert.match(kept, /^0000aaaa\.[0-9a-f]{64}$/)
  assert.deepEqual(before.fingerprints('01055550101', 'phone'), [kept])
  assert.notEqual(before.fingerprints('01055550101', 'mail')[0], kept)
  assert.notEqual(before.fingerprints('01055550102', 'phone')[0], kept)
  // The context is length-prefixed: no other split of the same letters is the same.
  assert.notEqual(before.fingerprints('e01055550101', 'phon')[0], kept)
  const found = after.fingerprints('01055550101', 'phone')
  assert.equal(found[1], kept)
  assert.match(found[0], /^0000bbbb\./)
})
