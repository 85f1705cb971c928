import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedProduct } from '#tests/support/product.ts'
import { subsystem } from '#shared/subsystems.ts'

const product = await sharedProduct()
const addresses: ReadonlyArray<readonly [name: string, url: string]> = [['the centre', product.url], ...subsystem.values.map((slug, index) => [slug, `http://127.0.0.1:${product.port + index + 1}`] as const)]

for (const [name, url] of addresses) {
  test(`${name} answers for its health, its shape and its measures to everybody`, async () => {
    const ask = (path: string) => fetch(url + path, { signal: AbortSignal.timeout(10_000) })
    const [alive, ready, document, metrics] = await Promise.all([ask('/healthz'), ask('/readyz'), ask('/openapi.json'), ask('/metrics')])
    assert.equal(alive.status, 200)
    assert.equal(ready.status, 200)
    assert.equal(((await document.json()) as { openapi: string }).openapi, '3.1.0')
    assert.match(await metrics.text(), /^# HELP \w+/m)
    for (const answer of [alive, document]) {
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
      assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self'/)
    }
  })
}

test('every subsystem has people and data of its own: without signing in there is nothing to read', async () => {
  for (const [slug, url] of addresses.slice(1)) {
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { 'x-permission': string }>> }
    const closed = Object.entries(paths).filter(([path, methods]) => methods['get'] && methods['get']['x-permission'] !== 'public' && !path.includes('{'))
    assert.ok(closed.length > 0, slug)
    for (const [path] of closed) assert.equal((await fetch(url + path)).status, 401, `${slug} ${path}`)
    // A session of the centre is worth nothing there.
    const manager = await product.signIn('project-manager')
    const [path] = closed[0] as [string, unknown]
    assert.equal((await fetch(url + path, { headers: { cookie: manager.cookie } })).status, 401, slug)
  }
})
