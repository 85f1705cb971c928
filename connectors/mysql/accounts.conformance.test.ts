import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { createConnection } from 'mysql2/promise'

import { defaultLimits } from '../connector.ts'
import { testAccounts } from '../testing/account-conformance.ts'
import { mysql } from './mysql.ts'
import { readColumnGrant } from './prove-limits.ts'

let started: ReturnType<typeof startMariadb> | undefined
let prepared: Promise<unknown> | undefined
const server = () => (started ??= startMariadb())
after(async () => {
  const running = await started
  if (running !== undefined && 'stop' in running) await running.stop()
})

/** An older system: ids of ours, the role's code in the link table itself, whole days, a version that counts, no place for a journal. */
const tables = `
  create table t_user (user_id char(36) primary key, user_code varchar(64) not null unique, user_name varchar(100) not null, org varchar(100), duty varchar(100), enabled tinyint not null, kind varchar(10) not null default 'person', seen datetime null, ver int not null default 1) engine=innodb default charset=utf8mb4;
  create table t_role (code varchar(40) primary key, name varchar(100) not null, sys varchar(10) not null) engine=innodb default charset=utf8mb4;
  create table t_user_role (user_id char(36) not null, code varchar(40) not null, sys varchar(10) not null, expires date null, granted_by varchar(20) not null, primary key (user_id, code), foreign key (user_id) references t_user (user_id), foreign key (code) references t_role (code)) engine=innodb default charset=utf8mb4;
  create table t_salary (n int) engine=innodb;
  insert into t_role values ('reader', '查询', 'A'), ('clerk', '经办', 'A'), ('boss', '审批', 'A'), ('other', '别的系统', 'B');
  insert into t_user (user_id, user_code, user_name, enabled, seen) select uuid(), concat('person', lpad(seq, 3, '0')), concat('人员', seq), 1, '2026-01-02 03:04:05' from seq_1_to_450;
  insert into t_user (user_id, user_code, user_name, enabled, kind) values (uuid(), 'zz.robot', '接口账号', 1, 'api');
  insert into t_user_role select user_id, 'boss', 'A', null, 'old' from t_user where user_code = 'person001';
  insert into t_user_role select user_id, 'other', 'B', null, 'old' from t_user where user_code = 'person001';
  create user keeper@'%' identified by 'keeper-Pass-1';
  grant select (user_id, user_code, user_name, org, duty, enabled, kind, seen, ver), insert (user_id, user_code, user_name, org, duty, enabled, ver), update (org, duty, enabled, ver) on test.t_user to keeper@'%';
  grant select on test.t_role to keeper@'%';
  grant select, insert (user_id, code, sys, expires, granted_by), update (expires), delete on test.t_user_role to keeper@'%'`

const mapping = {
  account: { table: 't_user', id: 'user_id', newId: 'uuid', name: 'user_code', displayName: 'user_name', unit: 'org', post: 'duty', state: { column: 'enabled', active: 1, suspended: 0, closed: 2 }, lastUsedAt: { column: 'seen' }, version: 'ver', service: { column: 'kind', value: 'api' } },
  role: { table: 't_role', code: 'code', title: 'name', fixed: { sys: 'A' } },
  link: { table: 't_user_role', account: 'user_id', role: 'code', validTo: { column: 'expires', kind: 'date' }, fixed: { sys: 'A' }, defaults: { granted_by: 'xinyun' } },
}

async function admin(sql: string) {
  const running = await server()
  assert.ok('url' in running)
  const client = await createConnection({ uri: running.url, multipleStatements: true })
  return client.query(sql).finally(() => client.end())
}

const open = (port: number) =>
  mysql.open({
    settings: mysql.settings.parse({ host: '127.0.0.1', port, database: 'test', username: 'keeper', accounts: mapping }),
    secrets: { password: 'keeper-Pass-1' },
    limits: { ...defaultLimits, doorsPerTarget: 8 },
    allowList: { entries: ['127.0.0.1'] },
    clock: systemClock,
  })

const start = async () => {
  const running = await server()
  if (!('missing' in running)) await (prepared ??= admin(tables))
  return 'missing' in running ? running : { port: running.port, stop: async () => {} }
}

testAccounts({
  name: 'mysql without a journal',
  start,
  open,
  person: 'person001',
  program: 'zz.robot',
  roles: ['reader', 'clerk'],
  disturb: async () => void (await admin(`update t_user set ver = ver + 1 where user_code = 'person001'`)),
  validity: 'date',
})

test('mysql: grants and accounts of another system in the same tables are neither seen nor touched', async (t) => {
  const running = await start()
  if (skipWithout(t, running)) return
  const door = await open(running.port)
  assert.deepEqual((await door.accounts?.listRoles())?.map(({ role }) => role), ['boss', 'clerk', 'reader'])
  const before = await door.accounts?.readAccount('person001')
  assert.ok(before && !before.roles.some(({ role }) => role === 'other'))
  assert.equal(before.lastUsedAt, '2026-01-02T03:04:05.000+08:00')
  await assert.rejects(async () => door.accounts?.planChange({ kind: 'roles', account: 'person002', grant: [{ role: 'other', validTo: null }], revoke: [] }), { failure: 'conflict' })
  await door.close()
})

test('mysql: a login that can write anything more is not proven limited', async (t) => {
  const running = await start()
  if (skipWithout(t, running)) return
  for (const [grant, revoke, told] of [
    [`grant update (user_name) on test.t_user to keeper@'%'`, `revoke update (user_name) on test.t_user from keeper@'%'`, /UPDATE\(.*user_name/],
    [`grant delete on test.t_user to keeper@'%'`, `revoke delete on test.t_user from keeper@'%'`, /超出.*DELETE/],
    [`grant insert on test.t_salary to keeper@'%'`, `revoke insert on test.t_salary from keeper@'%'`, /t_salary.*INSERT/],
    [`grant create user on *.* to keeper@'%'`, `revoke create user on *.* from keeper@'%'`, /CREATE USER/],
  ] as const) {
    await admin(grant)
    const door = await open(running.port)
    const proof = await door.accounts?.proveLimits()
    await door.close()
    assert.equal(proof?.isLimited, false, grant)
    assert.match(proof.lines.join('\n'), told)
    await admin(revoke)
  }
})

test('mysql: a grant is read with its columns, and what does not read as one counts as surplus', () => {
  assert.deepEqual(readColumnGrant("GRANT SELECT, INSERT (`a`, `b`), DELETE ON `app`.`t` TO `k`@`%` WITH GRANT OPTION", 'app'), {
    object: 't',
    privileges: [{ name: 'SELECT', columns: null }, { name: 'INSERT', columns: ['a', 'b'] }, { name: 'DELETE', columns: null }, { name: 'GRANT OPTION', columns: null }],
  })
  assert.deepEqual(readColumnGrant('GRANT `writers` TO `k`@`%`', 'app').privileges, [{ name: 'GRANT `WRITERS` TO', columns: null }])
})
