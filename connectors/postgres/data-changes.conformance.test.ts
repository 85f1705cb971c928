import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import pg from 'pg'

import { dataLimits, defaultLimits } from '../connector.ts'
import { ledgerColumns } from '../sql/change-settings.ts'
import { testDataChanges } from '../testing/data-change-conformance.ts'
import { postgres } from './postgres.ts'

let started: ReturnType<typeof startPostgres> | undefined
let prepared: Promise<unknown> | undefined
const server = () => (started ??= startPostgres())
after(async () => {
  const running = await started
  if (running !== undefined && 'stop' in running) await running.stop()
})

const tables = `
  create schema app; create schema elsewhere; create table elsewhere.item (id integer primary key);
  create table app.item (id bigint primary key, code text not null, amount numeric(12, 2) not null, note text, flag boolean default true, at timestamptz default '2026-01-02 03:04:05.123456+08', day date default '2026-01-02', raw bytea default '\\x00ff27', doc jsonb default '{"a": "b"}', ratio double precision default 0.1, list text[] default array['甲', null, 'a,"b'], doubled numeric generated always as (amount * 2) stored);
  insert into app.item (id, code, amount) select n, 'c' || n, n from generate_series(1, 3000) n;
  create table app.keyless (a integer); create table app.parent (id integer primary key); create table app.child (id integer primary key, parent_id integer references app.parent on delete cascade); insert into app.parent values (1);
  create table app.log (id bigint generated always as identity primary key, what text);
  create table app.watched (id integer primary key, a integer); insert into app.watched values (1, 1);
  create function app.write_log() returns trigger language plpgsql as $$ begin insert into app.log (what) values (new.id); return new; end $$;
  create trigger watched_logs after update on app.watched for each row execute function app.write_log();
  create function app.sneaky(n integer) returns integer language plpgsql as $$ begin insert into app.log (what) values ('sneaky'); return n; end $$;
  create table app.xinyun_data_change (${ledgerColumns.map(([name, type]) => `${name} ${type}`).join(', ')});
  create role keeper login password 'keeper-Pass-1'; grant usage on schema app to keeper;
  grant select, insert, update, delete on all tables in schema app to keeper; grant usage on all sequences in schema app to keeper;
  create table app.described (id bigint generated always as identity primary key, name varchar(40) not null default '(无)', "odd ""name" numeric(10, 2) check ("odd ""name" > 0), doubled numeric generated always as (id * 2) stored);
  comment on table app.described is '旧的'; comment on column app.described.name is '名称'; insert into app.described (name) values ('甲'); alter table app.described owner to keeper`

async function admin(sql: string) {
  const running = await server()
  assert.ok('url' in running)
  const client = new pg.Client({ connectionString: running.url })
  await client.connect()
  const result = (await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end())) as unknown as { rows: unknown[][] }
  return result.rows ?? []
}
const start = async () => {
  const running = await server()
  if (!('missing' in running)) await (prepared ??= admin(tables))
  return running
}
const settings = (port: number) => ({ settings: { host: '127.0.0.1', port, database: 'postgres', username: 'keeper', changes: { schemas: ['app'] } }, secrets: { password: 'keeper-Pass-1' } })
const open = (port: number) => postgres.open({ settings: postgres.settings.parse(settings(port).settings), secrets: settings(port).secrets, limits: { ...defaultLimits, ...dataLimits, doorsPerTarget: 8 }, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })

testDataChanges({ name: 'postgres', kind: 'postgres', start, open, settings, admin })

test('postgres: what a trigger or a function writes on the side is found and takes everything back', async (t) => {
  const running = await start()
  if ('missing' in running ? skipWithout(t, running) : false) return
  const door = await open((running as { port: number }).port)
  const limits = { statementMs: 5_000, lockMs: 1_000 }
  const step = { verb: 'update' as const, schema: 'app', table: 'watched', alias: null, set: 'a = 2', sources: '', where: 'id = 1', body: '', rows: 1, tolerance: 0 }
  const warrant = { key: 'sneaky-1', orderNumber: 'SJ-2', approver: '甲', executor: '乙' }
  for (const one of [step, { ...step, table: 'item', set: 'amount = app.sneaky(1)' }]) {
    await assert.rejects(async () => door.dataChanges?.applyChange({ limits, steps: [one] }, warrant, async () => ''), { failure: 'conflict', message: /app\.log/ })
  }
  assert.deepEqual(await admin('select (select a from app.watched), (select count(*)::int from app.log)'), [[1, 0]])
  await door.close()
})

test('postgres: a stream gives every row once, as the server writes it, and stops when its reader does', async (t) => {
  const running = await start()
  if ('missing' in running ? skipWithout(t, running) : false) return
  const door = await open((running as { port: number }).port)
  const seen: string[] = []
  const told = await door.stream?.('select id, amount, at, doc from app.item order by id', async ({ columns, kinds, rows }) => {
    assert.deepEqual(columns, ['id', 'amount', 'at', 'doc'])
    assert.equal(kinds[0], 'integer')
    seen.push(...rows.map((row) => String(row[0])))
  })
  assert.deepEqual([told?.rows, seen.length, seen.at(-1)], [3_000, 3_000, '3000'])
  assert.equal((await door.stream?.('select id from app.item where id between $1 and $2', async () => {}, { parameters: ['11', '20'] }))?.rows, 10)
  await assert.rejects(async () => door.stream?.('select id from app.item', async () => Promise.reject(new Error('enough'))), /enough/)
  await assert.rejects(async () => door.stream?.('select 1; drop table app.item', async () => {}), { failure: /unsupported|bad-answer/ })
  await assert.rejects(async () => door.stream?.('delete from app.item returning id', async () => {}))
  assert.equal((await door.stream?.('select id from app.item where false', async ({ rows }) => assert.equal(rows.length, 0)))?.rows, 0)
  await door.close()
})
