import assert from 'node:assert/strict'
import { test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startRedis } from '#tests/support/servers/redis.ts'
import { Redis } from 'ioredis'

import { defaultLimits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { redis } from './redis.ts'

testConnector({
  connector: redis,
  async start() {
    const server = await startRedis()
    return 'missing' in server ? server : { port: server.port, secrets: { password: server.password }, stop: server.stop }
  },
  settingsAt: (place) => place,
  question: { info: 'memory.used_memory' },
  wrongSecrets: () => ({ password: 'not-the-Password-1' }),
  echo: () => ({ question: { config: 'requirepass' }, secret: 'Rd-test-Pass-6640' }),
})

test('redis: every measure has a value on a used instance, and a reading account is proven to be one', async (t) => {
  const server = await startRedis({ options: ['--maxmemory', '64mb'] })
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const admin = new Redis({ host: server.host, port: server.port, password: server.password })
  t.after(() => admin.disconnect())
  await admin.set('a', '1')
  await admin.set('b', '1', 'EX', 100)
  await admin.get('a')
  await admin.call('ACL', 'SETUSER', 'reader', 'on', '>reader-Pass-1', '~*', '-@all', '+info', '+ping', '+config|get', '+slowlog|len', '+acl|getuser', '+acl|whoami', '+acl|dryrun', '+time')
  await admin.call('ACL', 'SETUSER', 'plain', 'on', '>plain-Pass-1', '~*', '-@all', '+ping', '+acl|whoami')
  const open = (username: string, password: string) =>
    redis.open({ settings: redis.settings.parse({ host: server.host, port: server.port, username }), secrets: { password }, limits: defaultLimits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })

  const door = await open('reader', 'reader-Pass-1')
  const value = async (question: unknown) => (await door.ask?.(question))?.value
  assert.match(door.identity.version, /^\d+\.\d+/)
  assert.equal(await value({ measure: 'replica-link-up' }), null)
  assert.equal(await value({ measure: 'keys-without-expiry-ratio' }), 0.5)
  assert.equal(await value({ measure: 'hit-ratio' }), 1)
  assert.equal(await value({ measure: 'password-required' }), true)
  assert.equal(await value({ measure: 'persistence-ok' }), true)
  assert.equal(await value({ measure: 'account-read-only' }), true)
  assert.equal(await value({ info: 'keyspace.db0.keys' }), 2)
  assert.equal(await value({ info: 'memory.no_such_field' }), null)
  assert.equal(await value({ config: 'maxmemory' }), 64 * 1024 * 1024)
  const share = Number(await value({ info: 'memory.used_memory', per: { config: 'maxmemory' } }))
  assert.ok(share > 0 && share < 1)
  for (const measure of ['connect-ms', 'ping-ms', 'memory-ratio', 'clients-ratio', 'last-save-age-s', 'slowlog-length']) assert.equal(typeof (await value({ measure })), 'number', measure)
  await door.close()

  const plain = await open('plain', 'plain-Pass-1')
  await assert.rejects(async () => plain.ask?.({ info: 'memory.used_memory' }), { failure: 'forbidden' })
  assert.equal((await plain.proveReadOnly?.())?.isReadOnly, true)
  await plain.close()

  const powerful = await open('default', server.password)
  assert.equal((await powerful.proveReadOnly?.())?.isReadOnly, false)
  assert.equal(await admin.get('a'), '1')
  await powerful.close()
})
