import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import pino from 'pino'
import { readXlsx } from '#platform/documents/read-xlsx.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { ApiError, apiClient } from '#shared/api-client.ts'
import type { SpineAttached } from '#spine/context.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { contactsApi } from './contacts/api.ts'
import { readContacts } from './contacts/read-contacts.ts'
import { findContact, registerContact } from './contacts/register-contact.ts'
import { removeExpiredContacts } from './contacts/remove-contacts.ts'
import { revealContact } from './contacts/reveal-contact.ts'
import { contactRoutes } from './contacts/routes.ts'
import { peopleApi } from './people/api.ts'
import { readPeople } from './people/people.store.ts'
import { personRoutes } from './people/routes.ts'
import { unitsApi } from './units/api.ts'
import { unitRoutes } from './units/routes.ts'

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00', document: null })
const manager = await bed.person('项目经理', ['person:read', 'person:manage', 'contact:manage', 'contact:reveal', 'contact:retain'])
const reader = await bed.person('查看者', ['person:read'])
const [heard, logged]: [string[], string[]] = [[], []]
const app = await createHttpServer<SpineAttached>({
  title: 'test', version: '0', runtime: { ...bed.runtime, log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }) },
  implementations: [unitRoutes, personRoutes, contactRoutes], files: bed.runtime.attached.files, readiness: [],
  identify: (token) => Promise.resolve(token === 'manager' ? manager : token === 'reader' ? reader : { kind: 'nobody' }),
})
const listeningFetch: typeof fetch = async (...request) => {
  const response = await fetch(...request)
  heard.push(JSON.stringify([...response.headers]) + (await response.clone().text()))
  return response
}
const options = { baseUrl: await app.listen({ port: 0 }), fetch: listeningFetch, headers: () => ({ authorization: 'Bearer manager' }) }
after(() => app.close())
const [units, people, contacts] = [apiClient(unitsApi, options), apiClient(peopleApi, options), apiClient(contactsApi, options)]
const asReader = apiClient(contactsApi, { ...options, headers: () => ({ authorization: 'Bearer reader' }) })

async function problemOf(call: Promise<unknown>) {
  const error = await call.then(() => assert.fail('the call should have been refused'), (thrown: unknown) => thrown)
  assert.ok(error instanceof ApiError, String(error))
  return error.problem
}
const newUnit = async (title: string, kind: 'client' | 'enterprise' | 'district') => (await units.registerUnit({ body: { unitId: randomUUID(), kind, title } })).unitId
const newPerson = async (unitId: string, name: string, ...numbers: string[]) => (await people.registerPerson({ body: { personId: randomUUID(), unitId, name, contacts: numbers.map((text) => ({ text, label: '手机' })) } })).personId
const detail = (personId: string) => people.getPerson({ params: { personId } })
const find = (text: string) => bed.asSystem((ctx) => findContact(ctx, text))

const NUMBERS = ['13800000001', '01055550101', '13800000002', '13800000003', '13800000004', '13800000005', '13800000006', 'wang.wu@example.com']
const client = await newUnit('综合事务中心（示例）', 'client')
const enterprise = await newUnit('示例建筑有限公司', 'enterprise')

test('A person is found by every spelling of a number, and shown with it masked', async () => {
  const personId = await newPerson(client, '张三', '+86 138 0000 0001', '(010) 5555-0101 转 8001')
  for (const typed of ['13800000001', '138-0000-0001', '0086 13800000001', '013800000001']) assert.equal((await find(typed))?.person?.personId, personId, typed)
  assert.equal((await find('010-55550101-8001'))?.person?.name, '张三')
  assert.equal(await find('010-55550101'), undefined, 'the switchboard is not the extension')
  const { contact } = await contacts.findContact({ body: { text: '138 0000 0001' } })
  assert.deepEqual([contact?.masked, contact?.unit?.title], ['138****0001', '综合事务中心（示例）'])
  assert.deepEqual((await detail(personId)).contacts.map(({ masked }) => masked), ['138****0001', '010****0101 转****'])
  assert.deepEqual((await people.listPeople({ query: { search: '张' } })).items.map(({ contacts: own }) => own.length), [2])
  assert.equal((await problemOf(contacts.findContact({ body: { text: '张三' } }))).code, 'contact.unreadable')
})

test('The database holds neither the number nor anything it could be tried out against without the key', async () => {
  const { rows } = await bed.pool.query<{ row: string }>('select row_to_json(c)::text as row from spine.contact c union all select row_to_json(e)::text from spine.contact_event e union all select row_to_json(e)::text from spine.person_event e')
  const all = rows.map(({ row }) => row).join('\n')
  for (const part of ['13800000001', '8000000', '55550101']) assert.ok(!all.includes(part), part)
})

test('Two calls from an unknown number at once make one entry; attached later, both tell the person', async () => {
  const calls = await Promise.all([1, 2, 3].map(() => bed.asSystem((ctx) => registerContact(ctx, '13800000002'))))
  const [{ contactId, person }] = calls as [(typeof calls)[number]]
  assert.equal(new Set(calls.map((call) => call.contactId)).size, 1)
  assert.equal(person, null)
  assert.deepEqual((await contacts.listContacts({ query: { owner: 'unknown' } })).items.map(({ masked }) => masked), ['138****0002'])
  const personId = await newPerson(enterprise, '李四')
  const { version } = await contacts.getContact({ params: { contactId } })
  await contacts.attachContact({ params: { contactId }, body: { personId, unitId: null, label: '手机', reason: '来电自报姓名', version } })
  const told = await bed.asSystem((ctx) => readContacts(ctx, [contactId]))
  assert.equal(told.get(contactId)?.person?.name, '李四')
  assert.equal((await problemOf(contacts.attachContact({ params: { contactId }, body: { personId: null, unitId: null, reason: '看错了人', version } }))).code, 'contact.changed')
  const events = (await contacts.getContact({ params: { contactId } })).events.map(({ kind, personName, note }) => [kind, personName, note])
  assert.deepEqual(events, [['registered', null, ''], ['attached', '李四', '来电自报姓名']])
})

test('A number of somebody else is refused with the name, all problems at once, and nobody is registered', async () => {
  const personId = randomUUID()
  const problem = await problemOf(people.registerPerson({ body: { personId, unitId: client, name: '赵六', contacts: [{ text: '13800000001' }, { text: '十二号' }, { text: '13800000006' }] } }))
  assert.equal(problem.code, 'person.invalid')
  assert.deepEqual(problem.problems?.map(({ place }) => place), ['body.contacts.0.text', 'body.contacts.1.text'])
  assert.match(problem.problems?.[0]?.message ?? '', /综合事务中心（示例）张三名下/)
  assert.equal((await problemOf(detail(personId))).code, 'person.not-found')
  assert.equal(await find('13800000006'), undefined)
})

test('A merged person’s numbers and records go over, through a second merge too, and both timelines say so', async () => {
  const caller = await newPerson(enterprise, '来电人', '13800000003')
  const known = await newPerson(enterprise, '王五', 'wang.wu@example.com')
  const merge = async (from: string, into: string) => people.mergePeople({ params: { personId: from }, body: { intoId: into, reason: '核实为同一人', version: (await detail(from)).version } })
  await merge(caller, known)
  assert.equal((await find('138 0000 0003'))?.person?.personId, known)
  const final = await newPerson(enterprise, '王五（新登记）')
  await merge(known, final)
  assert.deepEqual([...(await bed.asSystem((ctx) => readPeople(ctx, [caller, known, final]))).values()].map(({ personId }) => personId), [final, final, final])
  const shown = await detail(final)
  assert.deepEqual(shown.absorbed.map(({ personId }) => personId).toSorted(), [caller, known].toSorted())
  assert.deepEqual(shown.contacts.map(({ masked }) => masked), ['138****0003', 'w***@example.com'])
  assert.deepEqual((await detail(caller)).events.map(({ kind }) => kind), ['registered', 'merged'])
  assert.equal((await problemOf(merge(caller, final))).code, 'person.not-active')
  assert.equal((await problemOf(merge(final, final))).code, 'person.same-person')
  assert.ok(!(await people.listPeople({ query: { search: '来电人' } })).items.length, 'a merged entry is out of the way')
})

test('A whole number is shown to whoever may, for a reason, and both histories tell who and why', async () => {
  const { contactId } = (await find('13800000001'))!
  assert.equal((await problemOf(asReader.revealContact({ params: { contactId }, body: { reason: '回访用户' } }))).code, 'request.forbidden')
  assert.equal((await problemOf(contacts.revealContact({ params: { contactId }, body: { reason: '看' } }))).code, 'request.invalid')
  assert.equal(await bed.as(manager, (ctx) => revealContact(ctx, contactId, '约定回访')), '13800000001')
  await assert.rejects(bed.as(reader, (ctx) => revealContact(ctx, contactId, '约定回访')), { code: 'request.forbidden' })
  const last = (await contacts.getContact({ params: { contactId } })).events.at(-1)
  assert.deepEqual([last?.kind, last?.actorName, last?.note], ['revealed', '项目经理', '约定回访'])
  const { rows } = await bed.pool.query("select actor_name, reason, object_id from platform.audit_entry where action = 'contact.revealed'")
  assert.deepEqual(rows, [{ actor_name: '项目经理', reason: '约定回访', object_id: contactId }])
  const before = heard.length
  assert.equal((await contacts.revealContact({ params: { contactId }, body: { reason: '约定回访' } })).text, '13800000001')
  heard.splice(before)
})

test('Old numbers are removed by the rule of the day, with a record and without the number; standing contacts stay', async () => {
  const stranger = await bed.asSystem((ctx) => registerContact(ctx, '13800000004'))
  await contacts.setRetention({ body: { effectiveOn: '2024-10-01', keepsMonths: 6, reason: '与甲方商定六个月' } })
  assert.equal((await problemOf(contacts.setRetention({ body: { effectiveOn: '2024-09-01', keepsMonths: 6, reason: '与甲方商定六个月' } }))).code, 'contact.retention-past')
  assert.equal((await problemOf(contacts.setRetention({ body: { effectiveOn: '2024-10-01', keepsMonths: 3, reason: '与甲方商定三个月' } }))).code, 'contact.retention-exists')
  bed.at('2024-09-30T12:00:00+08:00')
  assert.equal(await bed.asSystem(removeExpiredContacts), 0, 'twenty-four months until the new rule takes effect')
  bed.at('2025-02-20T12:00:00+08:00')
  await bed.asSystem((ctx) => registerContact(ctx, '13800000002'))
  bed.at('2025-03-02T12:00:00+08:00')
  assert.equal(await bed.asSystem(removeExpiredContacts), 0, 'six months to the day are not over')
  bed.at('2025-03-03T00:00:00+08:00')
  const removed = await bed.asSystem(removeExpiredContacts)
  assert.equal(await bed.asSystem(removeExpiredContacts), 0)
  assert.deepEqual([removed, await find('13800000004'), await find('13800000003')], [3, undefined, undefined], 'the stranger and both of 王五')
  assert.equal((await find('13800000001'))?.person?.name, '张三', 'who works for the client stays')
  assert.equal((await find('13800000002'))?.person?.name, '李四', 'who called since then stays')
  const gone = await contacts.getContact({ params: { contactId: stranger.contactId } })
  assert.deepEqual([gone.masked, gone.isRemoved, gone.removalReason, gone.events.at(-1)?.kind], ['已移除', true, '最近使用后已满 6 个月', 'removed'])
  assert.equal((await contacts.listContacts({ query: { state: 'removed' } })).total, 3)
  assert.equal((await problemOf(contacts.revealContact({ params: { contactId: stranger.contactId }, body: { reason: '约定回访' } }))).code, 'contact.removed')
  assert.notEqual((await bed.asSystem((ctx) => registerContact(ctx, '13800000004'))).contactId, stranger.contactId, 'who calls again is new')
  await bed.pool.query('select 1 from spine.contact where digest is null and sealed is not null').then(({ rowCount }) => assert.equal(rowCount, 0))
})

test('A sheet of people is taken whole or not at all, with every problem of every row; an exported one can be sent back', async () => {
  const at = new Date('2024-09-02T00:00:00Z')
  const sheetOf = async (rows: ReadonlyArray<readonly string[]>) => (await buffer(renderXlsx({ title: '人员', at, columns: ['单位', '姓名', '职务', '号码'].map((title) => ({ title, type: 'text' })) }, rows))).toString('base64')
  const district = await newUnit('示例区住建委', 'district')
  const good = ['示例区住建委', '钱七', '科员', '13800000005；qian.qi@example.com']
  const problem = await problemOf(people.importPeople({ body: { sheet: await sheetOf([good, ['没有的单位', '甲'], ['示例区住建委', ''], ['示例区住建委', '乙', '', '13800000001'], ['示例区住建委', '丙', '', '十三个八'], good]) } }))
  assert.equal(problem.code, 'person.invalid')
  assert.deepEqual(problem.problems?.map(({ place }) => place).toSorted(), ['第 3 行', '第 4 行', '第 5 行', '第 6 行', '第 7 行', '第 7 行', '第 7 行'])
  assert.equal((await people.listPeople({ query: { unitId: district } })).total, 0)
  assert.deepEqual(await people.importPeople({ body: { sheet: await sheetOf([good]) } }), { registered: 1, changed: 0 })
  assert.equal((await find('138-0000-0005'))?.person?.name, '钱七')
  const sheets = apiClient(peopleApi, options) as unknown as { listPeopleSheet(request: object): Promise<Blob> }
  const exported = Buffer.from(await (await sheets.listPeopleSheet({ query: { unitId: district } })).arrayBuffer())
  assert.deepEqual(await people.importPeople({ body: { sheet: exported.toString('base64') } }), { registered: 0, changed: 1 })
  assert.equal((await people.listPeople({ query: { unitId: district } })).items[0]?.contacts.length, 2, 'masked numbers leave what is known')
  assert.deepEqual((await readXlsx(exported, { headings: ['号码'], maxRows: 10 })).map(({ cells }) => cells['号码']), ['138****0005、q***@example.com'])
})

test('No answer, log line or audit line ever held a number in clear', async () => {
  const { rows } = await bed.pool.query<{ row: string }>('select row_to_json(a)::text as row from platform.audit_entry a')
  for (const [what, texts] of [['answer', heard], ['log', logged], ['audit', rows.map(({ row }) => row)]] as const) {
    for (const number of NUMBERS) assert.deepEqual(texts.filter((text) => text.includes(number)), [], `${what} ${number}`)
  }
  assert.ok(rows.length > 10 && heard.length > 30)
})
