import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser'

/** Longer texts are cut; who wants all of it finds it in the mailbox. */
const LONGEST_TEXT = 200_000
const LONGEST_HTML = 2_000_000

export type ReadAttachment = { readonly fileName: string; readonly mediaType: string; readonly content: Buffer }

export type ReadMessage = {
  /** With its angle brackets; `''` when the sender gave none. */
  readonly messageId: string
  readonly inReplyTo: readonly string[]
  readonly from: string
  readonly fromName: string
  readonly subject: string
  readonly sentAt: Date | null
  /** Plain text, made from HTML when there is no other: no markup, no pictures, no control characters. */
  readonly text: string
  readonly attachments: readonly ReadAttachment[]
  /** Why it was written by a program and must not be answered; `''` for a person's mail. */
  readonly automatic: string
  /** A report that a message could not be delivered (RFC 3464), with whatever it quotes of it. */
  readonly bounce: { readonly diagnostic: string; readonly messageIds: readonly string[] } | null
}

/** Reads a message (RFC 5322, MIME). Never runs, loads or renders anything of it. */
export async function readMessage(source: Buffer): Promise<ReadMessage> {
  const mail = await simpleParser(source, { skipTextToHtml: true, skipImageLinks: true, maxHtmlLengthToParse: LONGEST_HTML })
  const sender = mail.from?.value[0]
  return {
    messageId: (mail.messageId ?? '').slice(0, 500),
    inReplyTo: [...new Set([mail.inReplyTo ?? [], mail.references ?? []].flat())].filter(Boolean).slice(-50),
    from: sender?.address ?? '',
    fromName: plainText(sender?.name ?? '').slice(0, 100),
    subject: plainText(mail.subject ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 300),
    sentAt: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date : null,
    text: plainText(mail.text ?? '').replaceAll(/\[(?:cid|data):[^\]]*\]/gi, '').slice(0, LONGEST_TEXT).trim(),
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({ fileName: filename ?? '', mediaType: contentType, content })),
    automatic: automaticReason(mail),
    bounce: bounceOf(mail, source),
  }
}

/** Control and direction characters say nothing and can mislead; the database keeps no NUL. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
  return text.replaceAll('\r\n', '\n').replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/g, '').replaceAll(/\p{Surrogate}/gu, '\uFFFD')
}

function headerText(mail: ParsedMail, name: string): string {
  const value = mail.headers.get(name)
  return typeof value === 'string' ? value.trim() : value === undefined ? '' : JSON.stringify(value)
}

/** RFC 3834 and what older programs do instead. */
function automaticReason(mail: ParsedMail): string {
  const submitted = headerText(mail, 'auto-submitted').toLowerCase()
  if (submitted !== '' && submitted !== 'no') return `自动发出（Auto-Submitted: ${submitted.slice(0, 40)}）`
  const precedence = headerText(mail, 'precedence').toLowerCase()
  if (/^(bulk|junk|list|auto_reply)$/.test(precedence)) return `群发或自动（Precedence: ${precedence}）`
  for (const name of ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress']) if (mail.headers.has(name)) return `自动回复（${name}）`
  if (mail.headers.has('list') && JSON.stringify(mail.headers.get('list')).includes('"id"')) return '邮件列表（List-Id）'
  return ''
}

function bounceOf(mail: ParsedMail, source: Buffer): ReadMessage['bounce'] {
  const type = mail.headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined
  const isReport = type?.value === 'multipart/report' && type.params?.['report-type'] === 'delivery-status'
  const returnPath = mail.headers.get('return-path') as AddressObject | undefined
  const isFromDaemon = /^(mailer-daemon|postmaster)@/i.test(mail.from?.value[0]?.address ?? '') || (returnPath !== undefined && returnPath.value.every(({ address }) => !address))
  if (!isReport && !(isFromDaemon && headerText(mail, 'auto-submitted') !== '')) return null
  const text = source.toString('latin1')
  const diagnostic = /^Diagnostic-Code:\s*(.+(?:\r?\n[ \t]+.+)*)/im.exec(text)?.[1] ?? /^Status:\s*(\S+)/im.exec(text)?.[1] ?? ''
  return { diagnostic: plainText(diagnostic).replaceAll(/\s+/g, ' ').slice(0, 500), messageIds: [...new Set([...text.matchAll(/^(?:Message-ID|In-Reply-To|References):\s*(<[^>\s]{3,300}>)/gim)].map(([, id]) => id as string))] }
}
