import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { joinTicket } from './join-ticket.ts'
import { mailErrors } from './mail.ts'
import { threadOf } from './take-mail.ts'

/** A thread that needs no answer waits no more; why not is in the audit trail. */
export async function settleThread(ctx: SpineCtx, mailThreadId: string, version: number): Promise<void> {
  requirePermission(ctx, 'mail:handle')
  const db = serviceDeskTables(ctx)
  const row = await db.selectFrom('serviceDesk.mailThread').select('version').where('mailThreadId', '=', mailThreadId).forUpdate().executeTakeFirst()
  if (!row) throw mailErrors['thread-not-found']()
  if (row.version !== version) throw mailErrors['thread-changed']()
  await db.updateTable('serviceDesk.mailThread').set({ waits: false, version: version + 1 }).where('mailThreadId', '=', mailThreadId).execute()
}

/** Takes a message out of quarantine: it joins its thread as if it had been taken at once. */
export async function releaseMail(ctx: SpineCtx, inboundMailId: string, reason: string): Promise<string> {
  requirePermission(ctx, 'mail:handle')
  const db = serviceDeskTables(ctx)
  const row = await db.selectFrom('serviceDesk.inboundMail').selectAll().where('inboundMailId', '=', inboundMailId).forUpdate().executeTakeFirst()
  if (!row) throw mailErrors['mail-not-found']()
  if (row.state !== 'quarantined') throw mailErrors['not-quarantined']()
  const mailThreadId = await threadOf(ctx, { mailbox: row.mailbox, inReplyTo: row.referencesIds, subject: row.subject }, row.contactId)
  await db
    .updateTable('serviceDesk.inboundMail')
    .set({ state: 'taken', mailThreadId, releasedAt: ctx.now, releasedBy: actorUserId(ctx.actor), releaseReason: reason })
    .where('inboundMailId', '=', inboundMailId)
    .execute()
  // Whoever releases may handle mail; what becomes of it is done by the program, as for mail that was taken at once.
  await joinTicket({ ...ctx, actor: { kind: 'system', name: '热线邮件' } }, inboundMailId)
  return mailThreadId
}
