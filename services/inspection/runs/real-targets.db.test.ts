import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:tls'
import { after, test } from 'node:test'
import { makeCertificate } from '#tests/support/servers/certificate.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startRabbitmq } from '#tests/support/servers/rabbitmq.ts'
import { startRedis } from '#tests/support/servers/redis.ts'
import { inspectionTestBed, type InspectionTestBed } from '../testing/inspection-test-bed.ts'
import { startRun } from './start-run.ts'

async function inspect(bed: InspectionTestBed, componentId: string) {
  const { runId } = await bed.asSystem((ctx) => startRun(ctx, { componentId }))
  await bed.work()
  bed.clock.advance(60_000)
  const { rows } = await bed.pool.query<{ code: string; verdict: string; reason: string }>(`select i.check_code as code, r.verdict, r.reason from inspection.run_item i join inspection.result r using (run_item_id) where i.run_id = $1`, [runId])
  return new Map(rows.map((row) => [row.code, row]))
}

test('an expired certificate is abnormal, and said to have expired', async (t) => {
  const certificate = await makeCertificate({ days: -2, startsInDays: -30 })
  if (skipWithout(t, certificate)) return
  const server = createServer({ cert: await readFile(certificate.certFile), key: await readFile(certificate.keyFile) }, (socket) => socket.on('error', () => {}).end()).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => {})
  await once(server, 'listening')
  after(async () => {
    server.close()
    await certificate.remove()
  })
  const bed = await inspectionTestBed()
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'certificate', name: 'cert', title: '市场监管证书' }, { connector: 'tls-certificate', settings: { host: '127.0.0.1', port: (server.address() as { port: number }).port, serverName: 'localhost', ca: certificate.ca } })
  const results = await inspect(bed, componentId)
  assert.equal(results.get('CE-02')?.verdict, 'abnormal')
  assert.match(results.get('CE-02')?.reason ?? '', /^-\d/, 'the days left are negative')
  assert.equal(results.get('CE-01')?.verdict, 'normal', 'the listener itself answers')
  assert.equal(results.get('CE-05')?.verdict, 'normal')
})

test('a filled queue without a consumer is exactly what the inspection of the message server finds', async (t) => {
  const server = await startRabbitmq()
  if (skipWithout(t, server)) return
  after(() => server.stop())
  const call = (path: string, body: object, method = 'POST') =>
    fetch(`${server.url}/api${path}`, { method, headers: { authorization: `Basic ${Buffer.from(`${server.username}:${server.password}`).toString('base64')}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const bed = await inspectionTestBed()
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'middleware', name: 'mq', title: '消息服务' }, { connector: 'rabbitmq', settings: { host: server.host, port: server.port, amqpPort: server.amqpPort, username: server.username }, secrets: { password: server.password } })
  const before = await inspect(bed, componentId)
  assert.equal(before.get('MQ-01')?.verdict, 'normal')
  assert.equal(before.get('MQ-02')?.verdict, 'normal')
  await call('/queues/%2F/work', { durable: true }, 'PUT')
  for (let batch = 0; batch < 11; batch += 1) await Promise.all(Array.from({ length: 100 }, () => call('/exchanges/%2F/amq.default/publish', { properties: {}, routing_key: 'work', payload: 'x', payload_encoding: 'string' })))
  let filled = await inspect(bed, componentId)
  // The management statistics follow the queue by a few seconds.
  for (let tries = 0; tries < 10 && filled.get('MQ-02')?.verdict === 'normal'; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    filled = await inspect(bed, componentId)
  }
  assert.equal(filled.get('MQ-02')?.verdict, 'attention')
  assert.match(filled.get('MQ-02')?.reason ?? '', /1,?100|1100/)
  assert.equal(filled.get('MQ-04')?.verdict, 'attention')
})

test('a cache in order, then stopped: one abnormal check, the rest unchecked', async (t) => {
  const server = await startRedis()
  if (skipWithout(t, server)) return
  const bed = await inspectionTestBed()
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'middleware', name: 'cache', title: '缓存服务' }, { connector: 'redis', settings: { host: server.host, port: server.port }, secrets: { password: server.password } })
  const up = await inspect(bed, componentId)
  assert.equal(up.get('RD-01')?.verdict, 'normal')
  assert.equal(up.get('RD-10')?.verdict, 'normal')
  await server.stop()
  const down = await inspect(bed, componentId)
  assert.deepEqual([...down.values()].filter((row) => row.verdict !== 'unchecked').map((row) => row.code), ['RD-01'])
})
