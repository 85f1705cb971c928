import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { defaultLimits } from '#connectors/connector.ts'
import { httpEndpoint } from '#connectors/http-endpoint/http-endpoint.ts'
import { publishedAccountInterface } from '#connectors/http-endpoint/published-account-interface.ts'
import { testAccounts } from '#connectors/testing/account-conformance.ts'
import { manualClock, systemClock } from '#platform/clock/clock.ts'
import { databaseUrl, withConnection } from '#platform/database/connect.ts'
import { standardIdentityPolicy } from '#platform/identity/identity-policy.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { lawEnforcement } from '#subsystems/law-enforcement/subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { migrationsOf } from '../database/prepare-database.ts'
import { openSubsystem } from '../open-subsystem.ts'

const { url, pool } = await createTestDatabase(migrationsOf(lawEnforcement))
const home = await mkdtemp(path.join(tmpdir(), 'subsystem-'))
const clock = manualClock(new Date('2026-05-20T10:00:00+08:00'))
const opened = await openSubsystem(lawEnforcement, { databaseUrl: url, home, clock, log: createLogger({ name: 'test', level: 'silent' }), scale: 1, policy: { ...standardIdentityPolicy, hashIterations: 500 } })
const { app, accounts } = opened
const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
after(async () => {
  await opened.close()
  await rm(home, { recursive: true })
  const database = new URL(url).pathname.slice(1)
  await withConnection(databaseUrl(url, 'postgres'), async (connection) => {
    await connection.query(`drop database if exists ${database} with (force)`)
    for (const kind of ['app', 'probe', 'keeper']) await connection.query(`drop role if exists xinyun_${kind}_${database}`)
  })
})
const tokenOf = (username: string) => accounts.services?.find((one) => one.username === username)?.token ?? assert.fail(username)
const openAt = (prefix: string, validity: 'instant' | 'date', username: string) => (at: number) =>
  httpEndpoint.open({
    settings: httpEndpoint.settings.parse({ baseUrl: `http://127.0.0.1:${at}`, accounts: publishedAccountInterface(prefix, validity) }),
    secrets: { token: tokenOf(username) },
    limits: { ...defaultLimits, doorsPerTarget: 8 },
    allowList: { entries: ['127.0.0.1'] },
    clock: systemClock,
  })
const openWeb = openAt('/api/account-maintenance', 'date', 'quanxian.weihu')

testAccounts({
  name: 'web accounts of a subsystem',
  start: async () => ({ port, stop: async () => {} }),
  open: openWeb,
  person: 'zhifa1',
  program: 'quanxian.weihu',
  roles: ['legal-reviewer', 'approver'],
  disturb: async () => void (await pool.query(`update platform.user_account set version = version + 1 where username = 'zhifa1'`)),
  validity: 'date',
})

const order = { number: 'GD-20260520-0001', requester: '申请人甲', approver: '审批人乙', executor: '信运', reason: '岗位调整' }
const send = (prefix: string, token: string, body: object) => app.inject({ method: 'POST', url: `${prefix}/changes`, headers: { authorization: `Bearer ${token}`, 'x-xinyun': '1' }, payload: body })
const basisOf = async (prefix: string, username: string, account: string) => {
  const found = await app.inject({ url: `${prefix}/accounts/${account}`, headers: { authorization: `Bearer ${tokenOf(username)}` } })
  return found.statusCode === 404 ? '' : found.json<{ version: string }>().version
}
const change = async (given: { account: string; [more: string]: unknown }, more: object = {}) => send('/api/account-maintenance', tokenOf('quanxian.weihu'), { key: randomUUID(), basis: await basisOf('/api/account-maintenance', 'quanxian.weihu', given.account), order: { ...order, ...more }, change: given })

test('the interface opens for its own program alone, and the program for nothing else', async () => {
  const other = tokenOf('app.quanxian.weihu')
  assert.equal((await app.inject({ url: '/api/account-maintenance/accounts' })).statusCode, 401)
  assert.equal((await app.inject({ url: '/api/account-maintenance/accounts', headers: { authorization: `Bearer ${other}` } })).statusCode, 403)
  assert.equal((await app.inject({ url: '/api/app/account-maintenance/accounts', headers: { authorization: `Bearer ${tokenOf('quanxian.weihu')}` } })).statusCode, 403)
  for (const address of ['/api/identity/users', '/api/case-items', '/api/runtime', '/api/enforcement/checks']) assert.equal((await app.inject({ url: address, headers: { authorization: `Bearer ${other}` } })).statusCode, 403, address)
})

test('an approver who asked, executes, or is the account himself is refused, also by the table', async () => {
  for (const more of [{ approver: '申请人甲' }, { approver: '信运' }, { approver: 'zhifa2' }]) {
    const answer = await change({ kind: 'suspend', account: 'zhifa2' }, more)
    assert.equal(answer.statusCode, 409)
    assert.equal(answer.json<{ code: string }>().code, 'account-order.four-eyes')
  }
  await assert.rejects(
    pool.query(`insert into casework.account_order (target, order_key, account, change, order_number, requester, approver, executor, reason, account_after, carried_out_at, carried_out_by)
      values ('web', 'k', 'zhifa2', '{}', 'n', '甲', '甲', '信运', 'r', '{}', now(), gen_random_uuid())`),
    /account_order_four_eyes/,
  )
})

test('三权分立 holds for orders: a second power is refused by the index and nothing of the order stays', async () => {
  const answer = await change({ kind: 'roles', account: 'guanli', grant: [{ role: 'approver', validTo: null }, { role: 'auditor', validTo: null }] })
  assert.equal(answer.statusCode, 409)
  assert.equal(answer.json<{ code: string }>().code, 'identity.roles-exclude')
  const { rows } = await pool.query(`select g.role_code from platform.role_grant g join platform.user_account using (user_id) where username = 'guanli' and g.state in ('active', 'pending')`)
  assert.deepEqual(rows, [{ role_code: 'administrator' }])
})

test('roles of programs are neither offered nor given', async () => {
  const roles = await app.inject({ url: '/api/account-maintenance/roles', headers: { authorization: `Bearer ${tokenOf('quanxian.weihu')}` } })
  const codes = roles.json<{ items: Array<{ role: string }> }>().items.map(({ role }) => role)
  assert.ok(codes.includes('enforcer'))
  assert.ok(!codes.some((role) => ['probe', 'account-maintainer', 'app-right-maintainer'].includes(role)))
  assert.equal((await change({ kind: 'roles', account: 'zhifa2', grant: [{ role: 'account-maintainer', validTo: null }] })).statusCode, 409)
})

test('the grant names the order and its approver, and a decider without either is refused by the database', async () => {
  assert.equal((await change({ kind: 'roles', account: 'chaxun', grant: [{ role: 'patrol', validTo: '2026-05-21T00:00:00+08:00' }] })).statusCode, 200)
  const { rows } = await pool.query(`select g.role_grant_id, g.decided_reference, g.decided_by, g.valid_to, r.username as requester from platform.role_grant g join platform.user_account a using (user_id) join platform.user_account r on r.user_id = g.requested_by where a.username = 'chaxun' and g.role_code = 'patrol'`)
  assert.deepEqual([rows[0].decided_reference, rows[0].decided_by, rows[0].requester], ['GD-20260520-0001 审批人乙', null, 'quanxian.weihu'])
  await assert.rejects(pool.query('update platform.role_grant set decided_reference = null where role_grant_id = $1', [rows[0].role_grant_id]), /role_grant_four_eyes/)
  const audit = await pool.query(`select actor_name, details from platform.audit_entry where action = 'account-order.carried-out' and object_id = 'chaxun'`)
  assert.equal(audit.rows[0].details.approver, '审批人乙')
})

test('one key is one change: another change under it is refused', async () => {
  const key = randomUUID()
  const token = tokenOf('quanxian.weihu')
  const body = async (given: object) => ({ key, basis: await basisOf('/api/account-maintenance', 'quanxian.weihu', 'fazhi'), order, change: given })
  assert.equal((await send('/api/account-maintenance', token, await body({ kind: 'suspend', account: 'fazhi' }))).statusCode, 200)
  const again = await send('/api/account-maintenance', token, await body({ kind: 'reopen', account: 'fazhi' }))
  assert.equal(again.json<{ code: string }>().code, 'account-order.key-reused')
})

test('rights of the mobile client are a target of their own: given, enforced by the client’s endpoints, and ended at their instant', async () => {
  const door = await openAt('/api/app/account-maintenance', 'instant', 'app.quanxian.weihu')(port)
  assert.ok(door.accounts)
  assert.deepEqual(await door.accounts.checkMapping(), [])
  const { items } = (await app.inject({ url: '/api/app/account-maintenance/roles', headers: { authorization: `Bearer ${tokenOf('app.quanxian.weihu')}` } })).json<{ items: unknown[] }>()
  assert.equal(items.length, 3)
  const carry = async (given: Parameters<NonNullable<typeof door.accounts>['planChange']>[0]) => {
    const { before } = await door.accounts!.planChange(given)
    return door.accounts!.applyChange(given, { key: randomUUID(), basis: before?.version ?? null, order })
  }
  const password = accounts.people?.find(({ username }) => username === 'shenpi')?.password ?? ''
  const signInApp = () => app.inject({ method: 'POST', url: '/api/app/sign-in', headers: { 'x-xinyun': '1' }, payload: { username: 'shenpi', password: 'Own-Secret-77-Wd' } })
  const first = await app.inject({ method: 'POST', url: '/api/identity/sign-in', headers: { 'x-xinyun': '1' }, payload: { username: 'shenpi', password } })
  const session = first.cookies[0]
  await app.inject({ method: 'POST', url: '/api/identity/change-password', headers: { 'x-xinyun': '1' }, cookies: { [session!.name]: session!.value }, payload: { currentPassword: password, newPassword: 'Own-Secret-77-Wd' } })
  assert.equal((await signInApp()).json<{ code: string }>().code, 'app.not-open')

  await carry({ kind: 'create', account: 'shenpi', displayName: '审批人（示例）', unit: '示例单位', post: '', grant: [{ role: 'tasks', validTo: '2026-05-20T10:05:00.000+08:00' }] })
  // The web role is the other half: without it the client's endpoints stay shut.
  assert.equal((await change({ kind: 'roles', account: 'shenpi', grant: [{ role: 'patrol', validTo: null }], revoke: [] })).statusCode, 200)
  const { token } = (await signInApp()).json<{ token: string }>()
  const get = (address: string) => app.inject({ url: address, headers: { authorization: `Bearer ${token}` } })
  assert.equal((await get('/api/app/tasks')).statusCode, 200)
  assert.equal((await get('/api/app/sync')).json<{ code: string }>().code, 'app.no-right')
  clock.advance(6 * 60_000)
  assert.equal((await get('/api/app/tasks')).json<{ code: string }>().code, 'app.no-right')
  await carry({ kind: 'suspend', account: 'shenpi' })
  assert.equal((await signInApp()).json<{ code: string }>().code, 'app.not-open')
  await assert.rejects(carry({ kind: 'create', account: 'nobody.web', displayName: '没有网页账号', unit: '', post: '', grant: [] }), { failure: 'conflict', message: /网页账号/ })
  await door.close()
})
