import assert from 'node:assert/strict'
import { test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { createConnection } from 'mysql2/promise'

import { defaultLimits, type Limits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { mysql } from './mysql.ts'

testConnector({
  connector: mysql,
  async start() {
    const server = await startMariadb()
    return 'missing' in server ? server : { port: server.port, secrets: { password: server.password }, stop: server.stop }
  },
  settingsAt: (place) => ({ ...place, username: 'admin' }),
  question: { status: 'Threads_connected' },
  wrongSecrets: () => ({ password: 'not-the-Password-1' }),
  echo: () => ({ question: { sql: `select 'I was told My-test-Pass-5528'` }, secret: 'My-test-Pass-5528' }),
})

test('mysql: what it measures, what it refuses, and what it proves, on a real server', async (t) => {
  const server = await startMariadb()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const admin = await createConnection({ host: server.host, port: server.port, user: server.username, password: server.password, database: server.database, multipleStatements: true })
  t.after(() => admin.end())
  await admin.query(`create table kept (n int) engine=innodb; insert into kept values (1);
    create user reader@'%' identified by 'reader-Pass-1'; grant select, process, slave monitor on *.* to reader@'%';
    create role writing; grant insert on test.kept to writing; create user dressed@'%' identified by 'dressed-Pass-1'; grant writing to dressed@'%'`)
  const open = (username: string, password: string, limits: Limits = defaultLimits) =>
    mysql.open({ settings: mysql.settings.parse({ host: server.host, port: server.port, username, ...(username === 'dressed' ? {} : { database: 'test' }) }), secrets: { password }, limits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })

  await t.test('values come as what they are', async () => {
    const door = await open('reader', 'reader-Pass-1')
    const value = async (question: unknown) => (await door.ask?.(question))?.value
    assert.equal(door.identity.engine, 'mariadb')
    assert.match(door.identity.version, /^1\d\.\d+/)
    assert.equal(await value({ sql: 'select sum(n) from kept' }), 1)
    assert.equal(await value({ sql: 'select ? + 1', parameters: [41] }), 42)
    assert.equal(await value({ sql: `select '007'` }), '007')
    assert.equal(await value({ sql: 'select n from kept where n > 9' }), null)
    assert.equal(await value({ sql: `show global variables like 'port'`, column: 'Value' }), server.port)
    assert.equal(await value({ variable: 'innodb_force_recovery' }), 0)
    assert.equal(await value({ variable: 'no_such_variable' }), null)
    const share = Number(await value({ status: 'Threads_connected', per: { variable: 'max_connections' } }))
    assert.ok(share > 0 && share < 1)
    assert.equal(await value({ measure: 'replica-running' }), null)
    assert.equal(await value({ measure: 'account-read-only' }), true)
    for (const measure of ['connect-ms', 'round-trip-ms']) assert.equal(typeof (await value({ measure })), 'number')
    const listed = await door.query?.('select seq from seq_1_to_50', [], { maxRows: 7 })
    assert.equal(listed?.rows.length, 7)
    assert.equal(listed?.isTruncated, true)
    await assert.rejects(async () => door.ask?.({ sql: 'select * from no_such_table' }), { failure: 'unsupported' })
    await door.close()
  })

  await t.test('nothing is ever written, by an administrator either', async () => {
    const door = await open(server.username, server.password)
    for (const sql of ['delete from kept', 'select 1; delete from kept', 'select 1; commit; delete from kept']) await assert.rejects(async () => door.ask?.({ sql }), sql)
    for (const sql of ['delete from kept', 'drop table kept', 'insert into kept values (2)']) await assert.rejects(async () => door.query?.(sql), { failure: 'forbidden' }, sql)
    const [rows] = await admin.query('select n from kept')
    assert.equal((rows as unknown[]).length, 1)
    await door.close()
  })

  await t.test('the server ends a slow statement in time and the door stays usable', async () => {
    const door = await open('reader', 'reader-Pass-1', { ...defaultLimits, questionTimeoutMs: 4_000 })
    const startedAt = performance.now()
    await assert.rejects(async () => door.ask?.({ sql: 'select sleep(30)' }), { failure: 'timeout' })
    assert.ok(performance.now() - startedAt < 12_000)
    assert.equal((await door.ask?.({ sql: 'select 1' }))?.value, 1)
    await door.close()
  })

  await t.test('an enormous row is cut off, not buffered', async () => {
    const door = await open('reader', 'reader-Pass-1', { ...defaultLimits, maxAnswerBytes: 100_000 })
    await assert.rejects(async () => door.ask?.({ sql: `select repeat('x', 15000000) from seq_1_to_20` }), { failure: 'bad-answer' })
    await door.close()
  })

  await t.test('a right hidden in a role is found, and a missing right is told as such', async () => {
    const dressed = await open('dressed', 'dressed-Pass-1')
    const proof = await dressed.proveReadOnly?.()
    assert.equal(proof?.isReadOnly, false)
    assert.match(proof?.lines.join('\n') ?? '', /writing/)
    await assert.rejects(async () => dressed.ask?.({ sql: 'select * from mysql.user' }), { failure: 'forbidden' })
    await dressed.close()
    const powerful = await open(server.username, server.password)
    const told = await powerful.proveReadOnly?.()
    assert.equal(told?.isReadOnly, false)
    assert.ok(!(told?.lines.join('\n') ?? '').includes('IDENTIFIED'))
    await powerful.close()
  })
})
