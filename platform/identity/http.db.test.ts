import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { auditApi } from '#platform/audit/api.ts'
import { auditRoutes } from '#platform/audit/routes.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { identityApi } from './api.ts'
import { createTestIdentity } from './testing/test-identity.ts'

const { runtime, identity, bySystem, newUser, signedInUser } = await createTestIdentity()
const folder = await mkdtemp(path.join(tmpdir(), 'identity-http-'))
const app = await createHttpServer({
  title: '测试',
  version: '0',
  runtime,
  implementations: [identity.routes, auditRoutes(() => [identityApi, auditApi])],
  files: openFileStore(folder),
  identify: identity.identify,
  readiness: [],
})
after(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

type Sent = { cookie?: string; bearer?: string; body?: object; headers?: Record<string, string> }

async function send(method: 'GET' | 'POST' | 'PATCH', url: string, { cookie, bearer, body, headers = { 'x-xinyun': '1' } }: Sent = {}) {
  const answer = await app.inject({
    method,
    url,
    headers: { ...headers, ...(cookie ? { cookie: `xinyun_session=${cookie}` } : {}), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    ...(body ? { payload: body } : {}),
  })
  const text = answer.body
  return { status: answer.statusCode, cookie: answer.cookies[0], setCookie: String(answer.headers['set-cookie'] ?? ''), body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
}

async function auditLines(action: string): Promise<Array<{ outcome: string; actorName: string; reason: string | null; userId: string | null; address: string | null; details: Record<string, unknown> }>> {
  const { rows } = await sql<never>`select outcome, actor_name, reason, user_id, address, details from platform.audit_entry where action = ${action} order by audit_entry_id`.execute(runtime.database)
  return rows
}

test('from initial password to signed in: three requests, the cookie out of reach of scripts and foreign pages', async () => {
  const user = await newUser(['reader'])
  const first = await send('POST', '/api/identity/sign-in', { body: { username: user.username, password: user.initialPassword } })
  assert.deepEqual(first.body, { state: 'password-change-needed' })
  assert.match(first.setCookie, /HttpOnly/)
  assert.match(first.setCookie, /SameSite=Strict/)
  assert.match(first.setCookie, /Path=\//)
  const half = first.cookie?.value ?? ''
  assert.equal((await send('GET', '/api/identity/me', { cookie: half })).status, 401)
  assert.equal((await send('GET', '/api/identity/users', { cookie: half })).status, 401)
  const changed = await send('POST', '/api/identity/change-password', { cookie: half, body: { currentPassword: user.initialPassword, newPassword: 'Kite-742-Lamp' } })
  assert.deepEqual(changed.body, { state: 'signed-in' })
  const me = await send('GET', '/api/identity/me', { cookie: changed.cookie?.value ?? '' })
  assert.equal(me.status, 200)
  assert.deepEqual(me.body['permissions'], ['user:read'])
  assert.equal(me.body['idleTimeoutMinutes'], 30)
})

test('who is here is answered without a refusal, also for nobody', async () => {
  const user = await signedInUser()
  const nobody = await send('GET', '/api/identity/current')
  assert.deepEqual([nobody.status, nobody.body], [200, { me: null }])
  const somebody = await send('GET', '/api/identity/current', { cookie: user.token })
  assert.equal((somebody.body['me'] as { user: { userId: string } }).user.userId, user.userId)
})

test('behind a proxy that speaks https the cookie is for https only', async () => {
  const user = await signedInUser()
  const answer = await send('POST', '/api/identity/sign-in', { body: { username: user.username, password: user.password }, headers: { 'x-xinyun': '1', 'x-forwarded-proto': 'https' } })
  assert.match(answer.setCookie, /Secure/)
})

test('a change asked for by a foreign page is refused, with a cookie but without the mark of our pages', async () => {
  const user = await signedInUser()
  const answer = await send('POST', '/api/identity/sign-out-everywhere', { cookie: user.token, headers: {} })
  assert.equal(answer.status, 403)
  assert.equal(answer.body['code'], 'request.foreign-origin')
  assert.equal((await send('GET', '/api/identity/me', { cookie: user.token })).status, 200)
})

test('nobody is answered 401, a person without the permission 403, and both refusals are in the audit trail', async () => {
  const user = await signedInUser()
  const body = { username: 'attempt.one', displayName: '某人' }
  assert.equal((await send('POST', '/api/identity/users', { body })).status, 401)
  assert.equal((await send('POST', '/api/identity/users', { cookie: user.token, body })).status, 403)
  const lines = await auditLines('user.created')
  const refused = lines.filter((line) => line.outcome === 'refused')
  assert.deepEqual(refused.map((line) => [line.reason, line.userId]), [['request.not-signed-in', null], ['request.forbidden', user.userId]])
})

test('a failed sign-in is audited with the name that was tried and never with the password', async () => {
  await send('POST', '/api/identity/sign-in', { body: { username: 'Tried.Name', password: 'Hush-Hush-99' } })
  await send('POST', '/api/identity/sign-in', { body: { username: 'my secret pass!', password: 'Hush-Hush-99' } })
  const lines = (await auditLines('session.started')).filter((line) => line.reason === 'identity.wrong-credentials').slice(-2)
  assert.deepEqual(lines.map((line) => line.details['username']), ['Tried.Name', '（不像用户名，未记录）'])
  assert.equal(lines[0]?.address, '127.0.0.1')
  const { rows } = await sql<{ found: number }>`select count(*) as found from platform.audit_entry e where e::text like '%Hush-Hush%' or e::text like '%my secret pass%'`.execute(runtime.database)
  assert.equal(rows[0]?.found, 0)
})

test('a failed sign-in is counted although it is refused, and the fifth locks', async () => {
  const user = await signedInUser()
  for (let count = 0; count < 5; count += 1) assert.equal((await send('POST', '/api/identity/sign-in', { body: { username: user.username, password: 'Wrong-Guess-1' } })).status, 401)
  const answer = await send('POST', '/api/identity/sign-in', { body: { username: user.username, password: user.password } })
  assert.equal(answer.status, 423)
  assert.match(String(answer.body['title']), /2024-09-02 09:30 后可再试/)
})

test('a successful sign-in is audited under the person', async () => {
  const user = await signedInUser()
  await send('POST', '/api/identity/sign-in', { body: { username: user.username, password: user.password } })
  const line = (await auditLines('session.started')).at(-1)
  assert.deepEqual([line?.outcome, line?.userId], ['done', user.userId])
})

test('signing out clears the cookie and ends the session', async () => {
  const user = await signedInUser()
  const answer = await send('POST', '/api/identity/sign-out', { cookie: user.token })
  assert.equal(answer.status, 204)
  assert.match(answer.setCookie, /xinyun_session=;/)
  assert.equal((await send('GET', '/api/identity/me', { cookie: user.token })).status, 401)
})

test('a program signs in by bearer token, without cookie and without the mark', async () => {
  const account = { username: 'cli-http', displayName: '命令行', roles: ['system-admin'], token: 'z'.repeat(43) }
  await bySystem((ctx) => identity.ensureServiceAccount(ctx, account))
  const answer = await send('POST', '/api/identity/users', { bearer: account.token, headers: {}, body: { username: 'by.program', displayName: '程序所建' } })
  assert.equal(answer.status, 200)
})

test('all faults of a body are told at once, in Chinese', async () => {
  const admin = await signedInUser(['system-admin'])
  const answer = await send('POST', '/api/identity/users', { cookie: admin.token, body: { username: '1', displayName: '', phone: '12', email: 'x' } })
  assert.equal(answer.status, 400)
  assert.deepEqual((answer.body['problems'] as Array<{ place: string }>).map((one) => one.place), ['body.username', 'body.displayName', 'body.phone', 'body.email'])
})

test('two editors over HTTP: the second gets 409', async () => {
  const admin = await signedInUser(['system-admin'])
  const user = await newUser()
  const edit = () => send('PATCH', `/api/identity/users/${user.userId}`, { cookie: admin.token, body: { version: 1, unit: '信息中心' } })
  const answers = await Promise.all([edit(), edit()])
  assert.deepEqual(answers.map((answer) => answer.status).toSorted((a, b) => a - b), [200, 409])
})

test('the audit trail is listed, filtered and opened by its readers only', async () => {
  const auditor = await signedInUser(['audit-admin'])
  const admin = await signedInUser(['system-admin'])
  assert.equal((await send('GET', '/api/audit/entries', { cookie: admin.token })).status, 403)
  const list = await send('GET', '/api/audit/entries?action=session&outcome=refused&pageSize=2', { cookie: auditor.token })
  assert.equal(list.status, 200)
  const items = list.body['items'] as Array<Record<string, unknown>>
  assert.equal(items.length, 2)
  assert.ok(items.every((item) => String(item['action']).startsWith('session.') && item['outcome'] === 'refused'))
  assert.equal(items[0]?.['actionTitle'], '以用户名和密码登录')
  const detail = await send('GET', `/api/audit/entries/${String(items[0]?.['auditEntryId'])}`, { cookie: auditor.token })
  assert.equal(detail.status, 200)
  assert.ok(detail.body['details'])
  const byTrace = await send('GET', `/api/audit/entries?traceId=${String(items[0]?.['traceId'])}`, { cookie: auditor.token })
  assert.equal(byTrace.body['total'], 1)
  const on = async (from: string, to: string) => (await send('GET', `/api/audit/entries?from=${from}&to=${to}`, { cookie: auditor.token })).body['total']
  assert.ok(Number(await on('2024-09-02', '2024-09-02')) > 0, 'both days are included')
  assert.equal(await on('2024-09-03', '2024-09-03'), 0)
  assert.equal(await on('2024-09-01', '2024-09-01'), 0)
  assert.equal((await send('GET', '/api/audit/entries/999999', { cookie: auditor.token })).status, 404)
  const actions = await send('GET', '/api/audit/actions', { cookie: auditor.token })
  assert.ok((actions.body['items'] as Array<{ action: string }>).some((one) => one.action === 'session.started'))
})

test('the database refuses to change or delete an audit line', async () => {
  await assert.rejects(sql`delete from platform.audit_entry`.execute(runtime.database), /只允许新增/)
  await assert.rejects(sql`update platform.audit_entry set reason = null`.execute(runtime.database), /只允许新增/)
  await assert.rejects(sql`truncate platform.audit_entry`.execute(runtime.database), /只允许新增/)
})
