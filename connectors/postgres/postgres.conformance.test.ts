import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import pg from 'pg'

import { defaultLimits, type Limits } from '../connector.ts'
import { testConnector } from '../testing/connector-conformance.ts'
import { postgres } from './postgres.ts'

testConnector({
  connector: postgres,
  async start() {
    const server = await startPostgres()
    return 'missing' in server ? server : { port: server.port, secrets: { password: server.password }, stop: server.stop }
  },
  settingsAt: (place) => ({ ...place, database: 'postgres', username: 'postgres' }),
  question: { sql: 'select count(*) from pg_class' },
  wrongSecrets: () => ({ password: 'not-the-Password-1' }),
  echo: () => ({ question: { sql: `select 'I was told Pg-test-Pass-7319'` }, secret: 'Pg-test-Pass-7319' }),
})

let started: ReturnType<typeof startPostgres> | undefined
const server = () => (started ??= startPostgres())
after(async () => {
  const running = await started
  if (running !== undefined && 'stop' in running) await running.stop()
})

async function prepare(t: Parameters<typeof skipWithout>[0] & { after(work: () => Promise<void>): void }) {
  const running = await server()
  if (skipWithout(t, running)) return undefined
  const admin = new pg.Client({ connectionString: running.url })
  await admin.connect()
  t.after(() => admin.end())
  const open = (username: string, password: string, limits: Limits = defaultLimits) =>
    postgres.open({
      settings: postgres.settings.parse({ host: running.host, port: running.port, database: 'postgres', username }),
      secrets: { password },
      limits,
      allowList: { entries: ['127.0.0.1'] },
      clock: systemClock,
    })
  return { admin, open, password: running.password }
}

test('postgres: values come as what they are, from the named column, with the other rows as raw capture', async (t) => {
  const ready = await prepare(t)
  if (ready === undefined) return
  const door = await ready.open('postgres', ready.password)
  const ask = async (question: unknown) => door.ask?.(question)
  assert.equal((await ask({ sql: 'select 12345678901::bigint' }))?.value, 12_345_678_901)
  assert.equal((await ask({ sql: 'select 0.25::numeric' }))?.value, 0.25)
  assert.equal((await ask({ sql: `select '007'` }))?.value, '007')
  assert.equal((await ask({ sql: 'select true where false' }))?.value, null)
  assert.equal((await ask({ sql: 'select $1::int + $2::int', parameters: [1, 2] }))?.value, 3)
  const rows = await ask({ sql: `values ('a', 1), ('b', 2)`, column: 'column2', unit: '个' })
  assert.equal(rows?.value, 1)
  assert.equal(rows?.unit, '个')
  assert.deepEqual(rows?.raw, { columns: ['column1', 'column2'], rows: [['a', 1], ['b', 2]], isTruncated: false })
  assert.ok(Number((await ask({ measure: 'connect-ms' }))?.value) > 0)
  assert.ok(Number((await ask({ measure: 'round-trip-ms' }))?.value) > 0)
  assert.match(door.identity.version, /^\d+\.\d+/)
  const listed = await door.query?.('select n from generate_series(1, 50) n', [], { maxRows: 7 })
  assert.equal(listed?.rows.length, 7)
  assert.equal(listed?.isTruncated, true)
  await assert.rejects(async () => ask({ sql: 'select 1', column: 'absent' }), { failure: 'bad-answer' })
  await assert.rejects(async () => ask({ sql: 'select * from no_such_table' }), { failure: 'unsupported' })
  await door.close()
})

test('postgres: nothing is ever written, by a superuser either', async (t) => {
  const ready = await prepare(t)
  if (ready === undefined) return
  await ready.admin.query(`create table kept (n int); insert into kept values (1); create function wipe() returns int language sql volatile as 'delete from public.kept returning n'`)
  const door = await ready.open('postgres', ready.password)
  const attempts = ['delete from kept', 'select 1; delete from kept', 'with gone as (delete from kept returning *) select * from gone', 'select wipe()', 'select 1; commit; delete from kept', `select set_config('transaction_read_only', 'off', false), wipe()`]
  for (const sql of attempts) await assert.rejects(async () => door.ask?.({ sql }), sql)
  await assert.rejects(async () => door.query?.('commit'))
  await assert.rejects(async () => door.query?.('delete from kept'))
  assert.equal((await ready.admin.query('select n from kept')).rowCount, 1)
  assert.equal((await door.ask?.({ sql: 'select 1' }))?.value, 1)
  await door.close()
})

test('postgres: the server ends a slow or blocked statement in time and the door stays usable', async (t) => {
  const ready = await prepare(t)
  if (ready === undefined) return
  await ready.admin.query('create table locked (n int)')
  await ready.admin.query('begin; lock table locked in access exclusive mode')
  // The server ends it a tenth before we would cut the connection: that tenth must be more than a busy machine takes to answer.
  const door = await ready.open('postgres', ready.password, { ...defaultLimits, questionTimeoutMs: 4_000 })
  for (const sql of ['select pg_sleep(30)', 'select * from locked']) {
    const startedAt = performance.now()
    await assert.rejects(async () => door.ask?.({ sql }), { failure: 'timeout' })
    assert.ok(performance.now() - startedAt < 12_000)
    assert.equal((await door.ask?.({ sql: 'select 1' }))?.value, 1)
  }
  await ready.admin.query('rollback')
  await door.close()
})

test('postgres: a single enormous row is cut off, not buffered', async (t) => {
  const ready = await prepare(t)
  if (ready === undefined) return
  const door = await ready.open('postgres', ready.password, { ...defaultLimits, maxAnswerBytes: 100_000 })
  const before = process.memoryUsage().rss
  await assert.rejects(async () => door.ask?.({ sql: `select repeat('x', 20000000)` }), { failure: 'bad-answer' })
  assert.ok(process.memoryUsage().rss - before < 60_000_000)
  await door.close()
})

test('postgres: a read-only account is proven, and every way to write is named', async (t) => {
  const ready = await prepare(t)
  if (ready === undefined) return
  await ready.admin.query(`create table if not exists proven (n int, m int); create role reader login password 'reader-Pass-1'; grant pg_monitor to reader; grant select on proven to reader`)
  const proofOf = async (username: string, password: string) => {
    const door = await ready.open(username, password)
    const proof = await door.proveReadOnly?.()
    assert.equal((await door.ask?.({ measure: 'account-read-only' }))?.value, proof?.isReadOnly)
    await door.close()
    assert.ok(proof !== undefined)
    return proof
  }
  const clean = await proofOf('reader', 'reader-Pass-1')
  assert.equal(clean.isReadOnly, true, clean.lines.join('\n'))
  const grants: ReadonlyArray<readonly [grant: string, revoke: string, told: RegExp]> = [
    ['grant update (m) on proven to reader', 'revoke update (m) on proven from reader', /表权限：可写 proven/],
    ['grant truncate on proven to reader', 'revoke truncate on proven from reader', /表权限：可写 proven/],
    ['grant create on schema public to reader', 'revoke create on schema public from reader', /模式权限：可在 public/],
    ['grant pg_write_all_data to reader', 'revoke pg_write_all_data from reader', /属于 pg_write_all_data/],
    ['alter role reader createdb', 'alter role reader nocreatedb', /具有 创建数据库/],
    ['grant create on database postgres to reader', 'revoke create on database postgres from reader', /数据库权限/],
  ]
  for (const [grant, revoke, told] of grants) {
    await ready.admin.query(grant)
    const proof = await proofOf('reader', 'reader-Pass-1')
    assert.equal(proof.isReadOnly, false, grant)
    assert.match(proof.lines.join('\n'), told)
    await ready.admin.query(revoke)
  }
  assert.match((await proofOf('postgres', ready.password)).lines.join('\n'), /超级用户/)
})
