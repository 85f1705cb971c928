import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sharedProduct } from '#tests/support/product.ts'
import { roles, type Answer, type Visitor } from '#tests/support/product/people.ts'
import { addressOf, plausible, plausibleForm, readOperations, titleOf, type Operation } from './endpoints.ts'

/** Taking one's own session or password away would end the test's own visit. */
const ABOUT_ONESELF = /^\/api\/identity\/(sign-out|sign-out-everywhere|change-password|totp\/disable|sign-in|totp)$/

const HOSTILE_VALUES: readonly unknown[] = [null, -1, 1.5, 2 ** 53 + 2, [null], { a: { b: [1] } }, '', 'a\u0000b', '\uD800', "'; drop table spine.work_order; --", '../../../../etc/passwd', 'x'.repeat(120_000)]
const HOSTILE_QUERY: ReadonlyArray<readonly [string, string]> = [
  ['page', '0'], ['page', '-1'], ['page', '1e9'], ['page', '999999999999999999'], ['page', 'abc'], ['page', '9007199254740991'],
  ['pageSize', '0'], ['pageSize', '100000'], ['sort', 'drop table'], ['sort', '-password'], ['sort', 'constructor'], ['sort', "title';--"],
  ['search', '%'], ['search', "'"], ['search', '\u0000'], ['search', '\\'], ['search', '\uD800'], ['search', 'x'.repeat(5_000)], ['exact', 'maybe'],
]

const product = await sharedProduct()
const visitors: Visitor[] = []
let operations: readonly Operation[] = []

before(async () => {
  for (const role of roles) visitors.push(await product.signIn(role))
  operations = (await readOperations(product.nobody)).filter(({ path }) => !ABOUT_ONESELF.test(path))
})

const permissionsOf = new Map<string, readonly string[]>()

/** Somebody whom the endpoint lets in, so that the input itself is judged. */
async function callerOf({ permission }: Operation): Promise<Visitor> {
  if (permission === 'public' || permission === 'signed-in') return visitors[0] as Visitor
  for (const visitor of visitors) {
    if (!permissionsOf.has(visitor.role)) permissionsOf.set(visitor.role, ((await visitor.send('GET', '/api/identity/me')).body as { permissions: string[] }).permissions)
    if (permissionsOf.get(visitor.role)?.includes(permission)) return visitor
  }
  throw new Error(`no role has ${permission}`)
}

/** A refusal that a person can work with: our own problem details, in Chinese, with a trace id. */
function isRefusalInWords({ status, headers, body }: Answer): boolean {
  const problem = body as { code?: string; title?: string; traceId?: string }
  return status >= 400 && status < 500 && (headers.get('content-type') ?? '').startsWith('application/problem+json') && /\p{Script=Han}/u.test(problem.title ?? '') && (problem.traceId ?? '').length > 0
}

describe('whatever comes in', () => {
  test('an id of nothing is answered 404, and an id that is none is refused in words', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ path }) => path.includes('{'))) {
      const caller = await callerOf(operation)
      const body = operation.body ? { body: operation.body.kind === 'json' ? plausible(operation.body.schema) : plausibleForm(operation.body.schema) } : {}
      const unknown = await caller.send(operation.method, addressOf(operation), body)
      // A plausible body can still break a rule that comes first.
      if (![404, 400].includes(unknown.status) || !isRefusalInWords(unknown)) wrong.push(`${titleOf(operation)}: ${unknown.status} ${unknown.text.slice(0, 200)}`)
      for (const bad of ['..', '../../etc/passwd', "' or 1=1 --", '\u0000', '0', '-1', '9'.repeat(30), 'x'.repeat(3_000)]) {
        const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => [name, bad] as const)
        const answer = await caller.send(operation.method, addressOf(operation, Object.fromEntries(names)).replaceAll('/../', '/%2E%2E/'), body)
        if (!isRefusalInWords(answer)) wrong.push(`${titleOf(operation)} with id ${JSON.stringify(bad.slice(0, 20))}: ${answer.status} ${answer.text.slice(0, 200)}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  test('a list asked for in an impossible way refuses in words or answers, and never faults', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      const caller = await callerOf(operation)
      const names = new Set(operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name))
      const own = [...names].filter((name) => !['page', 'pageSize', 'sort', 'search', 'exact'].includes(name)).flatMap((name) => ['\u0000', "'", '2026-02-30', '\uD800', '', 'x'.repeat(3_000)].map((value) => [name, value] as const))
      for (const [name, value] of [...HOSTILE_QUERY.filter(([known]) => names.has(known)), ...own]) {
        const answer = await caller.send('GET', addressOf(operation, { [name]: value }))
        const mustRefuse = (name === 'page' && ['0', '-1', 'abc'].includes(value)) || (name === 'pageSize' && value === '0') || (name === 'sort' && value === 'drop table')
        const isRight = mustRefuse ? isRefusalInWords(answer) : answer.status < 400 || isRefusalInWords(answer)
        if (!isRight) wrong.push(`${titleOf(operation)} ${name}=${JSON.stringify(value.slice(0, 30))}: ${answer.status} ${answer.text.slice(0, 160)}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  test('a body that is no JSON, of another kind, or of the wrong shape is refused in words', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ body }) => body?.kind === 'json')) {
      const caller = await callerOf(operation)
      const address = addressOf(operation)
      const json = { 'content-type': 'application/json' }
      const bodies: Array<[string, string, Record<string, string>]> = [
        ['cut off', '{"a":', json],
        ['no JSON', 'hello', json],
        ['an array', '[]', json],
        ['a text', '"x"', json],
        ['null', 'null', json],
        ['a prototype', '{"__proto__":{"isAdmin":true}}', json],
        ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, json],
        ['a form', 'a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' }],
        ['xml', '<a/>', { 'content-type': 'text/xml' }],
        ['not utf-8', '{"title":"\u00ff\u00fe"}', { 'content-type': 'application/json; charset=utf-16' }],
      ]
      for (const [name, body, headers] of bodies) {
        const answer = await caller.send(operation.method, address, { body, headers })
        const needsFields = (operation.body?.schema.required ?? []).length > 0
        if (!isRefusalInWords(answer) && (answer.status >= 500 || needsFields)) wrong.push(`${titleOf(operation)} with ${name}: ${answer.status} ${answer.text.slice(0, 160)}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  test('a field with a hostile value is refused in words or stored as what it is, and never faults', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ body }) => body?.kind === 'json')) {
      const caller = await callerOf(operation)
      const schema = operation.body?.schema ?? {}
      for (const name of Object.keys(schema.properties ?? {})) {
        await Promise.all(
          HOSTILE_VALUES.map(async (value) => {
            const answer = await caller.send(operation.method, addressOf(operation), { body: { ...(plausible(schema) as object), [name]: value } })
            if (answer.status >= 500 || (answer.status >= 400 && !isRefusalInWords(answer))) wrong.push(`${titleOf(operation)} ${name}=${JSON.stringify(value).slice(0, 40)}: ${answer.status} ${answer.text.slice(0, 160)}`)
          }),
        )
      }
    }
    assert.deepEqual(wrong, [])
  })

  test('all problems of an input are told at once, each with its place', async () => {
    const manager = await product.signIn('project-manager')
    const answer = await manager.send('POST', '/api/work-orders', { body: { service: '', subsystem: 7, title: '短' } })
    assert.equal(answer.status, 400)
    const { problems } = answer.body as { problems: Array<{ place: string; message: string }> }
    assert.deepEqual(problems.map(({ place }) => place).toSorted(), ['body.service', 'body.subsystem', 'body.title'])
    for (const { message } of problems) assert.match(message, /\p{Script=Han}/u)
  })

  test('three megabytes are too large for every endpoint that takes JSON', async () => {
    const wrong: string[] = []
    const body = JSON.stringify({ title: 'x'.repeat(3 * 1024 * 1024) })
    for (const operation of operations.filter((one) => one.body?.kind === 'json')) {
      const caller = await callerOf(operation)
      const answer = await caller.send(operation.method, addressOf(operation), { body, headers: { 'content-type': 'application/json' } })
      if (answer.status !== 413 || !isRefusalInWords(answer)) wrong.push(`${titleOf(operation)}: ${answer.status}`)
    }
    assert.deepEqual(wrong, [])
  })

  test('an unknown address and a wrong method are told as such', async () => {
    const visitor = visitors[0] as Visitor
    for (const [method, address] of [['GET', '/api/nothing-here'], ['DELETE', '/api/audit/entries/1'], ['PUT', '/api/evidence'], ['POST', '/api/nothing-here']] as const) {
      const answer = await visitor.send(method, address)
      assert.ok(isRefusalInWords(answer) && [404, 405].includes(answer.status), `${method} ${address}: ${answer.status} ${answer.text.slice(0, 200)}`)
    }
  })
})

describe('a file with a hostile name', () => {
  const names = ['../../../../etc/cron.d/x', '..\\..\\boot.ini', 'a\u0000b.txt', '‮gpj.exe', 'CON', '.htaccess', '报告 2026 年"; rm -rf ~.pdf', `${'长'.repeat(400)}.txt`]

  test('is kept as a label without folders, and comes back under it', async () => {
    const officer = await product.signIn('duty-officer')
    for (const name of names) {
      const form = new FormData()
      form.set('kind', 'training-record')
      form.set('title', '敌意文件名')
      form.set('about', '{}')
      form.set('file', new Blob(['内容']), name)
      const sent = await officer.send('POST', '/api/evidence', { body: form })
      assert.equal(sent.status, 200, `${JSON.stringify(name)}: ${sent.text}`)
      const { evidenceId } = sent.body as { evidenceId: string }
      const { files } = (await officer.send('GET', `/api/evidence/${evidenceId}`)).body as { files: Array<{ position: number; fileName: string }> }
      assert.equal(files.length, 1)
      assert.doesNotMatch(files[0]?.fileName ?? '/', /[/\\\u0000-\u001F\u202E]|^\.|^$/, JSON.stringify(name))
      const back = await officer.send('GET', `/api/evidence/${evidenceId}/files/1`)
      assert.equal(back.text, '内容')
      assert.match(back.headers.get('content-disposition') ?? '', /^attachment; filename\*=UTF-8''[^\s;"]+$/)
      assert.equal(back.headers.get('x-content-type-options'), 'nosniff')
    }
  })
})
