import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { systemClock } from '#platform/clock/clock.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startRabbitmq } from '#tests/support/servers/rabbitmq.ts'

import { defaultLimits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { greetAmqp } from './greet-amqp.ts'
import { rabbitmqMeasures } from './questions.ts'
import { rabbitmq } from './rabbitmq.ts'

// The slowest of the servers to start: one instance serves the whole file.
let started: ReturnType<typeof startRabbitmq> | undefined
const server = () => (started ??= startRabbitmq())
after(async () => {
  const running = await started
  if (running !== undefined && 'stop' in running) await running.stop()
})
let amqpPort = 0

testConnector({
  connector: rabbitmq,
  async start() {
    const running = await server()
    if ('missing' in running) return running
    amqpPort = running.amqpPort
    return { port: running.port, secrets: { password: running.password }, stop: async () => {} }
  },
  settingsAt: (place) => ({ ...place, amqpPort, username: 'probe-admin' }),
  question: { measure: 'memory-ratio' },
  wrongSecrets: () => ({ password: 'not-the-Password-1' }),
})

test('rabbitmq: a filled queue without consumer is seen, every measure answers, and a wrong AMQP password is refused', async (t) => {
  const running = await server()
  if (skipWithout(t, running)) return
  const headers = { authorization: `Basic ${Buffer.from(`${running.username}:${running.password}`).toString('base64')}`, 'content-type': 'application/json' }
  const call = async (method: string, path: string, body: unknown) => assert.ok((await fetch(`${running.url}/api/${path}`, { method, headers, body: JSON.stringify(body) })).ok, path)
  await call('PUT', 'queues/%2F/filled', { durable: true })
  for (let n = 0; n < 3; n += 1) await call('POST', 'exchanges/%2F/amq.default/publish', { properties: {}, routing_key: 'filled', payload: 'x', payload_encoding: 'string' })
  await call('PUT', 'users/watcher', { password: 'watcher-Pass-1', tags: 'monitoring' })

  const open = (username: string, password: string) =>
    rabbitmq.open({ settings: rabbitmq.settings.parse({ host: running.host, port: running.port, amqpPort: running.amqpPort, username }), secrets: { password }, limits: defaultLimits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
  const door = await open('watcher', 'watcher-Pass-1')
  const value = async (measure: string) => (await door.ask?.({ measure }))?.value
  assert.match(door.identity.version, /^\d+\.\d+/)
  for (let round = 0; round < 60 && (await value('queues')) !== 1; round += 1) await sleep(250)
  await assert.rejects(value('queue-ready-max'), { failure: 'forbidden' })
  await call('PUT', 'permissions/%2F/watcher', { configure: '^$', write: '^$', read: '^$' })
  for (let round = 0; round < 60 && (await value('queue-ready-max')) !== 3; round += 1) await sleep(250)
  assert.equal(await value('queue-ready-max'), 3)
  assert.equal(await value('queues-without-consumer'), 1)
  assert.equal(await value('nodes-down'), 0)
  assert.equal(await value('versions'), 1)
  assert.equal(await value('alarms'), 0)
  for (const measure of rabbitmqMeasures) assert.equal(typeof (await value(measure)), 'number', measure)
  await door.close()
  const stranger = await open(running.username, running.password)
  assert.equal(typeof (await stranger.ask?.({ measure: 'amqp-handshake-ms' }))?.value, 'number')
  await call('PUT', 'users/outsider', { password: 'outsider-Pass-1', tags: '' })
  await assert.rejects(open('outsider', 'outsider-Pass-1'), { failure: 'refused' })
  await assert.rejects(greetAmqp({ host: 'mq', port: running.amqpPort, address: '127.0.0.1', family: 4, key: '' }, { username: 'watcher', password: 'not-the-Password-1' }, AbortSignal.timeout(5_000)), { failure: 'refused' })
  await stranger.close()
})
