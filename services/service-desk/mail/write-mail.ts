import { newId } from '#shared/ids.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { addRequestEvent, lockRequest, readContacts, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { answer } from '../tickets/answer-ticket.ts'
import { domainOf, mailErrors } from './mail.ts'
import { isPublicDomain } from './public-domains.ts'
import { lastMessageId, writeLetter } from './write-letter.ts'

export type AnswerMail = {
  /** Chosen by the sender, so that sending twice answers once. */
  readonly outboundMailId: string
  readonly text: string
  readonly version: number
  readonly files: readonly ReceivedFile[]
}

/** Answers the writer of a thread. Data attachments never go to public free mail (AMB-43). */
export async function answerThread(ctx: SpineCtx, mailThreadId: string, { outboundMailId, text, version, files }: AnswerMail): Promise<void> {
  requirePermission(ctx, 'mail:handle')
  const db = serviceDeskTables(ctx)
  if (await db.selectFrom('serviceDesk.outboundMail').select('state').where('outboundMailId', '=', outboundMailId).executeTakeFirst()) return
  const thread = await db.selectFrom('serviceDesk.mailThread').selectAll().where('mailThreadId', '=', mailThreadId).forUpdate().executeTakeFirst()
  if (!thread) throw mailErrors['thread-not-found']()
  if (thread.version !== version) throw mailErrors['thread-changed']()
  if (!ctx.mailer) throw mailErrors['no-mailer']()
  const contact = thread.contactId === null ? undefined : (await readContacts(ctx, [thread.contactId])).get(thread.contactId)
  if (!contact || contact.isRemoved) throw mailErrors['no-address']()
  if (files.length > 0 && (await isPublicDomain(ctx, domainOf(contact.masked)))) {
    throw mailErrors['public-domain']({ problems: files.map(({ fileName }) => ({ place: 'body.file', message: `${fileName} 不能发往 ${domainOf(contact.masked)}` })) })
  }
  await writeLetter(ctx, { outboundMailId, thread, kind: 'answer', contactId: contact.contactId, inReplyTo: await lastMessageId(ctx, mailThreadId, contact.contactId), text })
  if (files.length > 0) {
    await db
      .insertInto('serviceDesk.mailAttachment')
      .values(files.map(({ fileName, mediaType, bytes, sm3 }, position) => ({ mailAttachmentId: newId(ctx.now), outboundMailId, position, fileName, mediaType, bytes, sm3 })))
      .execute()
  }
  await db.updateTable('serviceDesk.mailThread').set({ waits: false, lastAt: ctx.now, version: version + 1 }).where('mailThreadId', '=', mailThreadId).execute()
  if (thread.requestId !== null) await noteOnTicket(ctx, thread.requestId, contact.contactId, text)
}

/** The ticket of the thread is told what went out: its first answer, or a note that the person who asked sees too. */
async function noteOnTicket(ctx: SpineCtx, requestId: string, contactId: string, text: string): Promise<void> {
  const row = await lockRequest(ctx, requestId)
  const isOwn = row.requesterRef === contactId
  const ticket = await serviceDeskTables(ctx).selectFrom('serviceDesk.ticket').select('firstAnsweredAt').where('requestId', '=', requestId).executeTakeFirst()
  const isFirst = isOwn && ticket?.firstAnsweredAt === null && ['ready', 'in-progress', 'waiting'].includes(row.state) && isPermitted(ctx.actor, 'ticket:handle')
  if (isFirst) await answer(ctx, row, text, { byMail: false })
  else await addRequestEvent(ctx, requestId, 'noted', `邮件答复：${text}`.slice(0, 4_000), { isPublic: isOwn })
}

/** What the program itself has to say to a writer. Without a mail server it stays unsaid, and its record says so. */
export async function writeAutomatic(ctx: SpineCtx, { mailThreadId, contactId, inReplyTo, text }: { mailThreadId: string; contactId: string; inReplyTo: string; text: string }): Promise<void> {
  const thread = await serviceDeskTables(ctx).selectFrom('serviceDesk.mailThread').select(['mailThreadId', 'number', 'subject']).where('mailThreadId', '=', mailThreadId).executeTakeFirstOrThrow()
  await writeLetter(ctx, { outboundMailId: newId(ctx.now), thread, kind: 'automatic', contactId, inReplyTo, text })
}
