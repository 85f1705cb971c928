import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { hashedContent, type ContentPublication, type MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { startProxyServer } from '#tests/support/servers/proxy-server.ts'
import { startLawEnforcement } from '#tests/support/servers/law-enforcement.ts'

import { type ContentDoor, defaultLimits } from '../connector.ts'
import { httpEndpoint } from './http-endpoint.ts'

const server = await startLawEnforcement()
const today = businessDate(systemClock.now())

async function content(port = server.port, token = server.token, questionTimeoutMs = 10_000): Promise<ContentDoor> {
  const door = await httpEndpoint.open({ settings: httpEndpoint.settings.parse({ baseUrl: `http://127.0.0.1:${port}`, content: server.content }), secrets: { token }, limits: { ...defaultLimits, questionTimeoutMs }, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
  assert.ok(door.content)
  return door.content
}

const template = (text: string): MaintainedContent => ({ kind: 'document-template', code: 'WS101', title: '检查通知书', body: { phase: '检查', numberTemplate: '京建检〔{year}〕{seq}号', fields: [{ name: 'partyName', label: '当事人', isRequired: true }], paragraphs: [{ look: 'title', text: '检查通知书' }, { look: 'body', text }] } })
const publication = (text: string, validFrom: string, basis: number): ContentPublication => ({ content: template(text), hash: sm3(canonicalJson(hashedContent(template(text)))), validFrom, basis, orderNo: 'QT-1', publisher: '项目经理（示例）' })
const place = { kind: 'document-template', code: 'WS101' } as const

test('http-endpoint content: a text goes out, comes back the same on web and in the APP, and a repeated key is one publication', async () => {
  const door = await content()
  assert.deepEqual((await door.listVersions(place)).map(({ version }) => version), [1])
  const [key, sent] = [randomUUID(), publication('致 {{partyName}}：{{ partyName }} 应当接受检查。', addDays(today, 3), 1)]
  assert.equal((await door.publishContent(key, sent)).outcome, 'published')
  assert.equal((await door.publishContent(key, sent)).outcome, 'repeated')
  for (const channel of ['web', 'app'] as const) {
    const after = await door.readInForce({ ...place, on: addDays(today, 3), channel })
    assert.deepEqual([after?.version.version, after?.version.hash, after?.receivedHash], [2, sent.hash, sent.hash], channel)
    assert.equal((await door.readInForce({ ...place, on: addDays(today, 2), channel }))?.version.version, 1)
    assert.equal(await door.readInForce({ ...place, on: '2001-01-01', channel }), null)
  }
  assert.equal((await door.readVersion({ ...place, version: 2 })).receivedHash, sent.hash)
  assert.ok((await door.listVersions()).length > 40, 'page by page, every text')
})

test('http-endpoint content: a refusal is a conflict in the words of the system, and what is not there is unsupported', async () => {
  const door = await content()
  await assert.rejects(door.publishContent(randomUUID(), publication('旧', addDays(today, 9), 1)), { failure: 'conflict', message: /最新为第 2 版/ })
  await assert.rejects(door.publishContent(randomUUID(), publication('旧', addDays(today, -9), 2)), { failure: 'conflict', message: /生效日期不得早于今日/ })
  assert.notEqual((await door.withdrawVersion({ ...place, version: 2 }, '需求单取消')).withdrawnAt, null)
  await assert.rejects(door.withdrawVersion({ ...place, version: 1 }, '需求单取消'), { failure: 'conflict' })
  await assert.rejects(door.readVersion({ ...place, version: 9 }), { failure: 'unsupported' })
})

test('http-endpoint content: the token of the program opens it, nothing else does', async () => {
  await assert.rejects((await content(server.port, 'no-such-token-'.repeat(4))).listVersions(), { failure: 'refused' })
  await assert.rejects((await content(server.port, server.otherToken)).listVersions(), { failure: 'forbidden' })
})

test('http-endpoint content: when the answer is lost the same key tells what became of it', async () => {
  const proxy = await startProxyServer(server.port)
  try {
    const [key, sent] = [randomUUID(), publication('断线之后', addDays(today, 5), 2)]
    const door = await content(proxy.port, server.token, 400)
    proxy.freeze()
    await assert.rejects(door.publishContent(key, sent), { failure: 'timeout' })
    proxy.thaw()
    const again = await (await content(proxy.port)).publishContent(key, sent)
    assert.equal(again.version.hash, sent.hash)
    assert.equal((await (await content()).listVersions(place)).filter(({ withdrawnAt }) => withdrawnAt === null).length, 2)
  } finally {
    await proxy.stop()
  }
})

test('http-endpoint content: a door whose settings name no such interface does not offer it', async () => {
  const door = await httpEndpoint.open({ settings: httpEndpoint.settings.parse({ baseUrl: `http://127.0.0.1:${server.port}` }), secrets: {}, limits: defaultLimits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
  assert.equal(door.content, undefined)
})
