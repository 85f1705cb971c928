import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOlderVersion } from './is-older-version.ts'

test('versions are compared number by number, not as text', () => {
  assert.equal(isOlderVersion('1.9.0', '1.10.0'), true)
  assert.equal(isOlderVersion('1.10.0', '1.9.0'), false)
})

test('a version is not older than itself', () => {
  assert.equal(isOlderVersion('1.2.0', '1.2.0'), false)
})
