import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withConnection } from '#platform/database/connect.ts'
import { auditApi } from '#platform/audit/api.ts'
import { identityApi } from '#platform/identity/api.ts'
import { ApiError } from '#shared/api-client.ts'
import { sharedProduct } from '#tests/support/product.ts'
import { changedPassword, visitor, type Visitor } from '#tests/support/product/people.ts'

/** Who stands behind a session is kept in memory for this long. */
const CACHE_MS = 5_500

const product = await sharedProduct()
let administrator: Visitor
let approver: Visitor
let auditor: Visitor

before(async () => {
  administrator = await product.signIn('system-administrator')
  approver = await product.signIn('security-administrator')
  auditor = await product.signIn('audit-administrator')
})

/** A new account in its first session, password changed. */
async function newColleague(): Promise<{ userId: string; username: string; password: string; person: Visitor }> {
  const username = `e2e-${crypto.randomUUID().slice(0, 8)}`
  const { userId, initialPassword } = await administrator.client(identityApi).createUser({ body: { username, displayName: '临时同事（示例）' } })
  const password = changedPassword(initialPassword)
  const half = await product.nobody.send('POST', '/api/identity/sign-in', { body: { username, password: initialPassword } })
  assert.deepEqual(half.body, { state: 'password-change-needed' })
  const person = await signedIn(username, cookieOf(half.headers), '/change-password', { currentPassword: initialPassword, newPassword: password })
  return { userId, username, password, person }
}

async function signedIn(username: string, cookie: string, step: string, body: unknown): Promise<Visitor> {
  const answer = await visitor(product.url, { role: '', username, cookie }).send('POST', `/api/identity${step}`, { body })
  assert.deepEqual(answer.body, { state: 'signed-in' }, answer.text)
  return visitor(product.url, { role: '', username, cookie: cookieOf(answer.headers) })
}

function cookieOf(headers: Headers): string {
  return headers.getSetCookie().find((line) => line.startsWith('xinyun_session='))?.split(';')[0] ?? ''
}

const status = async (person: Visitor) => (await person.send('GET', '/api/identity/me')).status

describe('a session', () => {
  test('ends after half an hour without a request, and says why in the audit trail of the account', async () => {
    const { person, userId } = await newColleague()
    assert.equal(await status(person), 200)
    await withConnection(await product.databaseUrl(), (client) => client.query("update platform.session set last_seen_at = last_seen_at - interval '31 minutes' where user_id = $1", [userId]))
    await sleep(CACHE_MS)
    assert.equal(await status(person), 401)
    const { items } = await administrator.client(identityApi).sessions({ params: { userId } })
    assert.deepEqual(items.filter(({ endedAt }) => endedAt !== null).map(({ endReason }) => endReason).filter((reason) => reason === 'idle'), ['idle'])
  })

  test('ends when the roles of its owner change, so that no old right lives on', async () => {
    const { person, userId } = await newColleague()
    assert.equal((await person.send('GET', '/api/work-orders')).status, 403)
    const { roleGrantId } = await administrator.client(identityApi).requestRole({ params: { userId }, body: { role: 'duty-officer', reason: '接班' } })
    assert.equal((await administrator.send('POST', `/api/identity/role-grants/${roleGrantId}/approve`)).status, 403, 'who asks can not approve')
    await approver.client(identityApi).approveRole({ params: { roleGrantId } })
    assert.equal(await status(person), 401)
    const { items } = await auditor.client(auditApi).list({ query: { objectId: roleGrantId } })
    assert.deepEqual(items.map(({ action, outcome }) => `${action} ${outcome}`).filter((line) => line.startsWith('role-grant.approved')).toSorted(), ['role-grant.approved done', 'role-grant.approved refused'])
  })

  test('ends at sign-out, also for a copy of its cookie', async () => {
    const { person } = await newColleague()
    const copy = visitor(product.url, person)
    assert.equal((await person.send('POST', '/api/identity/sign-out')).status, 204)
    assert.equal(await status(copy), 401)
  })

  test('ends everywhere when its owner asks for it', async () => {
    const { person, username, password } = await newColleague()
    const elsewhere = await signedIn(username, '', '/sign-in', { username, password })
    assert.equal(await status(elsewhere), 200)
    assert.equal((await person.send('POST', '/api/identity/sign-out-everywhere')).status, 204)
    assert.deepEqual([await status(person), await status(elsewhere)], [401, 401])
  })

  test('has a cookie out of reach of scripts and foreign pages', async () => {
    const { username, password } = await newColleague()
    const answer = await product.nobody.send('POST', '/api/identity/sign-in', { body: { username, password } })
    const [line] = answer.headers.getSetCookie()
    assert.match(line ?? '', /HttpOnly/i)
    assert.match(line ?? '', /SameSite=Strict/i)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })
})

describe('an account', () => {
  test('is locked after five wrong passwords, even for the right one, and opened by the administrator', async () => {
    const { username, password, userId } = await newColleague()
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const wrong = await product.nobody.send('POST', '/api/identity/sign-in', { body: { username, password: `wrong-${attempt}` } })
      assert.ok(wrong.status >= 400 && wrong.status < 500)
    }
    const locked = await product.nobody.send('POST', '/api/identity/sign-in', { body: { username, password } })
    assert.ok(locked.status >= 400, locked.text)
    await administrator.client(identityApi).unlockUser({ params: { userId } })
    assert.deepEqual((await product.nobody.send('POST', '/api/identity/sign-in', { body: { username, password } })).body, { state: 'signed-in' })
  })

  test('edited by two at once keeps the first edit; the second is told who was faster', async () => {
    const { userId } = await newColleague()
    const { version } = await administrator.client(identityApi).user({ params: { userId } })
    await administrator.client(identityApi).updateUser({ params: { userId }, body: { version, unit: '先改的单位' } })
    await assert.rejects(administrator.client(identityApi).updateUser({ params: { userId }, body: { version, unit: '后改的单位' } }), (error: unknown) => error instanceof ApiError && error.problem.status === 409)
    assert.equal((await administrator.client(identityApi).user({ params: { userId } })).unit, '先改的单位')
  })

  test('can not hold two of the three separated powers', async () => {
    const { userId } = await newColleague()
    const grant = async (role: string) => {
      const { roleGrantId } = await administrator.client(identityApi).requestRole({ params: { userId }, body: { role, reason: '三权分立的检验' } })
      await approver.client(identityApi).approveRole({ params: { roleGrantId } })
    }
    await grant('audit-administrator')
    await assert.rejects(grant('system-administrator'), (error: unknown) => error instanceof ApiError && error.problem.status >= 400 && error.problem.status < 500)
  })
})
