import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signatureFault, signatureHeaders, type SignedBody } from './signed-body.ts'

const now = new Date('2024-09-02T09:00:00+08:00')
const text = '{"line":"7726"}'

function signed(secret = 'a shared secret', at = now): SignedBody {
  const headers = signatureHeaders(secret, text, at)
  return { timestamp: headers['x-xinyun-timestamp'], signature: headers['x-xinyun-signature'], text }
}
const fault = (body: SignedBody | undefined, at = now) => signatureFault(body, 'a shared secret', at, 300)
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)

test('a signature holds for its body, its time and its secret, and for nothing else', () => {
  assert.equal(fault(signed()), undefined)
  assert.equal(fault(undefined), 'unsigned')
  assert.equal(fault({ ...signed(), timestamp: 'yesterday' }), 'unsigned')
  assert.equal(fault(signed('another secret')), 'forged')
  assert.equal(fault({ ...signed(), text: '{"line":"7717"}' }), 'forged')
  assert.equal(fault({ ...signed(), timestamp: String(Number(signed().timestamp) + 1) }), 'forged')
  assert.equal(fault({ ...signed(), signature: 'sm3=' }), 'forged')
})

test('a signature older or newer than the tolerance is stale, on the tolerance it holds', () => {
  assert.equal(fault(signed(), later(300)), undefined)
  assert.equal(fault(signed(), later(301)), 'stale')
  assert.equal(fault(signed(), later(-301)), 'stale')
})
