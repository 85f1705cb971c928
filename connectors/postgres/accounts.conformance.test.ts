import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import pg from 'pg'

import { defaultLimits } from '../connector.ts'
import { testAccounts } from '../testing/account-conformance.ts'
import { postgres } from './postgres.ts'

let started: ReturnType<typeof startPostgres> | undefined
let prepared: Promise<unknown> | undefined
const server = () => (started ??= startPostgres())
after(async () => {
  const running = await started
  if (running !== undefined && 'stop' in running) await running.stop()
})

/** Tables of a system of the usual kind: ids from the database, states as text, who has which in a link table of its own. */
const tables = `
  create schema sys;
  create table sys.app_user (id bigint generated always as identity primary key, login text not null unique, real_name text not null, dept text, job text, status text not null check (status in ('0', '1', '9')), is_api boolean not null default false,
    last_login timestamptz, row_version integer not null default 1, updated timestamptz, app text not null default 'web', theme text not null default 'light');
  create table sys.app_role (id integer primary key, code text not null unique, name text not null, level integer not null, family text);
  create table sys.app_user_role (user_id bigint not null references sys.app_user, role_id integer not null references sys.app_role, begin_on date, end_at timestamp, primary key (user_id, role_id));
  create table sys.app_change_log (change_key text primary key, login text, order_no text, approver text, at timestamptz);
  create table sys.secret (word text);
  insert into sys.app_role values (1, 'reader', '查询', 1, null), (2, 'clerk', '经办', 1, null), (3, 'boss', '审批', 9, 'power');
  insert into sys.app_user (login, real_name, dept, status, is_api) select 'person' || lpad(n::text, 3, '0'), '人员' || n, '一处', '1', false from generate_series(1, 450) n;
  insert into sys.app_user (login, real_name, status, is_api) values ('zz.robot', '接口账号', '1', true);
  insert into sys.app_user_role (user_id, role_id) select id, 3 from sys.app_user where login = 'person001';
  create role keeper login password 'keeper-Pass-1'; grant usage on schema sys to keeper;
  grant select on sys.app_user, sys.app_role, sys.app_user_role, sys.app_change_log to keeper;
  grant insert (login, real_name, dept, job, status, row_version, updated), update (dept, job, status, row_version, updated) on sys.app_user to keeper;
  grant insert, update (end_at), delete on sys.app_user_role to keeper; grant insert on sys.app_change_log to keeper`

const account = {
  table: 'sys.app_user', id: 'id', name: 'login', displayName: 'real_name', unit: 'dept', post: 'job', state: { column: 'status', active: '1', suspended: '0', closed: '9' },
  lastUsedAt: { column: 'last_login' }, version: 'row_version', updatedAt: { column: 'updated' }, service: { column: 'is_api', value: true },
}
const mapping = {
  account,
  role: { table: 'sys.app_role', id: 'id', code: 'code', title: 'name', privileged: { column: 'level', value: 9 }, exclusionGroup: 'family' },
  link: { table: 'sys.app_user_role', account: 'user_id', role: 'role_id', validFrom: { column: 'begin_on', kind: 'date' }, validTo: { column: 'end_at' } },
  journal: { table: 'sys.app_change_log', key: 'change_key', account: 'login', order: 'order_no', approver: 'approver', at: { column: 'at' } },
}

async function admin(sql: string) {
  const running = await server()
  assert.ok('url' in running)
  const client = new pg.Client({ connectionString: running.url })
  await client.connect()
  return client.query(sql).finally(() => client.end())
}

const open = (port: number, accounts: unknown = mapping, login = { username: 'keeper', password: 'keeper-Pass-1' }) =>
  postgres.open({
    settings: postgres.settings.parse({ host: '127.0.0.1', port, database: 'postgres', username: login.username, accounts }),
    secrets: { password: login.password },
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
  name: 'postgres with a journal',
  start,
  open,
  person: 'person001',
  program: 'zz.robot',
  roles: ['reader', 'clerk'],
  disturb: async () => void (await admin(`update sys.app_user set job = coalesce(job, '') || '*' where login = 'person001'`)),
  validity: 'instant',
})

test('postgres: what of a mapping the live catalogue does not bear out is told at once, and nothing is written by it', async (t) => {
  const running = await start()
  if (skipWithout(t, running)) return
  const door = await open(running.port, { ...mapping, account: { ...account, name: 'real_name', unit: 'no_such' }, link: { table: 'sys.no_such', account: 'user_id', role: 'role_id' } })
  const problems = await door.accounts?.checkMapping()
  assert.deepEqual(problems, ['表 sys.app_user 没有列 no_such，或登录账号无权查看', '没有表 sys.no_such，或登录账号无权查看'])
  await assert.rejects(async () => door.accounts?.planChange({ kind: 'suspend', account: 'person002' }), { failure: 'unsupported', message: /账号映射/ })
  await door.close()
  const unsure = await open(running.port, { ...mapping, account: { ...account, name: 'real_name' } })
  assert.deepEqual(await unsure.accounts?.checkMapping(), ['表 sys.app_user 的 real_name 没有唯一约束，不能按它认定一行'])
  await unsure.close()
  assert.match(JSON.stringify(postgres.settings.safeParse({ host: 'h', database: 'd', username: 'u', accounts: { ...mapping, journal: undefined, account: { ...account, version: undefined } } }).error?.issues), /流水表/)
  assert.equal(postgres.settings.safeParse({ host: 'h', database: 'd', username: 'u', accounts: { ...mapping, link: { ...mapping.link, table: 'sys.x"; drop table y' } } }).success, false)
})

test('postgres: a login that can write anything more is not proven limited, and each surplus is named', async (t) => {
  const running = await start()
  if (skipWithout(t, running)) return
  const proofOf = async (login?: { username: string; password: string }) => {
    const door = await open(running.port, mapping, login)
    const proof = await door.accounts?.proveLimits()
    await door.close()
    assert.ok(proof)
    return proof
  }
  for (const [grant, revoke, told] of [
    ['grant update (real_name) on sys.app_user to keeper', 'revoke update (real_name) on sys.app_user from keeper', /UPDATE sys\.app_user\(real_name\)/],
    ['grant delete on sys.app_user to keeper', 'revoke delete on sys.app_user from keeper', /DELETE sys\.app_user/],
    ['grant insert on sys.secret to keeper', 'revoke insert on sys.secret from keeper', /INSERT sys\.secret/],
    ['grant update on sys.app_role to keeper', 'revoke update on sys.app_role from keeper', /UPDATE sys\.app_role/],
    ['alter role keeper createrole', 'alter role keeper nocreaterole', /创建角色/],
  ] as const) {
    await admin(grant)
    const proof = await proofOf()
    assert.equal(proof.isLimited, false, grant)
    assert.match(proof.lines.join('\n'), told)
    await admin(revoke)
  }
  assert.equal((await proofOf()).isLimited, true)
  assert.ok('password' in (await server()))
  const { password } = (await server()) as { password: string }
  assert.equal((await proofOf({ username: 'postgres', password })).isLimited, false)
})

test('postgres: a locked account is waited for only so long, and the door stays usable', async (t) => {
  const running = await start()
  if (skipWithout(t, running)) return
  const blocker = new pg.Client({ connectionString: ((await server()) as { url: string }).url })
  await blocker.connect()
  t.after(() => blocker.end())
  await blocker.query(`begin; select from sys.app_user where login = 'person005' for update`)
  const door = await open(running.port)
  const before = await door.accounts?.readAccount('person005')
  assert.ok(door.accounts && before)
  const order = { number: 'GD-1', requester: '甲', approver: '乙', executor: '系统', reason: '测试' }
  await assert.rejects(door.accounts.applyChange({ kind: 'suspend', account: 'person005' }, { key: 'locked-one', basis: before.version, order }), { failure: 'timeout', message: /等待锁/ })
  await blocker.query('rollback')
  assert.equal((await door.accounts.applyChange({ kind: 'suspend', account: 'person005' }, { key: 'locked-one', basis: before.version, order })).after.state, 'suspended')
  await door.close()
})
