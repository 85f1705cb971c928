import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hmacSm3, sm3 } from './sm3.ts'

test('SM3 gives the digests of the examples in GB/T 32905-2016, annex A', () => {
  assert.equal(sm3('abc'), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  assert.equal(sm3('abcd'.repeat(16)), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
})

test('HMAC-SM3 follows its definition by two digests', () => {
  const key = Buffer.from('0123456789abcdef')
  const pad = (byte: number) => Buffer.from(Uint8Array.from({ length: 64 }, (_, at) => (key[at] ?? 0) ^ byte))
  const inner = Buffer.from(sm3(Buffer.concat([pad(0x36), Buffer.from('信运')])), 'hex')
  assert.equal(hmacSm3(key, '信', '运').toString('hex'), sm3(Buffer.concat([pad(0x5c), inner])))
})
