import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { sheetOf } from '#shared/sheet.ts'
import { instantField } from '#shared/instant.ts'
import { requestState } from '#spine/requests/api.ts'
import { contactView } from '#spine/parties/contacts/api.ts'

export const inboundState = closedSet({ taken: '已收', quarantined: '隔离', bounce: '退信' })
export type InboundState = Member<typeof inboundState>
export const outboundState = closedSet({ waiting: '待发', sent: '已发', failed: '发送失败', bounced: '被退回' })
export type OutboundState = Member<typeof outboundState>
export const mailSecurity = closedSet({ tls: 'TLS', starttls: 'STARTTLS', none: '不加密' })
export type MailSecurity = Member<typeof mailSecurity>

const threadId = z.object({ mailThreadId: z.uuid() })
const mailId = z.object({ inboundMailId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)
const mailboxCode = z.object({ mailbox: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, '代号用小写字母、数字和连字符') })
const domain = z.string().trim().toLowerCase().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, '应为域名，如 example.com').max(100)

const attachmentView = z.object({ mailAttachmentId: z.string(), fileName: z.string(), mediaType: z.string(), bytes: z.number(), isKept: z.boolean() })
export const threadView = z.object({ mailThreadId: z.string(), number: z.string(), subject: z.string(), contact: contactView.nullable(), openedAt: instantField, lastAt: instantField, waits: z.boolean(), version: z.number() })
export type ThreadView = z.output<typeof threadView>
export const inboundMail = z.object({
  inboundMailId: z.string(), mailThreadId: z.string().nullable(), contact: contactView.nullable(), fromName: z.string(), subject: z.string(), text: z.string(), quoted: z.string(), state: inboundState.schema, reason: z.string(), note: z.string(),
  bytes: z.number(), sentAt: instantField.nullable(), receivedAt: instantField, releasedAt: instantField.nullable(), releaseReason: z.string().nullable(), attachments: z.array(attachmentView),
})
export type InboundMail = z.output<typeof inboundMail>
export const outboundMail = z.object({ outboundMailId: z.string(), kind: z.enum(['answer', 'automatic']), subject: z.string(), text: z.string(), state: outboundState.schema, attempts: z.number(), answer: z.string(), writtenAt: instantField, writtenByName: z.string(), sentAt: instantField.nullable(), /** A follow link was written below it when it left. */ carriesLink: z.boolean(), attachments: z.array(attachmentView) })
export type OutboundMail = z.output<typeof outboundMail>

const mailboxFacts = z.object({
  title: z.string().trim().min(2, '请填写名称').max(60),
  address: z.email('应为邮箱地址'),
  host: z.string().trim().min(1, '请填写服务器').max(200),
  port: z.int().min(1).max(65_535),
  security: mailSecurity.schema,
  username: z.string().trim().min(1, '请填写账号').max(200),
  folder: z.string().trim().min(1).max(100).default('INBOX'),
  maxMessageMegabytes: z.int().min(1).max(100, '至多 100 MB').default(30),
  maxHourlyPerSender: z.int().min(1).max(1_000).default(20),
  /** Public, unlike the password: shown again when it is edited. */
  ca: z.string().trim().max(20_000).refine((text) => text === '' || /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/.test(text), '应为 PEM 格式的证书，以 -----BEGIN CERTIFICATE----- 开头').default(''),
  isEnabled: z.boolean().default(true),
})
export const mailboxView = mailboxFacts.extend({ mailbox: z.string(), readAt: instantField.nullable(), failure: z.string().nullable(), version: z.number() })
export type MailboxView = z.output<typeof mailboxView>

const letters = { inbound: z.array(inboundMail), outbound: z.array(outboundMail) }

export const mailApi = defineApi({
  prefix: '/api/mail',
  title: '热线邮件',
  endpoints: {
    listThreads: {
      method: 'GET', path: '/threads', summary: '查询往来邮件', permission: 'mail:read', audit: 'none', query: listQuery.extend({ waits: z.stringbool().optional(), contactId: z.uuid().optional() }), response: listOf(threadView),
      sheet: sheetOf('往来邮件', threadView, { number: '编号', subject: '主题', contact: ['来信人', ({ masked }) => masked], openedAt: '首封来信', lastAt: '最近', waits: ['状态', (waits) => (waits ? '待答复' : '已答复')] }),
    },
    getThread: { method: 'GET', path: '/threads/:mailThreadId', summary: '查看往来邮件', permission: 'mail:read', audit: 'none', params: threadId, response: threadView.extend({ ticket: z.object({ ticketId: z.string(), number: z.string(), title: z.string(), state: requestState.schema }).nullable(), isPublicDomain: z.boolean(), ...letters }) },
    listTicketMail: { method: 'GET', path: '/tickets/:ticketId', summary: '服务工单的往来邮件', permission: 'mail:read', audit: 'none', params: z.object({ ticketId: z.uuid() }), response: z.object({ threads: z.array(threadView.extend(letters)) }) },
    answerThread: {
      method: 'POST', path: '/threads/:mailThreadId/answers', summary: '答复来信人（可带附件；公共免费邮箱不能带）', permission: 'mail:handle', audit: 'mail-thread.answered', params: threadId, accepts: 'upload',
      body: z.object({ outboundMailId: z.uuid(), text: z.string().trim().min(1, '请填写答复').max(50_000), version: z.coerce.number().int().min(1) }),
    },
    settleThread: { method: 'POST', path: '/threads/:mailThreadId/settle', summary: '不必答复，写明理由', permission: 'mail:handle', audit: 'mail-thread.settled', params: threadId, body: z.object({ reason, version: z.int().min(1) }) },
    listInbound: { method: 'GET', path: '/inbound', summary: '查询来信，包括隔离与退信', permission: 'mail:read', audit: 'none', query: listQuery.extend({ state: inboundState.schema.optional(), contactId: z.uuid().optional() }), response: listOf(inboundMail), sheet: sheetOf('来信', inboundMail, { subject: '主题', contact: ['来信人', ({ masked }) => masked], receivedAt: '收到', sentAt: '发出', state: ['状态', inboundState.titles], reason: '原因', note: '备注', bytes: '大小（字节）', releasedAt: '放行', releaseReason: '放行理由' }) },
    releaseMail: { method: 'POST', path: '/inbound/:inboundMailId/release', summary: '放行被隔离的来信', permission: 'mail:handle', audit: 'inbound-mail.released', params: mailId, body: z.object({ reason }), response: threadId },
    getAttachment: { method: 'GET', path: '/attachments/:mailAttachmentId', summary: '下载附件', permission: 'mail:read', audit: 'mail-attachment.downloaded', params: z.object({ mailAttachmentId: z.uuid() }), answer: 'file' },
  },
})

export const mailboxesApi = defineApi({
  prefix: '/api/mailboxes',
  title: '收件邮箱',
  endpoints: {
    listMailboxes: { method: 'GET', path: '', summary: '查询收件邮箱与公共免费邮箱域名', permission: 'mail:read', audit: 'none', response: z.object({ mailboxes: z.array(mailboxView), publicDomains: z.array(z.string()), canSend: z.boolean() }) },
    addMailbox: { method: 'POST', path: '', summary: '登记收件邮箱', permission: 'mailbox:administer', audit: 'mailbox.added', body: mailboxCode.extend(mailboxFacts.shape).extend({ password: z.string().min(1, '请填写口令').max(500) }) },
    changeMailbox: { method: 'PUT', path: '/:mailbox', summary: '修改收件邮箱', permission: 'mailbox:administer', audit: 'mailbox.changed', params: mailboxCode, body: mailboxFacts.extend({ password: z.string().min(1).max(500).optional(), version: z.int().min(1) }) },
    setPublicDomains: { method: 'PUT', path: '/public-domains', summary: '设置公共免费邮箱域名', permission: 'mailbox:administer', audit: 'public-mail-domains.set', body: z.object({ domains: z.array(domain).max(500) }) },
  },
})
