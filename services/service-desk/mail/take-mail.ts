import { newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import { announce } from '#platform/database/announcements.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { cutQuotes } from '#platform/mail/cut-quotes.ts'
import type { LeftAttachment } from '#platform/mail/mailbox.ts'
import type { ReadMessage } from '#platform/mail/read-message.ts'
import { nextNumber, registerContact, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { withoutFollowLinks } from '../aftercare/follow-link.ts'
import { joinTicket } from './join-ticket.ts'
import { MAIL_TOPIC, tokenIn } from './mail.ts'
import { writeAutomatic } from './write-mail.ts'

export type StoredAttachment = { readonly fileName: string; readonly mediaType: string; readonly bytes: number; readonly sm3: string | null }
export type TakenMail = {
  readonly mailbox: string
  readonly uidValidity: string
  readonly uid: number
  readonly bytes: number
  readonly message: ReadMessage
  readonly attachments: readonly StoredAttachment[]
  /** What stayed on the server because the message is too large. */
  readonly left: readonly LeftAttachment[]
  readonly maxMessageBytes: number
}

const HOUR_MS = 3_600_000

/**
 * Keeps a message that came, once: by its UID and by its Message-ID. A person's mail joins a thread or opens one; what
 * programs wrote, what comes from ourselves and what comes too often is set apart with its reason and answered by nobody.
 */
export async function takeMail(ctx: SpineCtx, mail: TakenMail): Promise<void> {
  const db = serviceDeskTables(ctx)
  const { mailbox, uidValidity, uid, bytes, message, left } = mail
  const messageId = message.messageId || `<${sm3(`${message.from}\n${message.sentAt?.toISOString() ?? ''}\n${message.subject}\n${message.text}`)}@without-id>`
  const own = await db.selectFrom('serviceDesk.mailbox').select(['address', 'maxHourlyPerSender']).where('mailbox', '=', mailbox).forUpdate().executeTakeFirstOrThrow()
  const isKnown = await db.selectFrom('serviceDesk.inboundMail').select('uid').where('mailbox', '=', mailbox).where((where) => where.or([where('messageId', '=', messageId), where.and([where('uidValidity', '=', uidValidity), where('uid', '=', uid)])])).executeTakeFirst()
  if (isKnown) return noteUid(ctx, mail)

  const contactId = await contactOf(ctx, message.from)
  const bounced = message.bounce ? await noteBounce(ctx, message.bounce) : undefined
  const reason = message.bounce ? message.bounce.diagnostic || '无法送达' : await quarantineReason(ctx, own, message, contactId)
  const state = message.bounce ? 'bounce' : reason === '' ? 'taken' : 'quarantined'
  const { written, quoted } = cutQuotes(withoutFollowLinks(message.text))
  const inboundMailId = newId(ctx.now)
  const mailThreadId = state === 'taken' ? await threadOf(ctx, { mailbox, inReplyTo: message.inReplyTo, subject: message.subject }, contactId) : (bounced ?? null)
  const notes = [...(left.length > 0 ? [`邮件 ${megabytes(bytes)}，超出上限 ${megabytes(mail.maxMessageBytes)}，只收了正文；附件留在邮箱里：${left.map((one) => `${one.fileName || '未命名'}（${megabytes(one.bytes)}）`).join('、')}`] : []), ...(mailThreadId && state === 'taken' ? await strangerNote(ctx, mailThreadId, contactId) : [])]
  await db
    .insertInto('serviceDesk.inboundMail')
    .values({ inboundMailId, mailbox, uidValidity, uid, messageId, mailThreadId, contactId, fromName: message.fromName, subject: message.subject || '（无主题）', text: written, quoted, referencesIds: message.inReplyTo, state, reason, note: notes.join('\n'), bytes, sentAt: message.sentAt, receivedAt: ctx.now })
    .execute()
  const attachments = [...mail.attachments, ...left.map((one) => ({ ...one, sm3: null }))]
  if (attachments.length > 0) await db.insertInto('serviceDesk.mailAttachment').values(attachments.map((one, position) => ({ mailAttachmentId: newId(ctx.now), inboundMailId, position, ...one }))).execute()
  if (state === 'taken' && mailThreadId && contactId && left.length > 0) await writeAutomatic(ctx, { mailThreadId, contactId, inReplyTo: messageId, text: tooLargeText(mail) })
  if (state === 'taken') await joinTicket(ctx, inboundMailId)
  await noteUid(ctx, mail)
  await announce(ctx.tx, MAIL_TOPIC)
}

/** How far the mailbox has been read. Only now that the message is kept, so that a crash reads it again. */
async function noteUid(ctx: SpineCtx, { mailbox, uidValidity, uid }: TakenMail): Promise<void> {
  await serviceDeskTables(ctx).updateTable('serviceDesk.mailbox').set({ uidValidity, lastUid: uid }).where('mailbox', '=', mailbox).execute()
}

async function contactOf(ctx: SpineCtx, address: string): Promise<string | null> {
  try {
    return (await registerContact(ctx, address)).contactId
  } catch (error) {
    if (error instanceof AppError && error.code === 'contact.unreadable') return null
    throw error
  }
}

async function quarantineReason(ctx: SpineCtx, own: { address: string; maxHourlyPerSender: number }, message: ReadMessage, contactId: string | null): Promise<string> {
  if (message.automatic !== '') return message.automatic
  if (contactId === null) return '看不出发件人'
  const addresses = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailbox').select('address').execute()
  if (addresses.some(({ address }) => address.toLowerCase() === message.from.toLowerCase())) return '来自本系统自己的邮箱'
  const { count } = await serviceDeskTables(ctx)
    .selectFrom('serviceDesk.inboundMail')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('contactId', '=', contactId)
    .where('receivedAt', '>', new Date(ctx.now.getTime() - HOUR_MS))
    .executeTakeFirstOrThrow()
  return count >= own.maxHourlyPerSender ? `同一发件人一小时内已有 ${count} 封，上限 ${own.maxHourlyPerSender} 封` : ''
}

/** The thread that the message answers: by the letters that it refers to, then by the number in its subject; else a new one. */
export async function threadOf(ctx: SpineCtx, { mailbox, inReplyTo, subject }: { mailbox: string; inReplyTo: readonly string[]; subject: string }, contactId: string | null): Promise<string> {
  const db = serviceDeskTables(ctx)
  const known = (await threadByReferences(ctx, inReplyTo)) ?? (await threadByToken(ctx, tokenIn(subject)))
  if (known) {
    await db.updateTable('serviceDesk.mailThread').set((set) => ({ lastAt: ctx.now, waits: true, version: set('version', '+', 1) })).where('mailThreadId', '=', known).execute()
    return known
  }
  const mailThreadId = newId(ctx.now)
  const year = businessDate(ctx.now).slice(0, 4)
  const number = `YJ-${year}-${String(await nextNumber(ctx, `mail-thread-${year}`)).padStart(4, '0')}`
  await db.insertInto('serviceDesk.mailThread').values({ mailThreadId, number, subject: subject || '（无主题）', contactId, mailbox, openedAt: ctx.now, lastAt: ctx.now, waits: true }).execute()
  return mailThreadId
}

async function threadByReferences(ctx: SpineCtx, messageIds: readonly string[]): Promise<string | undefined> {
  if (messageIds.length === 0) return undefined
  const db = serviceDeskTables(ctx)
  const ours = await db.selectFrom('serviceDesk.outboundMail').select('mailThreadId').where('messageId', 'in', messageIds).executeTakeFirst()
  if (ours) return ours.mailThreadId
  const theirs = await db.selectFrom('serviceDesk.inboundMail').select('mailThreadId').where('messageId', 'in', messageIds).where('mailThreadId', 'is not', null).where('state', '=', 'taken').executeTakeFirst()
  return theirs?.mailThreadId ?? undefined
}

async function threadByToken(ctx: SpineCtx, number: string | undefined): Promise<string | undefined> {
  if (number === undefined) return undefined
  return (await serviceDeskTables(ctx).selectFrom('serviceDesk.mailThread').select('mailThreadId').where('number', '=', number).executeTakeFirst())?.mailThreadId
}

/** A number in a subject can be guessed: who joins another's thread is told to whoever reads it. */
async function strangerNote(ctx: SpineCtx, mailThreadId: string, contactId: string | null): Promise<string[]> {
  const thread = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailThread').select('contactId').where('mailThreadId', '=', mailThreadId).executeTakeFirst()
  return thread && thread.contactId !== contactId ? ['来自另一个邮箱，不是这次往来的来信人；答复只发给来信人'] : []
}

/** Marks our letter as returned; its thread waits for a person again. */
async function noteBounce(ctx: SpineCtx, { messageIds, diagnostic }: NonNullable<ReadMessage['bounce']>): Promise<string | undefined> {
  if (messageIds.length === 0) return undefined
  const db = serviceDeskTables(ctx)
  const letter = await db.updateTable('serviceDesk.outboundMail').set({ state: 'bounced', answer: diagnostic || '无法送达', nextAttemptAt: null }).where('messageId', 'in', messageIds).returning('mailThreadId').executeTakeFirst()
  if (letter) await db.updateTable('serviceDesk.mailThread').set((set) => ({ waits: true, lastAt: ctx.now, version: set('version', '+', 1) })).where('mailThreadId', '=', letter.mailThreadId).execute()
  return letter?.mailThreadId
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

function tooLargeText({ bytes, maxMessageBytes, left }: TakenMail): string {
  return [
    '您好，来信的正文已收到并登记，附件没有收取：',
    ...left.map((one) => `  ${one.fileName || '未命名'}（约 ${megabytes(one.bytes)}）`),
    `整封邮件 ${megabytes(bytes)}，上限 ${megabytes(maxMessageBytes)}。请压缩或分次发送，或致电热线商定其他交付方式。`,
    '本邮件由系统发出。',
  ].join('\n')
}

