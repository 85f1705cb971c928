import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { ImapFlow } from 'imapflow'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { openMailer } from '#platform/delivery/open-mailer.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { makeCertificate } from '#tests/support/servers/certificate.ts'
import { startDovecot, type DovecotServer } from '#tests/support/servers/dovecot.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { readRequest } from '#spine/spine.ts'
import { saveDraft } from '#spine/requests/open-request.ts'
import { submitRequest } from '#spine/requests/submit-request.ts'
import { followTicket } from '../aftercare/follow-ticket.ts'
import { answerTicket } from '../tickets/answer-ticket.ts'
import { solveTicket } from '../tickets/solve-ticket.ts'
import { serviceDeskMigrations } from '../database/migrations.ts'
import { serviceDesk } from '../service.ts'
import { addMailbox, changeMailbox, listMailboxes } from './manage-mailboxes.ts'
import { listInbound, listThreads, listTicketMail, readAttachment, readThread } from './read-mail.ts'
import { sendMail } from './send-mail.ts'
import { releaseMail } from './settle-mail.ts'
import { watchMailboxes } from './watch-mailboxes.ts'
import { answerThread } from './write-mail.ts'

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00', services: [serviceDesk], migrations: [serviceDeskMigrations], document: null })
const agent = await bed.person('值班员', ['mail:read', 'mail:handle'])
const desk = await bed.person('热线员', ['mail:read', 'request:read', 'request:read-all', 'request:open', 'request:handle', 'ticket:read', 'ticket:enter', 'ticket:handle'])
const administrator = await bed.person('系统管理员', ['mailbox:administer', 'mail:read'])

/** What was sent, as the receiving side reads it. */
const delivered: ParsedMail[] = []
const smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], onData: (stream, _session, done) => void simpleParser(stream).then((mail) => delivered.push(mail)).then(() => done(), done) })
smtp.listen(0, '127.0.0.1')
await once(smtp.server, 'listening')
const mailer = openMailer({ url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, from: 'xinyun@example.com' })
const runtime = bed.runtime
Object.assign(runtime.attached, { mailer, publicUrl: 'https://desk.example.com' })

const certificate = await makeCertificate({ host: 'localhost' })
const dovecot = await startDovecot(isMissing(certificate) ? {} : { certificate })
let watch: { stop(): Promise<void> } | undefined
let imap: ImapFlow | undefined
const settings = (server: DovecotServer) => ({ title: '服务热线', address: 'desk@example.com', host: server.host, port: server.port, security: 'none' as const, username: server.username, folder: 'INBOX', maxMessageMegabytes: 1, maxHourlyPerSender: 6, ca: '', isEnabled: true })
before(async () => {
  if (isMissing(dovecot)) return
  await bed.as(administrator, (ctx) => addMailbox(ctx, 'desk', { ...settings(dovecot), password: dovecot.password }))
  watch = watchMailboxes(runtime, { lookMs: 200, askMs: 3_000 })
})
after(async () => {
  await watch?.stop()
  await imap?.logout().catch(() => {})
  mailer.close()
  await new Promise<void>((resolve) => smtp.close(resolve))
  if (!isMissing(dovecot)) await dovecot.stop()
  if (!isMissing(certificate)) await certificate.remove()
})

async function until<T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await read()
    if (isThere(value)) return value
    if (tries > 300) assert.fail(`waited in vain: ${JSON.stringify(value).slice(0, 1_500)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const all = { page: 1, pageSize: 50 }
const inbound = () => bed.as(agent, (ctx) => listInbound(ctx, all)).then(({ items }) => items)
const threads = () => bed.as(agent, (ctx) => listThreads(ctx, all)).then(({ items }) => items)
const arrives = (subject: string) => until(inbound, (items) => items.some((one) => one.subject === subject)).then((items) => items.find((one) => one.subject === subject) ?? assert.fail())
const thread = (mailThreadId: string | null) => bed.as(agent, (ctx) => readThread(ctx, mailThreadId ?? ''))
const refusal = (work: Promise<unknown>) => work.then(() => assert.fail('should have been refused'), (error: { code: string }) => error.code)

/** Puts a message into the mailbox as a mail server would deliver it. */
async function deliver(server: DovecotServer, subject: string, more: { from?: string; headers?: readonly string[]; body?: string; id?: string } = {}): Promise<string> {
  const id = more.id ?? `<${randomUUID()}@example.com>`
  imap ??= new ImapFlow({ host: server.host, port: server.port, secure: false, doSTARTTLS: false, auth: { user: server.username, pass: server.password }, logger: false })
  if (!imap.usable) await imap.connect()
  const lines = [`From: ${more.from ?? 'Zhang San <zhang.san@example.com>'}`, 'To: desk@example.com', `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, ...(id === '' ? [] : [`Message-ID: ${id}`]), 'Date: Mon, 2 Sep 2024 08:59:00 +0800', 'MIME-Version: 1.0', ...(more.headers ?? ['Content-Type: text/plain; charset=utf-8']), '', more.body ?? '登录不了系统']
  await imap.append('INBOX', lines.join('\r\n'))
  return id
}
const withFile = (name: string, content: Buffer) => ({ headers: ['Content-Type: multipart/mixed; boundary=b'], body: ['--b', 'Content-Type: text/plain; charset=utf-8', '', '见附件', '--b', `Content-Type: application/pdf; name="${name}"`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', content.toString('base64').replaceAll(/.{76}/g, '$&\r\n'), '--b--', ''].join('\r\n') })

test('a mailbox whose server is not allowed is not connected to, and says so', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  const shown = await until(() => bed.as(agent, listMailboxes), ({ mailboxes }) => mailboxes[0]?.failure !== null)
  assert.match(shown.mailboxes[0]?.failure ?? '', /地址不在允许清单内/)
  assert.doesNotMatch(JSON.stringify(shown), new RegExp(dovecot.password))
  await bed.asSystem((ctx) => allowAddress(ctx, `127.0.0.1:${dovecot.port}`, '测试邮件服务器'))
  await until(() => bed.as(agent, listMailboxes), ({ mailboxes }) => mailboxes[0]?.readAt !== null && mailboxes[0]?.failure === null)
})

test('a message is taken as it comes, opens a thread, keeps its attachment and shows no address', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  await deliver(dovecot, '资质系统打不开', withFile('截图../../x.pdf'.replace('截图', 'shot'), Buffer.from('%PDF-1.4 test')))
  const mail = await arrives('资质系统打不开')
  assert.deepEqual([mail.state, mail.text, mail.attachments.map(({ isKept }) => isKept), mail.contact?.masked], ['taken', '见附件', [true], 'z***@example.com'])
  const one = await thread(mail.mailThreadId)
  assert.match(one.number, /^YJ-2024-\d{4}$/)
  assert.equal(one.waits, true)
  const { rows } = await bed.pool.query<{ text: string }>('select (m.*)::text as text from service_desk.inbound_mail m union all select (m.*)::text from service_desk.mail_thread m')
  assert.ok(rows.every(({ text }) => !text.includes('zhang.san@')), 'no address outside the sealed contacts')
  const file = await bed.as(agent, (ctx) => readAttachment(ctx, mail.attachments[0]?.mailAttachmentId ?? ''))
  assert.deepEqual([file.mediaType, file.disposition, file.fileName.includes('/')], ['application/octet-stream', 'attachment', false])
  const chunks: Buffer[] = []
  for await (const chunk of file.content as AsyncIterable<Buffer>) chunks.push(chunk)
  assert.equal(Buffer.concat(chunks).toString(), '%PDF-1.4 test')
})

test('the same message in the mailbox twice is one record', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  const id = await deliver(dovecot, '只算一次')
  await deliver(dovecot, '只算一次', { id })
  await deliver(dovecot, '哨兵', { id: '' })
  await arrives('哨兵')
  assert.equal((await inbound()).filter(({ subject }) => subject === '只算一次').length, 1)
})

test('an answer goes out under the number of the thread, and the reply to it comes back into the thread without its quotes', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  const first = await thread((await arrives('资质系统打不开')).mailThreadId)
  const outboundMailId = randomUUID()
  const answer = () => bed.as(agent, (ctx) => answerThread(ctx, first.mailThreadId, { outboundMailId, text: '请清除缓存后重试', version: first.version, files: [] }))
  await answer()
  await answer()
  assert.equal(await refusal(bed.as(agent, (ctx) => answerThread(ctx, first.mailThreadId, { outboundMailId: randomUUID(), text: '另一个人也在答', version: first.version, files: [] }))), 'mail.thread-changed')
  await sendMail(runtime)
  await sendMail(runtime)
  assert.equal(delivered.length, 1)
  const letter = delivered[0] as ParsedMail
  assert.equal(letter.subject, `[${first.number}] 资质系统打不开`)
  assert.deepEqual([letter.from?.value[0]?.address, [letter.to].flat()[0]?.value[0]?.address, letter.text?.trim()], ['desk@example.com', 'zhang.san@example.com', '请清除缓存后重试'])
  const settled = await thread(first.mailThreadId)
  assert.deepEqual([settled.waits, settled.outbound.map(({ state }) => state)], [false, ['sent']])

  await deliver(dovecot, `回复: ${letter.subject}`, { headers: [`In-Reply-To: ${letter.messageId}`, 'Content-Type: text/plain; charset=utf-8'], body: '好了，谢谢\r\n\r\n------------------ 原始邮件 ------------------\r\n发件人: 服务热线\r\n请清除缓存后重试' })
  const reply = await arrives(`回复: ${letter.subject}`)
  assert.deepEqual([reply.mailThreadId, reply.text], [first.mailThreadId, '好了，谢谢'])
  assert.match(reply.quoted, /请清除缓存后重试/)
  await deliver(dovecot, `[${first.number}] 我也遇到了`, { from: 'li.si@example.com' })
  const stranger = await arrives(`[${first.number}] 我也遇到了`)
  assert.equal(stranger.mailThreadId, first.mailThreadId)
  assert.match(stranger.note, /来自另一个邮箱/)
})

test('a letter to a requester without an account carries his follow link, the same in each, and nobody else gets to read it', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  await deliver(dovecot, '报表打不开', { from: 'follow@example.com' })
  const { mailThreadId } = await arrives('报表打不开')
  const ticketId = (await bed.as(desk, (ctx) => readThread(ctx, mailThreadId ?? ''))).ticket?.ticketId ?? assert.fail('no ticket')
  const version = () => bed.as(desk, (ctx) => readRequest(ctx, ticketId)).then((one) => one.version)
  await bed.as(desk, async (ctx) => {
    const draft = await readRequest(ctx, ticketId)
    const row = await saveDraft(ctx, ticketId, draft.version, { ...(draft.form as object), subsystem: 'market-supervision', category: 'fault' })
    await submitRequest(ctx, ticketId, row.version)
  })
  await bed.as(desk, async (ctx) => answerTicket(ctx, ticketId, await version(), '正在查看'))
  const linkIn = (letter: ParsedMail | undefined) => /https:\/\/desk\.example\.com\/follow#([\w-]+)\n/.exec(letter?.text ?? '')?.[1] ?? assert.fail(letter?.text)
  await sendMail(runtime)
  const token = linkIn(delivered.at(-1))
  assert.equal((await bed.as({ kind: 'nobody' }, (ctx) => followTicket(ctx, '198.51.100.7', token))).title, '报表打不开')
  await bed.as(desk, async (ctx) => solveTicket(ctx, ticketId, { version: await version(), solution: '已修复，请重试', childIds: [] }))
  await sendMail(runtime)
  assert.equal(linkIn(delivered.at(-1)), token)
  // His program quotes our letter, the link included.
  await deliver(dovecot, `回复: ${delivered.at(-1)?.subject}`, { from: 'follow@example.com', headers: [`In-Reply-To: ${delivered.at(-1)?.messageId}`, 'Content-Type: text/plain; charset=utf-8'], body: `好了\r\n> https://desk.example.com/follow#${token}` })
  await arrives(`回复: ${delivered.at(-1)?.subject}`)
  const shown = await bed.as(agent, (ctx) => listTicketMail(ctx, ticketId))
  assert.deepEqual(shown.threads.map((one) => [one.inbound.length, one.outbound.map(({ text, state, carriesLink }) => [text.split('\n')[0], state, carriesLink])]), [[2, [['正在查看', 'sent', true], ['已修复，请重试', 'sent', true]]]])
  assert.match(shown.threads[0]?.inbound[1]?.quoted ?? '', /follow#（已隐去）/)
  const { rows } = await bed.pool.query<{ text: string }>('select (m.*)::text as text from service_desk.inbound_mail m union all select (o.*)::text from service_desk.outbound_mail o union all select (l.*)::text from service_desk.follow_link l union all select (e.*)::text from spine.request_event e')
  assert.ok(rows.every(({ text }) => !text.includes(token)), 'the token stands nowhere')
})

test('a message larger than allowed is kept with its text and a note, and its writer is told', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  await deliver(dovecot, '大附件', { from: 'big@example.com', ...withFile('big.pdf', Buffer.alloc(50 * 1024 * 1024, 7)) })
  const mail = await arrives('大附件')
  assert.deepEqual([mail.state, mail.text, mail.attachments.map(({ isKept, fileName }) => [isKept, fileName])], ['taken', '见附件', [[false, 'big.pdf']]])
  assert.match(mail.note, /超出上限 1\.0 MB，只收了正文.*big\.pdf（5\d\.\d MB）/)
  assert.equal(await refusal(bed.as(agent, (ctx) => readAttachment(ctx, mail.attachments[0]?.mailAttachmentId ?? ''))), 'mail.attachment-not-found')
  await sendMail(runtime)
  const told = delivered.at(-1) as ParsedMail
  assert.equal([told.to].flat()[0]?.value[0]?.address, 'big@example.com')
  assert.equal(told.headers.get('auto-submitted'), 'auto-replied')
  assert.match(told.text ?? '', /big\.pdf/)
})

test('a mail loop ends: what programs send, what comes from ourselves and what comes too often is quarantined, answered by nobody, and released by a person', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  const automatic = ['Auto-Submitted: auto-replied', 'Content-Type: text/plain']
  await deliver(dovecot, '外出自动回复', { headers: automatic, from: 'auto@example.com' })
  await deliver(dovecot, '自己发的', { from: 'desk@example.com' })
  for (let count = 1; count <= 8; count += 1) await deliver(dovecot, `刷屏 ${count}`, { from: 'loop@example.com' })
  await arrives('刷屏 8')
  const items = await inbound()
  const stateOf = (subject: string) => items.find((one) => one.subject === subject)
  assert.match(stateOf('外出自动回复')?.reason ?? '', /Auto-Submitted/)
  assert.match(stateOf('自己发的')?.reason ?? '', /自己的邮箱/)
  assert.deepEqual(['刷屏 6', '刷屏 7', '刷屏 8'].map((subject) => stateOf(subject)?.state), ['taken', 'quarantined', 'quarantined'])
  const sent = delivered.length
  await sendMail(runtime)
  assert.equal(delivered.length, sent, 'nobody is answered by himself')
  const quarantined = stateOf('刷屏 7')
  const mailThreadId = await bed.as(agent, (ctx) => releaseMail(ctx, quarantined?.inboundMailId ?? '', '核实为本人来信'))
  assert.equal((await thread(mailThreadId)).inbound[0]?.subject, '刷屏 7')
  assert.equal(await refusal(bed.as(agent, (ctx) => releaseMail(ctx, quarantined?.inboundMailId ?? '', '再放一次'))), 'mail.not-quarantined')
})

test('a letter that comes back is marked, and its thread waits for a person again', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  const { mailThreadId, version } = await thread((await arrives('只算一次')).mailThreadId)
  await bed.as(agent, (ctx) => answerThread(ctx, mailThreadId, { outboundMailId: randomUUID(), text: '已处理', version, files: [] }))
  await sendMail(runtime)
  const id = delivered.at(-1)?.messageId
  await deliver(dovecot, 'Undelivered Mail', { from: 'MAILER-DAEMON@example.com', headers: ['Auto-Submitted: auto-replied', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'], body: ['--b', 'Content-Type: text/plain', '', 'failed', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx', '', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 no such user', '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${id}`, '--b--', ''].join('\r\n') })
  assert.equal((await arrives('Undelivered Mail')).state, 'bounce')
  const after = await thread(mailThreadId)
  assert.deepEqual([after.waits, after.outbound[0]?.state, after.outbound[0]?.answer], [true, 'bounced', 'smtp; 550 no such user'])
})

test('a data attachment never goes to public free mail; a notice does', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  await deliver(dovecot, '要数据', { from: 'someone@vip.qq.com' })
  const { mailThreadId, version, isPublicDomain } = await thread((await arrives('要数据')).mailThreadId)
  const file = { field: 'file', fileName: '导出.xlsx', mediaType: 'application/vnd.ms-excel', bytes: 3, sm3: 'a'.repeat(64) }
  assert.equal(isPublicDomain, true)
  assert.equal(await refusal(bed.as(agent, (ctx) => answerThread(ctx, mailThreadId, { outboundMailId: randomUUID(), text: '见附件', version, files: [file] }))), 'mail.public-domain')
  await bed.as(agent, (ctx) => answerThread(ctx, mailThreadId, { outboundMailId: randomUUID(), text: '请到服务台领取', version, files: [] }))
})

test('mail is read over TLS from a server whose authority the settings name, and from no other', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot) || skipWithout(t, certificate) || isMissing(certificate)) return
  await bed.asSystem((ctx) => allowAddress(ctx, `127.0.0.1:${dovecot.tlsPort}`, '测试邮件服务器（TLS）'))
  const stranger = await makeCertificate({ host: 'localhost' })
  if (isMissing(stranger)) return assert.fail('no openssl')
  const secure = { ...settings(dovecot), title: '加密信箱', port: dovecot.tlsPort, security: 'tls' as const }
  const state = async () => (await bed.as(agent, listMailboxes)).mailboxes.find(({ mailbox }) => mailbox === 'secure')
  const change = async (facts: Partial<typeof secure>) => bed.as(administrator, async (ctx) => changeMailbox(ctx, 'secure', { ...secure, ...facts, password: dovecot.password, version: (await state())?.version ?? 0 }))
  const refused = (words: RegExp) => until(state, (one) => words.test(one?.failure ?? ''))
  await bed.as(administrator, (ctx) => addMailbox(ctx, 'secure', { ...secure, password: dovecot.password }))
  assert.equal((await refused(/签发机构不受信任.*根证书/))?.readAt, null)
  await change({ ca: stranger.ca })
  await refused(/签发机构不受信任/)
  await stranger.remove()
  // The plain port answers in plain text: no handshake, and no password either.
  await change({ ca: certificate.ca, port: dovecot.port })
  await refused(/加密握手失败/)
  await change({ ca: certificate.ca })
  await until(state, (one) => one?.readAt !== null && one?.failure === null)
  await change({ ca: certificate.ca, port: dovecot.port, security: 'starttls' as never })
  await until(state, (one) => one?.failure === null && one.security === 'starttls')
  await deliver(dovecot, '经加密连接收到', { from: 'tls@example.com' })
  await until(() => bed.pool.query(`select from service_desk.inbound_mail where mailbox = 'secure' and subject = '经加密连接收到'`), ({ rowCount }) => rowCount === 1)
  await change({ isEnabled: false, ca: certificate.ca })
})

for (const [what, given, words] of [
  ['of another name', { host: 'other.example.com' }, /证书不是这台服务器的名称.*核对服务器地址/],
  ['that has expired', { host: 'localhost', startsInDays: -30, days: -1 }, /证书不在有效期内.*换发证书/],
] as const) {
  test(`a mail server with a certificate ${what} gets no password, over TLS or STARTTLS, and the mailbox says why`, async (t) => {
    const bad = await makeCertificate(given)
    if (skipWithout(t, bad) || isMissing(bad)) return
    const server = await startDovecot({ certificate: bad })
    try {
      if (skipWithout(t, server) || isMissing(server)) return
      const mailbox = `wrong-${server.port}`
      for (const port of [server.port, server.tlsPort]) await bed.asSystem((ctx) => allowAddress(ctx, `127.0.0.1:${port}`, '测试邮件服务器（坏证书）'))
      const facts = { ...settings(server), host: 'localhost', ca: bad.ca, port: server.tlsPort, security: 'tls' as const, password: server.password }
      const state = async () => (await bed.as(agent, listMailboxes)).mailboxes.find((one) => one.mailbox === mailbox)
      await bed.as(administrator, (ctx) => addMailbox(ctx, mailbox, facts))
      assert.equal((await until(state, (one) => words.test(one?.failure ?? '')))?.readAt, null)
      await bed.as(administrator, async (ctx) => changeMailbox(ctx, mailbox, { ...facts, port: server.port, security: 'starttls', version: (await state())?.version ?? 0 }))
      assert.equal((await until(state, (one) => words.test(one?.failure ?? '')))?.readAt, null)
      await bed.as(administrator, async (ctx) => changeMailbox(ctx, mailbox, { ...facts, isEnabled: false, version: (await state())?.version ?? 0 }))
      assert.doesNotMatch(await readFile(server.logFile, 'utf8'), /Login: user=/, 'nobody logged in')
    } finally {
      if (!isMissing(server)) await server.stop()
      await bad.remove()
    }
  })
}

test('after the server was away, and after settings were changed, nothing is missing and nothing is doubled', async (t) => {
  if (skipWithout(t, dovecot) || isMissing(dovecot)) return
  const before = (await inbound()).length
  await imap?.logout().catch(() => {})
  imap = undefined
  await dovecot.restart()
  await deliver(dovecot, '重启之后', { from: 'late@example.com' })
  await arrives('重启之后')
  const { mailboxes } = await bed.as(agent, listMailboxes)
  const version = mailboxes[0]?.version ?? 0
  assert.equal(await refusal(bed.as(administrator, (ctx) => changeMailbox(ctx, 'desk', { ...settings(dovecot), host: 'localhost', version }))), 'mail.password-needed')
  await bed.as(administrator, (ctx) => changeMailbox(ctx, 'desk', { ...settings(dovecot), title: '服务热线（新）', version }))
  await deliver(dovecot, '改了设置之后', { from: 'late@example.com' })
  await arrives('改了设置之后')
  assert.equal((await inbound()).length, before + 2)
  assert.ok((await threads()).length > 5)
})
