import assert from 'node:assert/strict'
import { test } from 'node:test'

import { connectorKinds } from './connector.ts'
import { connectors } from './index.ts'

test('every declared kind has exactly one connector, with a Chinese title', () => {
  assert.deepEqual(connectors.map(({ kind }) => kind).toSorted(), [...connectorKinds].toSorted())
  for (const { title } of connectors) assert.match(title, /[\u4e00-\u9fff]/)
})

test('settings and secrets refuse what they do not know, so that a misspelt key is not silently ignored', () => {
  for (const { kind, settings, secrets } of connectors) {
    const problems = settings.safeParse({ access: 'local', no_such_key: 1 }).error?.issues ?? []
    assert.ok(problems.some(({ code }) => code === 'unrecognized_keys'), kind)
    assert.equal(secrets.safeParse({ no_such_key: 1 }).success, false, kind)
  }
})
