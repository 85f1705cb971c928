import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { withConnection } from '#platform/database/connect.ts'
import { newHome, startProduct, whoIsLeft } from '#tests/support/product.ts'
import { freePortBlock } from '#tests/support/product/free-port-block.ts'
import { runXinyun } from '#tests/support/product/run-xinyun.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'


describe('what can not be started', () => {
  test('an unknown option, role or command is wrong usage, and is named', async () => {
    for (const [parameters, named] of [
      [['start', '--nonsense'], '--nonsense'],
      [['start', '--run=api,sub'], 'sub'],
      [['start', '--run='], '--run'],
      [['start', '--scale', 'many'], '--scale'],
      [['begin'], 'begin'],
    ] as const) {
      const { code, stdout, stderr } = await runXinyun(parameters)
      assert.equal(code, 2, `${parameters.join(' ')}: ${stderr}`)
      assert.ok(stderr.includes(named), `${parameters.join(' ')}: ${stderr}`)
      assert.equal(stdout, '')
    }
  })

  test('wrong settings are all told at once', async () => {
    const { code, stderr } = await runXinyun(['start'], { environment: { XINYUN_HOME: await newHome(), XINYUN_PORT: '99999', DATABASE_URL: 'mysql://127.0.0.1/x', XINYUN_LOG_LEVEL: 'loud' } })
    assert.equal(code, 2, stderr)
    for (const name of ['XINYUN_PORT', 'DATABASE_URL', 'XINYUN_LOG_LEVEL']) assert.ok(stderr.includes(name), stderr)
    assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace is no message')
  })

  test('a taken port is told in words with the port, and nothing stays behind', async () => {
    const port = await freePortBlock()
    const blocker = createServer().listen(port, '127.0.0.1')
    await once(blocker, 'listening')
    const home = await newHome()
    const { code, stderr } = await runXinyun(['start', '--run=api'], { environment: { XINYUN_HOME: home, XINYUN_PORT: String(port) }, withinMs: 90_000 })
    blocker.close()
    assert.equal(code, 1, stderr)
    assert.match(stderr, new RegExp(`端口 ?${port}.*占用`), stderr.slice(-1_500))
    assert.deepEqual(await whoIsLeft(home, 2_000), [])
  })

  test('a database that does not answer is told in words', async () => {
    const port = await freePortBlock()
    const { code, stderr } = await runXinyun(['start', '--run=api'], { environment: { XINYUN_HOME: await newHome(), XINYUN_PORT: String(port), DATABASE_URL: `postgres://nobody:secret-word@127.0.0.1:${port + 1}/xinyun` }, withinMs: 90_000 })
    assert.equal(code, 3, stderr.slice(-1_500))
    assert.match(stderr, /数据库/)
    assert.doesNotMatch(stderr, /secret-word/)
  })
})

describe('a product that runs', () => {
  test('says one line on standard output, refuses a second start, stops on SIGTERM within ten seconds and leaves nothing', async () => {
    const product = await startProduct({ run: 'api,worker' })
    assert.match(product.output(), new RegExp(`^ready ${product.url} .*demo-accounts\\.txt`, 'm'))
    assert.equal((await fetch(`${product.url}/readyz`)).status, 200)
    const second = await runXinyun(['start', '--run=api'], { environment: { XINYUN_HOME: product.home, XINYUN_PORT: String(await freePortBlock()) } })
    assert.equal(second.code, 1, second.stderr)
    assert.match(second.stderr, new RegExp(`${product.pid}`), 'the message names the process that holds the folder')
    assert.equal((await fetch(`${product.url}/readyz`)).status, 200, 'the first one is undisturbed')
    const { code, seconds } = await product.stop()
    assert.equal(code, 0)
    assert.ok(seconds < 10, `${seconds} s`)
    assert.deepEqual(await whoIsLeft(product.home, 1_000), [])
  })

  test('uses the given PostgreSQL for everything and starts none of its own', async (t) => {
    const server = await startPostgres()
    if (skipWithout(t, server) || isMissing(server)) return
    t.after(() => server.stop())
    await withConnection(server.url, (client) => client.query('create database xinyun'))
    const url = server.url.replace(/\/postgres$/, '/xinyun')
    const product = await startProduct({ environment: { DATABASE_URL: url, XINYUN_SUBSYSTEM_DATABASE_URL: server.url }, run: 'api,worker' })
    assert.doesNotMatch(product.output(), /内置数据库/)
    const lead = await product.signIn('client-lead')
    assert.equal((await lead.send('GET', '/api/obligations/matrix')).status, 200)
    const { rows } = await withConnection(url, (client) => client.query<{ held: string }>("select count(*) as held from spine.obligation"))
    assert.ok(Number(rows[0]?.held) > 0)
    await product.stop()
  })
})
