import assert from 'node:assert/strict'
import { test } from 'node:test'

import { manualClock, systemClock } from '#platform/clock/clock.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startSshd } from '#tests/support/servers/sshd.ts'

import { ConnectorError, defaultLimits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { linuxHost } from './linux-host.ts'
import { hostMeasures } from './questions.ts'

let account: { username: string; hostKeys: string[]; strangerKey: string } | undefined

testConnector({
  connector: linuxHost,
  async start() {
    const server = await startSshd()
    if ('missing' in server) return server
    account = { username: server.username, hostKeys: [server.hostKeyFingerprint], strangerKey: server.strangerKey }
    return { port: server.port, secrets: { privateKey: server.privateKey }, stop: server.stop }
  },
  settingsAt: (place) => ({ access: 'ssh', ...place, username: account?.username ?? 'nobody', hostKeys: account?.hostKeys ?? [] }),
  question: { measure: 'memory-available-ratio' },
  wrongSecrets: () => ({ privateKey: account?.strangerKey }),
})

/** Not everywhere is there a systemd or a time service; what is missing must be told so. */
const mayBeUnsupported = new Set(['failed-units', 'clock-synchronised'])

test('linux-host: over SSH and locally the same questions have the same kind of answers', async (t) => {
  const server = await startSshd()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const ssh = { access: 'ssh', host: server.host, port: server.port, username: server.username, hostKeys: [server.hostKeyFingerprint] }
  const open = (settings: object, clock = systemClock) =>
    linuxHost.open({ settings: linuxHost.settings.parse(settings), secrets: 'host' in settings ? { privateKey: server.privateKey } : {}, limits: defaultLimits, allowList: { entries: ['127.0.0.1'] }, clock })
  const [remote, local] = [await open(ssh), await open({ access: 'local' })]

  for (const measure of Object.keys(hostMeasures)) {
    const [there, here] = await Promise.all(
      [remote, local].map(async (door) => {
        try {
          return (await door.ask?.({ measure }))?.value
        } catch (error) {
          assert.ok(error instanceof ConnectorError && error.failure === 'unsupported' && mayBeUnsupported.has(measure), `${measure}: ${String(error)}`)
          return undefined
        }
      }),
    )
    assert.equal(typeof there, typeof here, measure)
    if (measure.endsWith('-ratio') && there !== null) assert.ok(Number(there) >= 0 && Number(there) <= 1, `${measure} is ${String(there)}`)
  }
  assert.equal(remote.identity.version, local.identity.version)
  assert.equal((await local.ask?.({ measure: 'mount-free-ratio', mount: '/no/such/mount' }))?.value, null)
  const ports = (await local.ask?.({ measure: 'listening-ports' }))?.raw as number[]
  assert.equal((await remote.ask?.({ measure: 'unexpected-ports', expected: ports }))?.value, 0)
  const skewed = await open(ssh, manualClock(new Date(systemClock.now().getTime() - 90_000)))
  const skew = Number((await skewed.ask?.({ measure: 'clock-skew-ms' }))?.value)
  assert.ok(skew > 85_000 && skew < 95_000, `${skew} ms`)
  for (const door of [remote, local, skewed]) await door.close()
})

test('linux-host: a machine with another host key is not talked to', async (t) => {
  const server = await startSshd()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const strange = `SHA256:${'A'.repeat(43)}`
  const opening = linuxHost.open({
    settings: linuxHost.settings.parse({ access: 'ssh', host: server.host, port: server.port, username: server.username, hostKeys: [strange] }),
    secrets: { privateKey: server.privateKey },
    limits: defaultLimits,
    allowList: { entries: ['127.0.0.1'] },
    clock: systemClock,
  })
  await assert.rejects(opening, { failure: 'refused', message: new RegExp(`主机密钥 ${server.hostKeyFingerprint.replaceAll(/[+/]/g, String.raw`\$&`)} 未登记`) })
})
