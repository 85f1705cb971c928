import assert from 'node:assert/strict'
import { test } from 'node:test'

import { manualClock, systemClock } from '#platform/clock/clock.ts'
import { makeCertificate } from '#tests/support/servers/certificate.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startNginx } from '#tests/support/servers/nginx.ts'

import { defaultLimits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { tlsMeasures } from './questions.ts'
import { tlsCertificate } from './tls-certificate.ts'

const DAY_MS = 86_400_000

async function startTls(options: Parameters<typeof makeCertificate>[0] = {}, protocols?: string) {
  const certificate = await makeCertificate(options)
  if (isMissing(certificate)) return certificate
  const server = await startNginx({ certificate, ...(protocols === undefined ? {} : { protocols }) })
  if (isMissing(server)) return server
  return {
    port: server.securePort ?? 0,
    plainPort: server.port,
    ca: certificate.ca,
    async stop() {
      await server.stop()
      await certificate.remove()
    },
  }
}

testConnector({
  connector: tlsCertificate,
  async start() {
    const server = await startTls()
    return isMissing(server) ? server : { port: server.port, secrets: {}, stop: server.stop }
  },
  settingsAt: (place) => place,
  question: { measure: 'days-left' },
})

const open = (settings: object, clock = systemClock) => tlsCertificate.open({ settings: tlsCertificate.settings.parse(settings), secrets: {}, limits: defaultLimits, allowList: { entries: ['127.0.0.1'] }, clock })

test('tls-certificate: a sound certificate is described, and judged against its own authority and name', async (t) => {
  const server = await startTls({ days: 90, startsInDays: -10 })
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const place = { host: '127.0.0.1', port: server.port }
  const door = await open({ ...place, ca: server.ca, serverName: 'localhost' })
  const value = async (measure: string) => (await door.ask?.({ measure }))?.value
  for (const measure of tlsMeasures) assert.notEqual(await value(measure), undefined, measure)
  assert.ok(Math.abs(Number(await value('days-left')) - 90) < 0.1)
  assert.ok(Math.abs(Number(await value('life-left-ratio')) - 0.9) < 0.01)
  assert.equal(await value('chain-ok'), true)
  assert.equal(await value('host-match'), true)
  assert.equal(await value('self-signed'), false)
  assert.equal(await value('legacy-protocol'), false)
  assert.equal(await value('protocol'), 'TLSv1.3')
  assert.equal(await value('key-bits'), 2048)
  assert.equal(await value('subject'), 'CN=localhost')
  assert.equal(door.identity.version, 'TLSv1.3')
  await door.close()

  const stranger = await open({ ...place, serverName: 'other.example' })
  assert.equal((await stranger.ask?.({ measure: 'chain-ok' }))?.value, false)
  assert.equal((await stranger.ask?.({ measure: 'host-match' }))?.value, false)
  await stranger.close()

  const later = await open(place, manualClock(new Date(systemClock.now().getTime() + 89 * DAY_MS)))
  assert.ok(Math.abs(Number((await later.ask?.({ measure: 'days-left' }))?.value) - 1) < 0.1)
  await later.close()

  const plain = await open({ host: '127.0.0.1', port: server.plainPort })
  await assert.rejects(async () => plain.ask?.({ measure: 'days-left' }), { failure: 'unreachable' })
  await plain.close()
})

test('tls-certificate: an expired certificate on an old protocol is told as it is, not as unreachable', async (t) => {
  const server = await startTls({ days: -2, startsInDays: -12 }, 'TLSv1 TLSv1.2')
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const door = await open({ host: '127.0.0.1', port: server.port, ca: server.ca })
  const value = async (measure: string) => (await door.ask?.({ measure }))?.value
  assert.ok(Number(await value('days-left')) < -1.9)
  assert.ok(Number(await value('life-left-ratio')) < 0)
  assert.equal(await value('chain-ok'), false)
  assert.equal(await value('legacy-protocol'), true)
  await door.close()
})
