import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { test, type TestContext } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { makeCertificate } from '#tests/support/servers/certificate.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startNginx } from '#tests/support/servers/nginx.ts'

import { type Answer, defaultLimits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { httpEndpoint } from './http-endpoint.ts'

const secrets = { username: 'inspector-7', password: 'He-said "7&7"', token: 'Tk-test-4471' }

testConnector({
  connector: httpEndpoint,
  async start() {
    const server = await startNginx({ locations: 'location = /echo { return 200 "you are $http_authorization\\n"; }' })
    return isMissing(server) ? server : { port: server.port, secrets, stop: server.stop }
  },
  settingsAt: ({ host, port }) => ({ baseUrl: `http://${host}:${port}` }),
  question: { measure: 'content-match', expect: 'ok' },
  echo: () => ({ question: { measure: 'status', path: '/echo', login: 'bearer' }, secret: secrets.token }),
})

const open = (baseUrl: string, settings: object = {}, entries: readonly string[] = ['127.0.0.1']) =>
  httpEndpoint.open({ settings: httpEndpoint.settings.parse({ baseUrl, ...settings }), secrets, limits: defaultLimits, allowList: { entries }, clock: systemClock })

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

test('http-endpoint: each measure tells what it should, and an error page is no quick answer', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url?.endsWith('/broken') === true) return response.writeHead(500).end('oops')
    if (request.url?.endsWith('/denied') === true) return response.writeHead(401).end()
    if (request.url?.endsWith('/hidden') === true) return response.writeHead(403).end()
    return response.setHeader('Set-Cookie', 'sid=abc-secret-sid; HttpOnly').setHeader('X-Frame-Options', 'DENY').end(JSON.stringify({ eventLoop: { lagMs: 3.5 }, list: [1, 2], 'a/b': true, path: request.url }))
  })
  const door = await open(`${url}/base/`)
  const value = async (question: object) => (await door.ask?.(question))?.value
  assert.equal(await value({ measure: 'status' }), 200)
  assert.equal(await value({ measure: 'status', path: '/broken' }), 500)
  assert.equal(await value({ measure: 'json', path: '/x?y=1', pointer: '/path' }), '/base/x?y=1')
  assert.equal(await value({ measure: 'json', pointer: '/eventLoop/lagMs', unit: 'ms' }), 3.5)
  assert.equal(await value({ measure: 'json', pointer: '/list' }), 2)
  assert.equal(await value({ measure: 'json', pointer: '/a~1b' }), true)
  assert.equal(await value({ measure: 'json', pointer: '/absent' }), null)
  assert.equal(await value({ measure: 'header', header: 'X-Frame-Options' }), 'DENY')
  assert.equal(await value({ measure: 'header', header: 'strict-transport-security' }), null)
  assert.equal(await value({ measure: 'content-match', expect: 'lagMs' }), true)
  assert.equal(await value({ measure: 'content-match', expect: 'absent' }), false)
  assert.equal(await value({ measure: 'content-match', path: '/broken', expect: 'oops' }), false)
  assert.ok(Number(await value({ measure: 'response-ms' })) > 0)
  for (const [path, failure] of [['/broken', 'bad-answer'], ['/denied', 'refused'], ['/hidden', 'forbidden']]) await assert.rejects(value({ measure: 'response-ms', path }), { failure })
  await assert.rejects(value({ measure: 'json', path: '/broken', expectStatus: 500, pointer: '/x' }), { failure: 'bad-answer' })
  await assert.rejects(value({ measure: 'status', path: '//elsewhere.example/' }), { failure: 'unsupported' })
  assert.ok(!JSON.stringify(await door.ask?.({ measure: 'status' })).includes('abc-secret-sid'))
  await door.close()
})

test('http-endpoint: a redirect goes through the allow-list again and takes no credentials to another origin', async (t) => {
  let seen: string | undefined = 'nothing'
  const other = await serve(t, (request, response) => {
    seen = request.headers.authorization
    response.end('arrived')
  })
  const url = await serve(t, (request, response) => response.writeHead(302, { location: request.url === '/away' ? 'http://10.99.0.1/' : other }).end())
  const door = await open(url)
  assert.equal((await door.ask?.({ measure: 'status' }))?.value, 302)
  assert.equal((await door.ask?.({ measure: 'content-match', expect: 'arrived', redirects: 1, login: 'basic' }))?.value, true)
  assert.equal(seen, undefined)
  await assert.rejects(async () => door.ask?.({ measure: 'status', path: '/away', redirects: 1 }), { failure: 'address-not-allowed' })
  await door.close()
  const narrow = await open(url, {}, [`127.0.0.1:${new URL(url).port}`])
  await assert.rejects(async () => narrow.ask?.({ measure: 'status', redirects: 1 }), { failure: 'address-not-allowed' })
  await narrow.close()
})

const failedStepOf = (answer: Answer | undefined) => (answer?.raw as { failedStep?: string } | undefined)?.failedStep

test('http-endpoint: a business scenario signs in, carries cookie and token, and names the step that failed', async (t) => {
  let isBroken = false
  const url = await serve(t, (request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.once('end', () => {
      response.setHeader('content-type', 'application/json')
      if (request.url === '/sign-in') {
        const login = JSON.parse(body) as { username: string; password: string }
        if (login.username !== secrets.username || login.password !== secrets.password) return response.writeHead(401).end(JSON.stringify({ told: login }))
        return response.setHeader('set-cookie', ['sid=cookie-4410; Path=/', 'theme=dark']).end(JSON.stringify({ token: 'captured-9921' }))
      }
      const isKnown = request.headers.cookie?.includes('sid=cookie-4410') === true && request.headers['x-token'] === 'captured-9921'
      if (!isKnown || isBroken) return response.writeHead(isBroken ? 503 : 401).end(`sorry ${String(request.headers['x-token'])} ${String(request.headers.cookie)}`)
      return response.end(JSON.stringify({ total: 3 }))
    })
  })
  const door = await open(url)
  const scenario = (password = '{{secret.password}}') => ({
    measure: 'scenario',
    steps: [
      { name: '登录', method: 'POST', path: '/sign-in', body: { username: '{{secret.username}}', password }, capture: { token: { pointer: '/token' } } },
      { name: '查询', path: '/companies?page=1', headers: { 'X-Token': '{{token}}' }, expectJson: { pointer: '/total', equals: 3 }, expectText: 'total' },
    ],
  })
  const good = await door.ask?.(scenario())
  assert.equal(good?.value, true, JSON.stringify(good?.raw))
  isBroken = true
  const bad = await door.ask?.(scenario())
  assert.equal(bad?.value, false)
  assert.equal(failedStepOf(bad), '查询')
  const refused = await door.ask?.(scenario('wrong {{secret.password}}'))
  assert.equal(failedStepOf(refused), '登录')
  const told = JSON.stringify([good, bad, refused])
  for (const word of [secrets.username, secrets.password, JSON.stringify(secrets.password).slice(1, -1), 'captured-9921', 'cookie-4410']) assert.ok(!told.includes(word), word)
  await assert.rejects(async () => door.ask?.({ measure: 'scenario', steps: [{ name: '登录', path: '/', body: '{{secret.absent}}' }] }), { failure: 'unsupported' })
  await door.close()
})

test('http-endpoint: a TLS endpoint is believed only with its authority', async (t) => {
  const certificate = await makeCertificate()
  if (skipWithout(t, certificate)) return
  t.after(() => certificate.remove())
  const server = await startNginx({ certificate })
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const url = `https://127.0.0.1:${server.securePort}`
  for (const tls of [{ ca: certificate.ca }, { verify: false }]) {
    const door = await open(url, { tls })
    assert.equal((await door.ask?.({ measure: 'status' }))?.value, 200)
    assert.match(door.identity.version, /nginx/)
    await door.close()
  }
  const doubting = await open(url)
  await assert.rejects(async () => doubting.ask?.({ measure: 'status' }), { failure: 'unreachable', message: /TLS 握手失败/ })
  await doubting.close()
})
