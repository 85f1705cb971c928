import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { createConnection } from 'mysql2/promise'

import { dataLimits, defaultLimits } from '../connector.ts'
import { ledgerColumns } from '../sql/change-settings.ts'
import { testDataChanges } from '../testing/data-change-conformance.ts'
import { mysql } from './mysql.ts'

let started: ReturnType<typeof startMariadb> | undefined
let prepared: Promise<unknown> | undefined
const server = () => (started ??= startMariadb())
after(async () => {
  const running = await started
  if (running !== undefined && 'stop' in running) await running.stop()
})

const tables = `
  create database app default character set utf8mb4; create database elsewhere; create table elsewhere.item (id integer primary key);
  create table app.item (id bigint unsigned primary key, code varchar(100) not null, amount decimal(12, 2) not null, note text, flag tinyint default 1, at datetime(6) default '2026-01-02 03:04:05.123456', day date default '2026-01-02', raw varbinary(20) default x'00ff27', doc longtext default '{"a": "b"}', ratio float default 0.1, bits bit(8) default b'10100101', doubled decimal(14, 2) generated always as (amount * 2) stored) engine=innodb;
  insert into app.item (id, code, amount) select seq, concat('c', seq), seq from seq_1_to_3000;
  create table app.keyless (a integer) engine=innodb; create table app.parent (id integer primary key) engine=innodb; create table app.child (id integer primary key, parent_id integer, foreign key (parent_id) references app.parent (id) on delete cascade) engine=innodb; insert into app.parent values (1);
  create table app.xinyun_data_change (${ledgerColumns.map(([name, type]) => `${name} ${type}`).join(', ')}) engine=innodb;
  create table app.described (id bigint unsigned not null auto_increment primary key, name varchar(40) character set latin1 not null default 'none COMMENT ''x''' comment '名称', \`odd\`\`name\` enum('a', 'b''c') default 'b''c', doc json, day timestamp null default current_timestamp on update current_timestamp, doubled bigint generated always as (id % 7 * 2) virtual, hidden int invisible default 3, kept int not null default 0 comment 'it''s' check (kept < 100), index (day)) engine=innodb comment '旧的' partition by hash (id) partitions 2;
  insert into app.described (doc) values ('{}');
  create user keeper@'%' identified by 'keeper-Pass-1'; grant select, insert, update, delete on app.* to keeper@'%'; grant alter on app.described to keeper@'%'`

async function admin(sql: string) {
  const running = await server()
  assert.ok('url' in running)
  const client = await createConnection({ uri: running.url, multipleStatements: true, rowsAsArray: true, dateStrings: true, decimalNumbers: false })
  const [rows] = await client.query(sql).finally(() => client.end())
  return (Array.isArray(rows) ? rows : []) as unknown[][]
}
const start = async () => {
  const running = await server()
  if (!('missing' in running)) await (prepared ??= admin(tables))
  return running
}
const settings = (port: number) => ({ settings: { host: '127.0.0.1', port, database: 'app', username: 'keeper', changes: { schemas: ['app'] } }, secrets: { password: 'keeper-Pass-1' } })
const open = (port: number) => mysql.open({ settings: mysql.settings.parse(settings(port).settings), secrets: settings(port).secrets, limits: { ...defaultLimits, ...dataLimits, doorsPerTarget: 8 }, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })

testDataChanges({ name: 'mariadb', kind: 'mysql', start, open, settings, admin })

test('mariadb: a stream gives every row once and takes reading statements only', async (t) => {
  const running = await start()
  if ('missing' in running ? skipWithout(t, running) : false) return
  const door = await open((running as { port: number }).port)
  let count = 0
  const told = await door.stream?.('select id, amount from app.item order by id', async ({ columns, kinds, rows }) => {
    assert.deepEqual([columns, kinds], [['id', 'amount'], ['integer', 'decimal']])
    count += rows.length
  })
  assert.deepEqual([told?.rows, count], [3_000, 3_000])
  assert.equal((await door.stream?.('select id from app.item where id between ? and ?', async () => {}, { parameters: [11, 20] }))?.rows, 10)
  await assert.rejects(async () => door.stream?.('delete from app.item', async () => {}), { failure: 'forbidden' })
  assert.equal((await door.stream?.('select id from app.item where false', async ({ rows }) => assert.equal(rows.length, 0)))?.rows, 0)
  await door.close()
})
