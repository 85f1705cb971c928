import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import { testDumps } from '../testing/dump-conformance.ts'
import { postgres } from './postgres.ts'
import { tallyPostgres } from './tally-postgres.ts'

const CONTENT = `
create schema 业务; create type 业务.state as enum ('受理', '办结');
create table odd (n int primary key, words text, amount numeric(18, 4), at timestamptz, flag boolean, kept bytea, state 业务.state, kind varchar(20) check (kind in ('甲', '乙')), doc jsonb, fraction float8);
comment on table odd is '各种各样的值'; comment on column odd.words is '文字';
insert into odd values (1, E'引号''"\\\\ 换行\\n 制表\\t', 12.3400, '2024-08-05 23:59:59.123456+08', true, '\\x00ff0a5c', '受理', '甲', '{"a": [1, null, "汉字"]}', 0.1),
  (2, '', null, 'infinity', null, '', '办结', '乙', 'null', 'NaN'), (3, null, -0.0001, null, false, null, null, null, null, '-Infinity'), (4, '𠮷 表情 😀', 1, '0001-01-01 00:00:00+00 BC', true, null, null, null, '1e400', 1e-300);
create table 业务."""; drop table odd; --" (编号 bigint generated always as identity primary key, 值 text); insert into 业务."""; drop table odd; --" (值) select '行' || i from generate_series(1, 20) i;
create table wide (id int primary key, t text); insert into wide select i, repeat(md5(i::text), 8) from generate_series(1, 20000) i; create index on wide (t);
create table parted (d date, v int) partition by range (d); create table parted_2024 partition of parted for values from ('2024-01-01') to ('2025-01-01'); insert into parted select '2024-03-01', i from generate_series(1, 50) i;
do $$ begin execute 'create table broad (' || (select string_agg('c' || i || ' int', ', ') from generate_series(1, 120) i) || ')'; insert into broad (c1, c60, c119) values (1, 2, 3), (null, null, null); end $$;
create table nothing_yet (a int); create table no_columns (); insert into no_columns default values;
create view seen as select n, words from odd where flag; create function twice(i int) returns int language sql as 'select i * 2';
create function stamp() returns trigger language plpgsql as $$ begin new.t := upper(new.t); return new; end $$; create trigger stamped before update on wide for each row execute function stamp();
create role keeper login password 'keeper-Pass-1'; grant pg_read_all_data to keeper; alter role keeper createdb;
`

testDumps({
  connector: postgres,
  async start() {
    const server = await startPostgres()
    if ('missing' in server) return server
    const clients = new Map<string, pg.Client>()
    const execute = async (statement: string, database = server.database) => {
      const client = clients.get(database) ?? new pg.Client({ host: server.host, port: server.port, user: server.username, password: server.password, database })
      if (!clients.has(database)) await client.connect()
      clients.set(database, client)
      await client.query(statement)
    }
    await execute(CONTENT)
    return {
      port: server.port,
      settings: { database: server.database, username: server.username },
      secrets: { password: server.password },
      widest: { name: 'public.wide', rows: 20_000 },
      execute,
      async stop() {
        await Promise.all([...clients.values()].map((client) => client.end()))
        await server.stop()
      },
    }
  },
})

test('postgres: while somebody waits to change a table, counting beside a dump stops instead of counting what the dump does not hold', async (t) => {
  const server = await startPostgres()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const [reader, writer, counter] = await Promise.all([0, 1, 2].map(async () => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    return client
  })) as [pg.Client, pg.Client, pg.Client]
  await writer.query('create table changed (n int)')
  // As the tool holds it; then the change waits, and what comes after it waits behind it.
  await reader.query('begin; lock table changed in access share mode')
  await counter.query('begin isolation level repeatable read read only')
  const waiting = writer.query('alter table changed add column later int default 1')
  while ((await reader.query("select from pg_locks where relation = 'changed'::regclass and not granted")).rowCount === 0) await pause(20)
  await assert.rejects(tallyPostgres(counter, [], { isGentle: true }), { code: '55P03' })
  await Promise.all([reader.end(), counter.end()])
  await waiting
  await writer.end()
})
