import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { makeCertificate } from '#tests/support/servers/certificate.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startNginx } from '#tests/support/servers/nginx.ts'

import { defaultLimits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { nginx } from './nginx.ts'
import { nginxMeasures } from './questions.ts'

testConnector({
  connector: nginx,
  async start() {
    const server = await startNginx()
    return 'missing' in server ? server : { port: server.port, secrets: {}, stop: server.stop }
  },
  settingsAt: ({ host, port }) => ({ statusUrl: `http://${host}:${port}/nginx_status` }),
  question: { measure: 'active' },
})

test('nginx: every measure has a value, an old protocol and a broken configuration are found', async (t) => {
  const certificate = await makeCertificate()
  if (skipWithout(t, certificate)) return
  t.after(() => certificate.remove())
  const server = await startNginx({ certificate, protocols: 'TLSv1 TLSv1.1 TLSv1.2' })
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const open = (settings: object) => nginx.open({ settings: nginx.settings.parse(settings), secrets: {}, limits: defaultLimits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })

  const door = await open({ statusUrl: `${server.url}/nginx_status`, securePort: server.securePort, maxConnections: 256, local: { program: server.program, configFile: server.configFile } })
  const value = async (measure: string) => (await door.ask?.({ measure }))?.value
  assert.match(door.identity.version, /^1\.\d+/)
  for (const measure of nginxMeasures) assert.notEqual(await value(measure), null, measure)
  assert.equal(await value('dropped'), 0)
  assert.equal(await value('legacy-protocol'), true)
  assert.equal(await value('protocol'), 'TLSv1.2')
  assert.equal(await value('config-ok'), true)
  await writeFile(server.configFile, 'events {} http { no_such_directive; }')
  assert.equal(await value('config-ok'), false)
  await door.close()

  const bare = await open({ statusUrl: `${server.url}/nginx_status` })
  for (const measure of ['config-ok', 'legacy-protocol', 'connections-ratio']) await assert.rejects(async () => bare.ask?.({ measure }), { failure: 'unsupported' })
  await bare.close()
  await assert.rejects(open({ statusUrl: `${server.url}/` }), { failure: 'bad-answer' })
  await assert.rejects(open({ statusUrl: `${server.url}/protected` }), { failure: 'refused' })
})
