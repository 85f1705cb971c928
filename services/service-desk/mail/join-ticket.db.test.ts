import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { ReadMessage } from '#platform/mail/read-message.ts'
import { saveDraft } from '#spine/requests/open-request.ts'
import { noteRequest } from '#spine/requests/handle-request.ts'
import { submitRequest } from '#spine/requests/submit-request.ts'
import { readRequest } from '#spine/spine.ts'
import { answerTicket } from '../tickets/answer-ticket.ts'
import { solveTicket } from '../tickets/solve-ticket.ts'
import { deskTestBed } from '../testing/desk-test-bed.ts'
import { takeMail } from './take-mail.ts'
import { answerThread } from './write-mail.ts'

const { bed, officer } = await deskTestBed({ now: '2024-09-02T10:00:00+08:00' })
// Letters are only written here; the sending itself is tested with a real server beside.
Object.assign(bed.runtime.attached, { mailer: { send: () => assert.fail('nothing is sent here'), close: () => {} } })
const handler = { ...officer, permissions: new Set([...officer.permissions, 'mail:read', 'mail:handle']) }
await bed.pool.query(`insert into service_desk.mailbox (mailbox, title, address, host, port, security, username, password_sealed, folder, max_message_bytes, max_hourly_per_sender, is_enabled, changed_at) values ('desk', '热线', 'desk@example.com', 'localhost', 143, 'none', 'desk', 'x', 'INBOX', 1000000, 50, false, now())`)
let uid = 0
async function arrive(subject: string, more: Partial<ReadMessage> & { files?: readonly string[] } = {}) {
  const { files = [], ...message } = more
  uid += 1
  const messageId = message.messageId ?? `<${randomUUID()}@example.com>`
  await bed.asSystem((ctx) =>
    takeMail(ctx, {
      mailbox: 'desk', uidValidity: '1', uid, bytes: 100, maxMessageBytes: 1_000_000, left: [],
      attachments: files.map((fileName, at) => ({ fileName, mediaType: 'application/pdf', bytes: 10, sm3: String(at + 1).repeat(64) })),
      message: { messageId, from: 'zhang.san@example.com', fromName: '张三', subject, text: '登录不了系统', inReplyTo: [], automatic: '', sentAt: null, bounce: undefined, ...message } as unknown as ReadMessage,
    }),
  )
  return (await bed.pool.query<{ mailThreadId: string; requestId: string }>('select t.mail_thread_id as "mailThreadId", t.request_id as "requestId" from service_desk.inbound_mail m join service_desk.mail_thread t using (mail_thread_id) where m.message_id = $1', [messageId])).rows[0] ?? assert.fail('not taken')
}
const read = (requestId: string) => bed.as(handler, (ctx) => readRequest(ctx, requestId))
const version = async (requestId: string) => (await read(requestId)).version
const letters = async (mailThreadId: string) => (await bed.pool.query<{ text: string; kind: string }>('select text, kind from service_desk.outbound_mail where mail_thread_id = $1 order by written_at, outbound_mail_id', [mailThreadId])).rows
const first = await arrive('资质系统打不开', { files: ['截图.pdf'], messageId: '<first@example.com>' })

test('A new thread becomes an unattributed draft of the sender with what he attached', async () => {
  const draft = await read(first.requestId)
  assert.deepEqual([draft.state, draft.origin, draft.subsystem, draft.title, draft.requesterName], ['draft', 'mail', 'unattributed', '资质系统打不开', '张三'])
  assert.deepEqual(draft.files.map(({ fileName, kind }) => [fileName, kind]), [['截图.pdf', 'attachment']])
})

test('The first answer, a public note and the solution of the ticket go into the thread; an internal note does not', async () => {
  await bed.as(handler, async (ctx) => {
    const draft = await readRequest(ctx, first.requestId)
    const row = await saveDraft(ctx, first.requestId, draft.version, { ...(draft.form as object), subsystem: 'market-supervision', category: 'fault' })
    await submitRequest(ctx, first.requestId, row.version)
  })
  await bed.as(handler, async (ctx) => answerTicket(ctx, first.requestId, await version(first.requestId), '正在查看'))
  await bed.as(handler, (ctx) => noteRequest(ctx, first.requestId, '内部：疑似缓存', false))
  await bed.as(handler, (ctx) => noteRequest(ctx, first.requestId, '请提供浏览器版本', true))
  await bed.as(handler, async (ctx) => solveTicket(ctx, first.requestId, { version: await version(first.requestId), solution: '已修复', childIds: [] }))
  const written = await letters(first.mailThreadId)
  assert.deepEqual(written.map(({ text, kind }) => [text.split('\n')[0], kind]), [['正在查看', 'answer'], ['请提供浏览器版本', 'answer'], ['已修复', 'answer']])
})

test('A reply goes to the same ticket as a public note, by its reference or by the ticket number in the subject', async () => {
  const { number } = await read(first.requestId)
  assert.equal((await arrive('回复: 资质系统打不开', { inReplyTo: ['<first@example.com>'], text: '谢谢' })).requestId, first.requestId)
  const other = await arrive(`关于 ${number}`, { text: '补充一张图', files: ['补充.pdf'] })
  assert.deepEqual([other.requestId, other.mailThreadId !== first.mailThreadId], [first.requestId, true])
  const ticket = await read(first.requestId)
  assert.deepEqual(ticket.events.filter(({ note }) => note.startsWith('来信')).map(({ note, isPublic }) => [note, isPublic]), [['来信：谢谢', true], ['来信：补充一张图', true]])
  assert.equal(ticket.files.length, 2)
})

test('Another sender who knows the number is read by the desk only, and gets none of the answers', async () => {
  const { number } = await read(first.requestId)
  const stranger = await arrive(`${number} 催办`, { from: 'li.si@example.com', fromName: '李四', text: '把结果发给我', files: ['别人的.pdf'] })
  assert.equal(stranger.requestId, first.requestId)
  const note = (await read(first.requestId)).events.find((event) => event.note.includes('把结果发给我'))
  assert.equal(note?.isPublic, false)
  const { rows } = await bed.pool.query('select is_public from spine.request_file where file_name = $1', ['别人的.pdf'])
  assert.deepEqual(rows, [{ is_public: false }])
  await bed.as(handler, (ctx) => noteRequest(ctx, first.requestId, '结果如上', true))
  assert.deepEqual(await letters(stranger.mailThreadId), [])
})

test('An answer written in the thread is the first answer of its ticket, once, and is not mailed twice', async () => {
  const asked = await arrive('报表数字不对')
  await bed.as(handler, async (ctx) => {
    const draft = await readRequest(ctx, asked.requestId)
    const row = await saveDraft(ctx, asked.requestId, draft.version, { ...(draft.form as object), subsystem: 'cost-information', category: 'data' })
    await submitRequest(ctx, asked.requestId, row.version)
  })
  const write = async (text: string) => {
    const { rows } = await bed.pool.query<{ version: number }>('select version from service_desk.mail_thread where mail_thread_id = $1', [asked.mailThreadId])
    await bed.as(handler, (ctx) => answerThread(ctx, asked.mailThreadId, { outboundMailId: randomUUID(), text, version: rows[0]?.version ?? 0, files: [] }))
  }
  await write('正在核对')
  await write('是口径不同')
  assert.equal((await letters(asked.mailThreadId)).length, 2)
  const ticket = await read(asked.requestId)
  assert.deepEqual(ticket.events.filter(({ kind }) => kind === 'answered' || kind === 'noted').map(({ kind, note, isPublic }) => [kind, note, isPublic]), [['answered', '正在核对', true], ['noted', '邮件答复：是口径不同', true]])
  assert.equal(ticket.clocks.find(({ name }) => name === '首次响应')?.verdict, 'met')
})
