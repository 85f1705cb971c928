import assert from 'node:assert/strict'
import { test } from 'node:test'

import { redactSecrets } from './redact-secrets.ts'

test('a secret disappears in every spelling, deep inside values and in their keys', () => {
  const secret = 'p"a ss\\w&d/ö'
  const redact = redactSecrets({ password: secret, username: undefined })
  const echo = { plain: `x ${secret}`, list: [JSON.stringify({ secret }), encodeURIComponent(secret), `Basic ${Buffer.from(secret).toString('base64')}`], [secret]: new Date(0), n: 1, nothing: null }
  const text = JSON.stringify(redact(echo))
  for (const spelling of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) assert.ok(!text.includes(spelling), spelling)
  assert.ok(text.includes('1970-01-01'))
})

test('without secrets a value passes as it is', () => {
  const value = { a: ['b'] }
  assert.equal(redactSecrets({ password: '' })(value), value)
  assert.equal(redactSecrets(undefined)(value), value)
})
