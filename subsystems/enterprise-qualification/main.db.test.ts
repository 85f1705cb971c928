import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { childEnvironment } from '#platform/config/config.ts'
import { databaseUrl, withConnection } from '#platform/database/connect.ts'
import { freePort } from '#platform/database/embedded-server.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import type { SubsystemReady } from '#subsystems/casework/run-subsystem.ts'

const server = await testServerUrl()
const name = `test_${randomBytes(6).toString('hex')}`
const home = await mkdtemp(path.join(tmpdir(), 'subsystem-process-'))
const port = await freePort()
after(async () => {
  await rm(home, { recursive: true, force: true })
  await withConnection(server, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    for (const kind of ['app', 'probe', 'keeper']) await client.query(`drop role if exists xinyun_${kind}_${name}`)
  })
})

async function start(): Promise<{ child: ChildProcess; ready: SubsystemReady }> {
  const child = fork(path.join(import.meta.dirname, 'main.ts'), ['--scale', '1'], {
    env: childEnvironment({ DATABASE_URL: databaseUrl(server, name), XINYUN_HOME: home, XINYUN_PORT: String(port), XINYUN_LOG_LEVEL: 'error' }),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  after(() => child.kill('SIGKILL'))
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => Promise.reject(new Error(`left with ${code} before it was ready`)))])
  return { child, ready: message as SubsystemReady }
}

test('a process makes its missing database, answers when it says so, and leaves in order on SIGTERM, also when it is sent twice', { timeout: 60_000 }, async () => {
  const { child, ready } = await start()
  assert.deepEqual(ready, { kind: 'ready', subsystem: 'enterprise-qualification', url: `http://127.0.0.1:${port}`, isFilled: true })
  assert.deepEqual(await (await fetch(`${ready.url}/readyz`)).json(), { status: 'ready', failures: [] })
  assert.equal((await fetch(`${ready.url}/healthz`)).status, 200)
  assert.match(await (await fetch(`${ready.url}/metrics`)).text(), /xinyun_http_requests_total/)
  const document = (await (await fetch(`${ready.url}/openapi.json`)).json()) as { paths: Record<string, unknown> }
  assert.ok('/api/public/qualifications' in document.paths)
  const left = once(child, 'exit')
  const asked = performance.now()
  child.kill('SIGTERM')
  child.kill('SIGTERM')
  assert.deepEqual(await left, [0, null])
  assert.ok(performance.now() - asked < 5_000)
})

test('a process whose parent goes away leaves by itself', { timeout: 60_000 }, async () => {
  const { child, ready } = await start()
  assert.equal(ready.isFilled, false)
  const left = once(child, 'exit')
  child.disconnect()
  assert.deepEqual(await left, [0, null])
})
