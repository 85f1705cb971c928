import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { BlockList } from 'node:net'
import path from 'node:path'
import { after, test } from 'node:test'
import type { Actor } from '#platform/context/context.ts'
import { signatureHeaders } from '#platform/crypto/signed-body.ts'
import { openAnnouncements } from '#platform/database/announcements.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { startTelephoneBridge } from '#platform/telephony/start-telephone-bridge.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { registerPerson, attachContact, findContact } from '#spine/spine.ts'
import { registerUnit } from '#spine/parties/units/register-unit.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { callWithSipp } from '#tests/support/servers/sipp.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { serviceDeskMigrations } from '../database/migrations.ts'
import { routes } from '../routes.ts'
import { logCall } from './log-call.ts'
import { addSource, renewSecret } from './manage-sources.ts'
import { listCalls, listRinging, readCall } from './read-calls.ts'
import { openRecording, removeExpiredRecordings, setRecordingRetention } from './recordings.ts'

const NOW = '2024-09-02T09:00:00+08:00'
const bed = await spineTestBed({ now: NOW, migrations: [serviceDeskMigrations], document: null })
const announcements = openAnnouncements({ url: bed.url, log: bed.runtime.log })
const agent = await bed.person('值班员', ['telephone:read', 'telephone:answer', 'contact:manage', 'person:manage', 'unit:manage'])
const manager = await bed.person('项目经理', ['telephone:read', 'recording:open', 'contact:retain'])
const administrator = await bed.person('系统管理员', ['telephone:administer', 'telephone:read'])
const nobody: Actor = { kind: 'nobody' }
let secret = await bed.as(administrator, (ctx) => addSource(ctx, 'sip-bridge', { title: 'SIP 旁听', toleranceSeconds: 300, isEnabled: true }))
let visitor: Actor = nobody

const openServer = () => createHttpServer({ title: '测试', version: '0', runtime: bed.runtime, implementations: routes, files: bed.runtime.attached.files, announcements, identify: async () => visitor, readiness: [] })
let app = await openServer()
let url = await app.listen({ port: 0, host: '127.0.0.1' })
after(async () => {
  await app.close()
  await announcements.close()
})

type Event = Record<string, unknown>
const event = (more: Event = {}): Event => ({ eventId: randomUUID(), callId: randomUUID(), kind: 'ringing', at: '2024-09-02T08:59:50+08:00', line: '7726', caller: '010-55550123', ...more })
async function post(body: Event, { headers = signatureHeaders(secret, JSON.stringify(body), bed.clock.now()), source = 'sip-bridge' }: { headers?: Record<string, string>; source?: string } = {}) {
  const answer = await fetch(`${url}/api/telephone-sources/${source}/events`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as { code?: string; title?: string; telephoneCallId: string; isRepeat: boolean } }
}
const code = async (...sent: Parameters<typeof post>) => (await post(...sent)).body.code
const call = (telephoneCallId: string) => bed.as(agent, (ctx) => readCall(ctx, telephoneCallId))
const refusal = (work: Promise<unknown>) => work.then(() => assert.fail('should have been refused'), (error: { code: string }) => error.code)

test('an event without a right signature, of a strange time, source or line is refused in words, and nothing is kept', async () => {
  const one = event()
  const text = JSON.stringify(one)
  const at = (instant: string) => signatureHeaders(secret, text, new Date(instant))
  assert.equal(await code(one, { headers: { 'x-xinyun': '1' } }), 'telephone-event.unsigned')
  assert.equal(await code(one, { headers: signatureHeaders('another secret that is long', text, bed.clock.now()) }), 'telephone-event.forged')
  assert.equal(await code({ ...one, line: '7717' }, { headers: at(NOW) }), 'telephone-event.forged')
  assert.equal(await code(one, { headers: at('2024-09-02T08:54:59+08:00') }), 'telephone-event.stale')
  assert.equal(await code(one, { headers: at('2024-09-02T09:05:01+08:00') }), 'telephone-event.stale')
  assert.equal(await code(one, { source: 'elsewhere' }), 'telephone-event.unknown-source')
  assert.equal(await code(event({ line: '9999' })), 'telephone-event.unknown-line')
  assert.equal(await code(event({ at: '2024-09-02T09:06:00+08:00' })), 'telephone-event.from-the-future')
  assert.equal(await code(event({ kind: 'recording' })), 'request.invalid')
  assert.equal((await bed.as(agent, (ctx) => listCalls(ctx, { page: 1, pageSize: 50 }))).total, 0)
  const { rows } = await bed.pool.query<{ reason: string; details: { line: string } }>("select reason, details from platform.audit_entry where action = 'telephone-event.received' and outcome = 'refused'")
  assert.ok(rows.some(({ reason }) => reason === 'telephone-event.forged'))
})

test('an event is kept once: repeated with a new signature it is known, replayed or changed it is refused', async () => {
  const one = event()
  const first = await post(one)
  assert.deepEqual([first.status, first.body.isRepeat], [200, false])
  assert.equal(await code(one), 'telephone-event.replayed')
  bed.clock.advance(2_000)
  assert.deepEqual((await post(one)).body, { telephoneCallId: first.body.telephoneCallId, isRepeat: true })
  assert.equal(await code({ ...one, at: '2024-09-02T08:59:51+08:00' }), 'telephone-event.different')
  const other = event({ callId: one['callId'], kind: 'answered', at: '2024-09-02T08:59:58+08:00', agent: '801' })
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(other)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted((one, other) => one - other), [200, 409, 409, 409, 409], 'five times the same request at one moment')
  assert.equal((await call(first.body.telephoneCallId)).events.length, 2)
})

test('the number is known by whom it belongs to, shown masked, and found by whoever types the whole of it', async () => {
  await bed.asSystem(async (ctx) => {
    const unitId = randomUUID()
    await registerUnit(ctx, { unitId, kind: 'business-department', title: '资质处（示例）', note: '' })
    const personId = randomUUID()
    await registerPerson(ctx, { personId, name: '张三', unitId, jobTitle: '科员', note: '', userId: null, contacts: [] })
    const contact = await findContact(ctx, '01055550123')
    await attachContact(ctx, contact?.contactId ?? '', { personId, unitId: null, label: '办公', reason: '来电时自报', version: contact?.version ?? 0 })
  })
  const { telephoneCallId } = (await post(event())).body
  const ringing = (await bed.as(agent, listRinging)).items.find((one) => one.telephoneCallId === telephoneCallId)
  assert.deepEqual([ringing?.contact?.person?.name, ringing?.contact?.unit?.title], ['张三', '资质处（示例）'])
  assert.doesNotMatch(JSON.stringify(ringing), /55550123/)
  assert.equal(ringing?.formerCalls.length, 1)
  const found = await bed.as(agent, (ctx) => listCalls(ctx, { page: 1, pageSize: 50, contactId: ringing?.contact?.contactId }))
  assert.equal(found.total, 2)
  const { rows } = await bed.pool.query<{ text: string }>('select (c.*)::text as text from service_desk.telephone_call c union all select (e.*)::text from service_desk.telephone_event e')
  assert.ok(rows.every(({ text }) => !text.includes('55550123')), 'no number outside the sealed contacts')
})

test('a hidden or unreadable number loses no call', async () => {
  for (const caller of [null, 'anonymous']) assert.equal((await call((await post(event({ caller }))).body.telephoneCallId)).contact, null)
})

test('events out of order give the same call', async () => {
  const callId = randomUUID()
  const at = (second: string) => `2024-09-02T08:58:${second}+08:00`
  await post(event({ callId, kind: 'ended', at: at('50') }))
  await post(event({ callId, kind: 'answered', at: at('15'), agent: '801' }))
  const { telephoneCallId } = (await post(event({ callId, at: at('05') }))).body
  const { state, waitSeconds, talkSeconds, agent: who, events } = await call(telephoneCallId)
  assert.deepEqual([state, waitSeconds, talkSeconds, who, events.map(({ kind }) => kind)], ['ended', 10, 35, '801', ['ringing', 'answered', 'ended']])
  await assert.rejects(bed.pool.query("update service_desk.telephone_event set kind = 'answered'"), /只允许新增/)
})

test('whoever may answer follows the ringing calls at once; others may not', async () => {
  visitor = agent
  const answer = await fetch(`${url}/api/telephone-calls/ringing`, { headers: { accept: 'text/event-stream' } })
  visitor = nobody
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  // A sign of life between two tellings says nothing.
  const next = async (): Promise<string> => {
    const text = new TextDecoder().decode((await reader.read()).value)
    return text.startsWith(':') ? next() : text
  }
  await next()
  visitor = agent
  const [text] = await Promise.all([next(), post(event({ line: '7717', caller: null }))])
  assert.match(text, /"line":"7717"/)
  await reader.cancel()
  visitor = manager
  assert.equal((await fetch(`${url}/api/telephone-calls/ringing`)).status, 403)
  visitor = nobody
})

test('a call without an exchange is logged by hand, once, and says so', async () => {
  const telephoneCallId = randomUUID()
  const log = (more: Partial<Parameters<typeof logCall>[1]> = {}) => bed.as(agent, (ctx) => logCall(ctx, { telephoneCallId, line: '7726', caller: '010 5555 0123', beganAt: new Date('2024-09-02T08:30:00+08:00'), isAnswered: true, talkMinutes: 3, note: '问如何续期', ...more }))
  await log()
  await log()
  const logged = await call(telephoneCallId)
  assert.deepEqual([logged.origin, logged.loggedByName, logged.state, logged.talkSeconds, logged.contact?.person?.name], ['hand-logged', '值班员', 'ended', 180, '张三'])
  const wrong = await log({ telephoneCallId: randomUUID(), line: '1', beganAt: new Date('2024-09-03T08:30:00+08:00'), isAnswered: false }).then(() => assert.fail(), (error: { problems: unknown[] }) => error.problems)
  assert.equal(wrong.length, 3)
  assert.equal(await refusal(bed.as(manager, (ctx) => logCall(ctx, {} as never))), 'request.forbidden')
})

test('a recording is opened for a reason that is kept, and forgotten after the time that is set, with a record', async () => {
  const callId = randomUUID()
  const { telephoneCallId } = (await post(event({ callId, kind: 'recording', recording: { reference: '/recordings/2024/09/02/a.wav', seconds: 35 } }))).body
  assert.equal(await refusal(bed.as(agent, (ctx) => openRecording(ctx, telephoneCallId, '核对来电内容'))), 'request.forbidden')
  assert.equal(await bed.as(manager, (ctx) => openRecording(ctx, telephoneCallId, '核对来电内容')), '/recordings/2024/09/02/a.wav')
  await bed.as(manager, (ctx) => setRecordingRetention(ctx, { effectiveOn: '2024-09-10', keepsDays: 30, reason: '按甲方要求缩短' }))
  assert.equal(await refusal(bed.as(manager, (ctx) => setRecordingRetention(ctx, { effectiveOn: '2024-09-01', keepsDays: 30, reason: '倒填日期' }))), 'recording.retention-past')
  bed.at('2024-10-02T12:00:00+08:00')
  assert.equal(await bed.asSystem(removeExpiredRecordings), 0)
  bed.at('2024-10-03T03:35:00+08:00')
  assert.equal(await bed.asSystem(removeExpiredRecordings), 1)
  assert.equal(await refusal(bed.as(manager, (ctx) => openRecording(ctx, telephoneCallId, '再次核对'))), 'recording.removed')
  const { recording, recordingAccesses, hasRecording } = await call(telephoneCallId)
  assert.deepEqual([hasRecording, recording?.removalReason, recordingAccesses.map(({ kind, actorName }) => `${kind} ${actorName}`)], [false, '收到后已满 30 天', ['opened 项目经理', 'removed 系统（测试）']])
  const { rows } = await bed.pool.query('select 1 from service_desk.call_recording where reference_sealed is not null')
  assert.equal(rows.length, 0)
})

test('a renewed secret makes the old one useless at once', async () => {
  const old = secret
  secret = await bed.as(administrator, (ctx) => renewSecret(ctx, 'sip-bridge'))
  const one = event()
  assert.equal(await code(one, { headers: signatureHeaders(old, JSON.stringify(one), bed.clock.now()) }), 'telephone-event.forged')
  assert.equal((await post(one)).status, 200)
})

test('a real call that comes while the centre is down is in its register after the centre is back', async (t) => {
  bed.clock.set(new Date())
  const peers = new BlockList()
  peers.addAddress('127.0.0.1')
  const bridge = await startTelephoneBridge({ host: '127.0.0.1', port: 0, peers, answerAfterMs: 50, webhookUrl: `${url}/api/telephone-sources/sip-bridge/events`, secret, queueFolder: path.join(bed.home, 'queue'), clock: systemClock, log: bed.runtime.log })
  t.after(() => bridge.stop())
  const { port } = new URL(url)
  await app.close()
  if (skipWithout(t, await callWithSipp({ to: { host: '127.0.0.1', port: bridge.port }, line: '7717', caller: '01055550188', plot: 'talk', count: 2 }))) return
  assert.equal((await bridge.outbox.counts()).waiting, 6)
  app = await openServer()
  url = await app.listen({ port: Number(port), host: '127.0.0.1' })
  bed.clock.set(new Date(Date.now() + 1_000))
  for (let tries = 0; (await bridge.outbox.counts()).waiting > 0 && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual(await bridge.outbox.counts(), { waiting: 0, refused: 0 })
  const { items } = await bed.as(agent, async (ctx) => listCalls(ctx, { page: 1, pageSize: 50, contactId: (await findContact(ctx, '01055550188'))?.contactId }))
  assert.deepEqual(items.map(({ state, line, origin }) => [state, line, origin]), [['ended', '7717', 'pbx'], ['ended', '7717', 'pbx']])
})
