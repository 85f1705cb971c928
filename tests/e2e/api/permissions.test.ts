import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { centreRoles } from '#centre/roles.ts'
import { sharedProduct } from '#tests/support/product.ts'
import { roles, type Visitor } from '#tests/support/product/people.ts'
import { addressOf, readOperations, titleOf, type Operation } from './endpoints.ts'

/** They end the session of whoever calls them; what they do is tested with the sessions. */
const ENDS_OWN_SESSION = new Set(['/api/identity/sign-out', '/api/identity/sign-out-everywhere'])

const product = await sharedProduct()
const visitors: Visitor[] = [product.nobody]
let operations: readonly Operation[] = []

before(async () => {
  for (const role of roles) visitors.push(await product.signIn(role))
  operations = await readOperations(product.nobody)
})

/** An input that no endpoint with a body takes, so that those who may call it change nothing. */
function knock(visitor: Visitor, operation: Operation, headers?: Record<string, string>) {
  return visitor.send(operation.method, addressOf(operation), { ...(operation.body ? { body: [] } : {}), ...(headers ? { headers } : {}) })
}

function mayCall(visitor: Visitor, permission: string): boolean {
  if (permission === 'public') return true
  if (visitor.role === 'nobody') return false
  return permission === 'signed-in' || (centreRoles.find(({ code }) => code === visitor.role)?.permissions ?? []).includes(permission)
}

describe('every endpoint as every role and as nobody', () => {
  test('the list of endpoints is the whole product, each with a permission and, when it writes, an audit event', () => {
    assert.ok(operations.length > 70, `${operations.length} operations`)
    for (const operation of operations) {
      assert.match(operation.permission, /^(public|signed-in|[a-z-]+:[a-z-]+)$/, titleOf(operation))
      // A preview asks by POST because its question is long; it changes nothing.
      if (operation.method !== 'GET' && !operation.path.endsWith('/preview')) assert.match(operation.audit, /^[a-z-]+\.[a-z-]+$/, titleOf(operation))
    }
    assert.deepEqual(operations.filter(({ path, method }) => path.startsWith('/api/audit/') && method !== 'GET').map(titleOf), [], 'nobody can change or delete the audit trail')
  })

  test('who may call is never turned away, who may not always is, and nothing answers with a fault', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ path }) => !ENDS_OWN_SESSION.has(path))) {
      await Promise.all(
        visitors.map(async (visitor) => {
          const { status } = await knock(visitor, operation)
          const expected = mayCall(visitor, operation.permission) ? 'let in' : visitor.role === 'nobody' ? '401' : '403'
          const isRight = expected === 'let in' ? ![401, 403].includes(status) && status < 500 : String(status) === expected
          if (!isRight && !isOwnRefusal(operation, status)) wrong.push(`${titleOf(operation)} as ${visitor.role}: ${status}, expected ${expected}`)
        }),
      )
    }
    assert.deepEqual(wrong, [])
  })

  test('each role holds exactly the permissions of its post', async () => {
    const declared = new Set(operations.flatMap(({ permission, widenedBy }) => [permission, ...widenedBy]))
    for (const visitor of visitors.slice(1)) {
      const me = (await visitor.send('GET', '/api/identity/me')).body as { permissions: string[] }
      const post = centreRoles.find(({ code }) => code === visitor.role)?.permissions.filter((permission) => declared.has(permission)) ?? []
      assert.deepEqual(me.permissions.toSorted(), [...post].toSorted(), visitor.role)
    }
  })

  test('a refused write leaves a line in the audit trail with who, what and why', async () => {
    const auditor = visitors.find(({ role }) => role === 'audit-administrator') as Visitor
    const missing: string[] = []
    for (const operation of operations.filter(({ audit, permission }) => audit !== 'none' && permission !== 'public')) {
      const stranger = visitors.findLast((visitor) => !mayCall(visitor, operation.permission)) as Visitor
      const { traceId } = (await knock(stranger, operation)).body as { traceId: string }
      const found = (await auditor.send('GET', `/api/audit/entries?traceId=${traceId}`)).body as { items: Array<{ action: string; outcome: string; reason: string }> }
      const [line] = found.items
      if (line?.action !== operation.audit || line.outcome !== 'refused' || !/^request\.(forbidden|not-signed-in)$/.test(line.reason)) missing.push(`${titleOf(operation)}: ${JSON.stringify(found.items)}`)
    }
    assert.deepEqual(missing, [])
  })

  test('a write that does not come from a page of ours is refused, whoever is signed in', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ method }) => method !== 'GET')) {
      const visitor = visitors.findLast((one) => mayCall(one, operation.permission)) as Visitor
      const answer = await fetch(product.url + addressOf(operation), { method: operation.method, headers: { cookie: visitor.cookie, origin: 'https://elsewhere.example', 'content-type': 'text/plain' }, body: '{}' })
      const { code } = (await answer.json()) as { code: string }
      // A body of a kind that we do not read is turned away before anything else.
      if (!(answer.status === 403 && code === 'request.foreign-origin') && answer.status !== 415) wrong.push(`${titleOf(operation)}: ${answer.status} ${code}`)
      const bare = await fetch(product.url + addressOf(operation), { method: operation.method, headers: { cookie: visitor.cookie } })
      if (bare.status !== 403) wrong.push(`${titleOf(operation)} without a body: ${bare.status}`)
    }
    assert.deepEqual(wrong, [])
  })
})

/** Endpoints that finish a sign-in are open to all, and look at the half-made session themselves. */
function isOwnRefusal({ path, permission }: Operation, status: number): boolean {
  return permission === 'public' && path.startsWith('/api/identity/') && status === 401
}
