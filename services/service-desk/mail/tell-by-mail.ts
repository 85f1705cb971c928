import { newId } from '#shared/ids.ts'
import { readContacts, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { lastMessageId, writeLetter } from './write-letter.ts'

/**
 * What a ticket says to the person who asked goes to him by mail when he asked by mail: only into the thread that is his own,
 * never to somebody else who wrote with the ticket's number.
 */
export async function tellByMail(ctx: SpineCtx, { requestId, requesterRef, number }: Pick<RequestRow, 'requestId' | 'requesterRef' | 'number'>, text: string): Promise<void> {
  if (requesterRef === null) return
  const db = serviceDeskTables(ctx)
  const thread = await db.selectFrom('serviceDesk.mailThread').select(['mailThreadId', 'number', 'subject', 'version']).where('requestId', '=', requestId).where('contactId', '=', requesterRef).orderBy('lastAt', 'desc').forUpdate().executeTakeFirst()
  if (!thread || (await readContacts(ctx, [requesterRef])).get(requesterRef)?.isRemoved !== false) return
  const inReplyTo = await lastMessageId(ctx, thread.mailThreadId, requesterRef)
  await writeLetter(ctx, { outboundMailId: newId(ctx.now), thread, kind: 'answer', contactId: requesterRef, inReplyTo, text: `${text}\n\n服务工单 ${number}，直接回复本邮件即可补充。` })
  await db.updateTable('serviceDesk.mailThread').set({ waits: false, lastAt: ctx.now, version: thread.version + 1 }).where('mailThreadId', '=', thread.mailThreadId).execute()
}
