import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import pino from 'pino'
import type { Actor } from '#platform/context/context.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { ApiError, apiClient } from '#shared/api-client.ts'
import type { SpineAttached } from '#spine/context.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import { startTrapServer } from '#tests/support/servers/trap-server.ts'
import { personWith } from '#tests/support/test-database.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { systemsApi } from './api.ts'
import { systemRoutes } from './routes.ts'

const bed = await spineTestBed()
const people: Record<string, Actor> = {
  administrator: personWith(['system:read', 'system:register', 'system:connect']),
  security: personWith(['system:read', 'allow-list:manage']),
  reader: personWith(['system:read']),
}
/** Everything that the server logs, at the finest level. */
const logged: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
const app = await createHttpServer<SpineAttached>({
  title: 'test', version: '0', runtime: { ...bed.runtime, log }, implementations: [systemRoutes], files: bed.runtime.attached.files, readiness: [],
  identify: (token) => Promise.resolve(people[token ?? ''] ?? { kind: 'nobody' }),
})
/** Everything that the server answers, headers included. */
const answered: string[] = []
const listeningFetch: typeof fetch = async (...request) => {
  const response = await fetch(...request)
  answered.push(JSON.stringify([...response.headers]) + (await response.clone().text()))
  return response
}
const baseUrl = await app.listen({ port: 0 })
after(() => app.close())
const as = (person: string) => apiClient(systemsApi, { baseUrl, fetch: listeningFetch, headers: () => ({ authorization: `Bearer ${person}` }) })
const [admin, security] = [as('administrator'), as('security')]

async function problemOf(call: Promise<unknown>) {
  const error = await call.then(() => undefined, (thrown: unknown) => thrown)
  assert.ok(error instanceof ApiError, 'the call should have been refused')
  return error.problem
}
const database = await startPostgres()
if ('missing' in database) throw new Error(`${database.missing}: ${database.install}`)
after(() => database.stop())
const settings = { host: database.host, port: database.port, database: database.database, username: database.username }
const secrets = { password: database.password }

let made = 0
const newComponent = async () => (await admin.createComponent({ body: { subsystem: 'market-supervision', kind: 'database', name: `database-${(made += 1)}`, title: '业务数据库' } })).componentId
const connect = (componentId: string, version = 0, more: object = {}) => admin.setConnection({ params: { componentId }, body: { version, connector: 'postgres', settings, secrets, ...more } })
const detail = (componentId: string) => admin.getComponent({ params: { componentId } })

test('An address that is not on the list is refused before a single connection is made', async () => {
  const trap = await startTrapServer()
  after(() => trap.stop())
  const componentId = await newComponent()
  await connect(componentId, 0, { settings: { ...settings, port: trap.port } })
  const tried = await admin.tryConnection({ params: { componentId } })
  assert.deepEqual([tried.isReached, tried.outcome, trap.connections()], [false, '地址不在允许清单内', 0])
  assert.equal((await detail(componentId)).state, 'failed')
})

test('A connection that works tells the identity of the target and is kept as the last state', async () => {
  await security.allowAddress({ body: { entry: `127.0.0.1:${database.port}`, reason: '业务数据库所在' } })
  const componentId = await newComponent()
  assert.equal((await detail(componentId)).state, 'unconnected')
  await connect(componentId)
  assert.equal((await detail(componentId)).state, 'untried')
  const tried = await admin.tryConnection({ params: { componentId } })
  assert.equal(tried.isReached, true)
  assert.match(tried.identity ?? '', /postgres.* 1\d/i)
  const after = await detail(componentId)
  assert.deepEqual([after.state, after.connection?.tried?.identity], ['reachable', tried.identity])
  const { items } = await as('reader').listSubsystems()
  assert.equal(items.length, 6)
  assert.equal(items.find(({ subsystem }) => subsystem === 'market-supervision')?.components.find((one) => one.componentId === componentId)?.state, 'reachable')
})

test('While a silent target keeps the door waiting no transaction is open, and what came of it is not kept over a newer connection', async () => {
  const trap = await startTrapServer()
  after(() => trap.stop())
  await security.allowAddress({ body: { entry: `127.0.0.1:${trap.port}`, reason: '沉默的目标' } })
  const componentId = await newComponent()
  const silent = { settings: { ...settings, port: trap.port }, limits: { connectTimeoutMs: 2_000 } }
  await connect(componentId, 0, silent)
  const [trying, proving] = [admin.tryConnection({ params: { componentId } }), admin.proveReadOnly({ params: { componentId } })]
  while (trap.open() < 2) await setTimeout(10)
  const { rows } = await bed.pool.query("select state from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()")
  assert.deepEqual(rows, [])
  await connect(componentId, 1, { ...silent, secrets: { password: 'Another-Secret-4712' } })
  assert.equal((await trying).outcome, '目标超时未应答')
  assert.equal((await proving).isReadOnly, false)
  const { state, connection } = await detail(componentId)
  assert.deepEqual([state, connection?.tried, connection?.readOnly], ['untried', null, null])
})

test('The proof of read-only is kept line by line; a superuser is not read-only', async () => {
  const componentId = await newComponent()
  await connect(componentId)
  const proof = await admin.proveReadOnly({ params: { componentId } })
  assert.equal(proof.isReadOnly, false)
  assert.ok(proof.lines.length > 0)
  assert.deepEqual((await detail(componentId)).connection?.readOnly?.lines, proof.lines)
})

test('A wrong password is told in words, without the password', async () => {
  const componentId = await newComponent()
  await connect(componentId, 0, { secrets: { password: 'Wrong-Secret-4711' } })
  const tried = await admin.tryConnection({ params: { componentId } })
  assert.equal(tried.outcome, '目标拒绝登录')
  assert.ok(!tried.note.includes('Wrong-Secret-4711'))
})

test('A sealed secret that was moved to another component cannot be opened, and filling it in again is the cure', async () => {
  const [from, to] = [await newComponent(), await newComponent()]
  await connect(from)
  await connect(to)
  await bed.pool.query('update spine.connection set secrets_sealed = (select secrets_sealed from spine.connection where component_id = $1) where component_id = $2', [from, to])
  const tried = await admin.tryConnection({ params: { componentId: to } })
  assert.equal(tried.isReached, false)
  assert.match(tried.note, /不属于此处，无法解开/)
  await connect(to, 1)
  assert.equal((await admin.tryConnection({ params: { componentId: to } })).isReached, true)
})

test('Kept secrets do not follow to another address or another kind of connector', async () => {
  const componentId = await newComponent()
  await connect(componentId)
  const kept = await detail(componentId)
  assert.ok(kept.connection?.secretsChangedAt)
  await connect(componentId, 1, { settings: { ...settings, database: 'template1' }, secrets: undefined })
  assert.equal((await admin.tryConnection({ params: { componentId } })).isReached, true, 'the same place keeps its secrets')
  assert.equal((await problemOf(connect(componentId, 2, { settings: { ...settings, host: 'elsewhere.example.test' }, secrets: undefined }))).code, 'system.secrets-needed')
  assert.equal((await problemOf(admin.setConnection({ params: { componentId }, body: { version: 2, connector: 'redis', settings: { host: settings.host, port: settings.port } } }))).code, 'system.secrets-needed')
})

test('Settings and secrets are checked by the connector, all problems at once, each with its place', async () => {
  const componentId = await newComponent()
  const { code, problems } = await problemOf(connect(componentId, 0, { settings: { host: '', port: 0, colour: 'red' }, secrets: { password: 1 } }))
  assert.equal(code, 'system.bad-settings')
  for (const place of ['settings.host', 'settings.port', 'settings.database', 'settings.username', 'secrets.password']) assert.ok(problems?.some((one) => one.place === place), place)
  assert.equal((await detail(componentId)).connection, null, 'nothing half-written')
})

test('Two people editing one component or connection: the second is told, and sending the same again changes nothing', async () => {
  const componentId = await newComponent()
  const edit = (version: number) => admin.editComponent({ params: { componentId }, body: { version, kind: 'database', title: '改名的库', criticality: 'core', note: '' } })
  await edit(1)
  assert.equal((await problemOf(edit(1))).code, 'system.changed')
  await connect(componentId)
  assert.equal((await problemOf(connect(componentId))).code, 'system.connection-changed')
  await connect(componentId, 1)
  assert.equal((await detail(componentId)).connection?.version, 1)
  const taken = await problemOf(admin.createComponent({ body: { subsystem: 'market-supervision', kind: 'host', name: 'database-1', title: '重名' } }))
  assert.deepEqual([taken.status, taken.code], [409, 'system.name-taken'])
})

test('A retired component keeps its record, is not connected to, and can be restored', async () => {
  const componentId = await newComponent()
  await connect(componentId)
  await admin.retireComponent({ params: { componentId }, body: { version: 1, reason: '系统已经下线' } })
  assert.equal((await detail(componentId)).state, 'retired')
  assert.equal((await problemOf(admin.tryConnection({ params: { componentId } }))).code, 'system.retired')
  await admin.restoreComponent({ params: { componentId }, body: { version: 2, reason: '重新启用' } })
  assert.equal((await admin.tryConnection({ params: { componentId } })).isReached, true)
})

test('The allow-list refuses what is no list, asks before public networks, and is kept by the security administrator', async () => {
  const allow = (entry: string, isPublicConfirmed = false) => security.allowAddress({ body: { entry, reason: '测试用的地址', isPublicConfirmed } })
  for (const entry of ['0.0.0.0/0', '::/0', '10.0.0.0/7', '2000::/3']) assert.equal((await problemOf(allow(entry, true))).code, 'system.bad-address', entry)
  assert.match((await problemOf(allow('10.0.0.0/33'))).problems?.[0]?.message ?? '', /无法识别/)
  for (const entry of ['203.0.113.0/24', '192.0.0.0/8', '172.0.0.0/8', '2001:db8::/32', '169.254.169.254']) assert.equal((await problemOf(allow(entry))).code, 'system.public-address', entry)
  await allow('203.0.113.0/24', true)
  for (const entry of ['10.1.0.0/16:5432', '192.168.3.0/24', '172.16.0.0/12', 'fd00::/8', 'DB.example.cn']) await allow(entry)
  await allow('fd00::/8')
  const entries = (await security.listAddresses()).items.map(({ entry }) => entry)
  assert.equal(entries.filter((entry) => entry === 'fd00::/8').length, 1)
  assert.ok(entries.includes('db.example.cn'))
  await security.removeAddress({ body: { entry: '203.0.113.0/24', reason: '不再需要' } })
  assert.equal((await problemOf(security.removeAddress({ body: { entry: '203.0.113.0/24', reason: '不再需要' } }))).code, 'system.address-unknown')
  assert.equal((await problemOf(admin.allowAddress({ body: { entry: '10.9.0.0/16', reason: '不该由我来加' } }))).status, 403)
})

test('Every connector describes its form, and marks nothing of a secret as readable', async () => {
  const { items } = await admin.listConnectors()
  assert.equal(items.length, 8)
  const postgres = items.find(({ kind }) => kind === 'postgres')
  assert.deepEqual(Object.keys(postgres?.settings['properties'] ?? {}), ['host', 'port', 'database', 'username', 'tls', 'accounts', 'changes', 'physical'])
  assert.deepEqual(Object.keys(postgres?.secrets['properties'] ?? {}), ['password'])
})

test('No secret is in any answer, log line, audit line or column of all that was done here', async () => {
  const { rows } = await bed.pool.query<{ text: string }>('select a::text as text from platform.audit_entry a union all select k::text from spine.connection k union all select c::text from spine.component c')
  const everything = [...answered, ...logged, ...rows.map(({ text }) => text)]
  assert.ok(answered.length > 50 && rows.length > 20, 'there was something to look through')
  for (const secret of [database.password, 'Wrong-Secret-4711']) {
    for (const spelling of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) assert.equal(everything.find((text) => text.includes(spelling)), undefined, spelling)
  }
})
