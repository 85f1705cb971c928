import { z } from 'zod'
import { actorName, actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { prepareMailedLink } from '../aftercare/follow-link.ts'
import { messageIdOf, subjectWith } from './mail.ts'

/** Sweeps letters that wait. */
export const sendMailQueue = { name: 'service-desk.send-mail' as const, payload: z.object({}) }

export type Letter = { readonly outboundMailId: string; readonly thread: { readonly mailThreadId: string; readonly number: string; readonly subject: string }; readonly kind: 'answer' | 'automatic'; readonly contactId: string; readonly inReplyTo: string | null; readonly text: string }

/** Puts a letter of a thread into the outbox. Without a mail server it stays unsent, and its record says so. */
export async function writeLetter(ctx: SpineCtx, { thread, ...letter }: Letter): Promise<void> {
  const carriesLink = letter.kind === 'answer' && (await prepareMailedLink(ctx, thread.mailThreadId, letter.contactId))
  await serviceDeskTables(ctx)
    .insertInto('serviceDesk.outboundMail')
    .values({ ...letter, mailThreadId: thread.mailThreadId, carriesLink, subject: subjectWith(thread.number, thread.subject), messageId: messageIdOf(letter.outboundMailId), state: ctx.mailer ? 'waiting' : 'failed', answer: ctx.mailer ? '' : '没有配置发信服务器', writtenAt: ctx.now, writtenBy: actorUserId(ctx.actor), writtenByName: actorName(ctx.actor), nextAttemptAt: ctx.mailer ? ctx.now : null })
    .execute()
  if (ctx.mailer) await ctx.jobs.send(sendMailQueue, {}, { key: 'sweep' })
}

/** The message of this writer that a letter to him answers. */
export async function lastMessageId(ctx: SpineCtx, mailThreadId: string, contactId: string): Promise<string | null> {
  const last = await serviceDeskTables(ctx).selectFrom('serviceDesk.inboundMail').select('messageId').where('mailThreadId', '=', mailThreadId).where('state', '=', 'taken').where('contactId', '=', contactId).orderBy('receivedAt', 'desc').executeTakeFirst()
  return last?.messageId ?? null
}
