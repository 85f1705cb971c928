import assert from 'node:assert/strict'
import { test } from 'node:test'

import { makeCertificate } from './certificate.ts'
import { startDovecot } from './dovecot.ts'
import { startMariadb } from './mariadb.ts'
import { skipWithout } from './missing-tool.ts'
import { startNginx } from './nginx.ts'
import { startPostgres } from './postgres.ts'
import { startRabbitmq } from './rabbitmq.ts'
import { startRedis } from './redis.ts'
import { accepts } from './server-process.ts'
import { startSshd } from './sshd.ts'

const starts = { postgres: startPostgres, mariadb: startMariadb, redis: startRedis, nginx: startNginx, sshd: startSshd, rabbitmq: startRabbitmq, dovecot: startDovecot }

for (const [name, start] of Object.entries(starts)) {
  test(`a private ${name} starts on a free port and is gone after stop`, async (t) => {
    const server = await start({})
    if (skipWithout(t, server)) return
    assert.equal(await accepts(server.port), true)
    await server.stop()
    assert.equal(await accepts(server.port), false)
  })
}

test('a certificate can be made that has already expired', async (t) => {
  const certificate = await makeCertificate({ days: -2 })
  if (skipWithout(t, certificate)) return
  await certificate.remove()
})

test('a missing tool is skipped with its reason, but fails when CI is true', (t) => {
  const was = process.env['CI']
  t.after(() => (was === undefined ? delete process.env['CI'] : (process.env['CI'] = was)))
  let reason = ''
  const context = { skip: (text?: string) => (reason = text ?? '') }
  delete process.env['CI']
  assert.equal(skipWithout(context, { missing: 'x-server', install: 'apt-get install x' }), true)
  assert.match(reason, /x-server is not installed/)
  process.env['CI'] = 'true'
  assert.throws(() => skipWithout(context, { missing: 'x-server', install: 'apt-get install x' }), /CI must run every test/)
})
