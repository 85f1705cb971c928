import { act } from '#platform/context/runtime.ts'
import type { DeliveryOutcome } from '#platform/delivery/delivery-door.ts'
import { announce } from '#platform/database/announcements.ts'
import { revealContact, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { mailedLinkText } from '../aftercare/follow-link.ts'
import { MAIL_TOPIC } from './mail.ts'

const system = { kind: 'system', name: '邮件答复' } as const
/** With the pauses below about four hours. */
const MAX_ATTEMPTS = 9
const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 3_600_000
const AT_ONCE = 100

/** Sends what waits. Each attempt is outside any transaction; a crash after it sends again under the same Message-ID. */
export async function sendMail(runtime: SpineRuntime): Promise<void> {
  const { mailer, files } = runtime.attached
  if (!mailer) return
  const ids = await act(runtime, system, dueLetters)
  for (const outboundMailId of ids) {
    const letter = await act(runtime, system, (ctx) => readLetter(ctx, outboundMailId))
    if (!letter) continue
    const { attempts, attachments, ...head } = letter
    const contents = await Promise.all(attachments.map(async ({ sm3, ...one }) => ({ ...one, content: await files.read(sm3) })))
    const outcome = await mailer.send({ ...head, attachments: contents })
    await act(runtime, system, (ctx) => keepOutcome(ctx, outboundMailId, attempts + 1, outcome))
    if (outcome.state === 'unreachable') return
  }
}

async function dueLetters(ctx: SpineCtx): Promise<string[]> {
  const rows = await serviceDeskTables(ctx).selectFrom('serviceDesk.outboundMail').select('outboundMailId').where('state', '=', 'waiting').where('nextAttemptAt', '<=', ctx.now).orderBy('nextAttemptAt').limit(AT_ONCE).execute()
  return rows.map((row) => row.outboundMailId)
}

async function readLetter(ctx: SpineCtx, outboundMailId: string) {
  const db = serviceDeskTables(ctx)
  const row = await db
    .selectFrom('serviceDesk.outboundMail as o')
    .innerJoin('serviceDesk.mailThread as t', 't.mailThreadId', 'o.mailThreadId')
    .innerJoin('serviceDesk.mailbox as m', 'm.mailbox', 't.mailbox')
    .select(['o.contactId', 'o.kind', 'o.messageId', 'o.inReplyTo', 'o.subject', 'o.text', 'o.attempts', 'o.writtenAt', 'o.mailThreadId', 'o.carriesLink', 'm.address', 'm.title'])
    .where('o.outboundMailId', '=', outboundMailId)
    .where('o.state', '=', 'waiting')
    .executeTakeFirst()
  if (!row) return undefined
  const attachments = await db.selectFrom('serviceDesk.mailAttachment').select(['fileName', 'mediaType', 'sm3']).where('outboundMailId', '=', outboundMailId).orderBy('position').execute()
  return {
    to: { name: '', address: await revealContact(ctx, row.contactId, '发送邮件答复') },
    from: `"${row.title.replaceAll(/["\\\r\n]/g, '')}" <${row.address}>`,
    subject: row.subject,
    text: row.carriesLink ? row.text + (await mailedLinkText(ctx, row.mailThreadId)) : row.text,
    date: row.writtenAt,
    messageId: row.messageId,
    ...(row.inReplyTo ? { inReplyTo: row.inReplyTo, references: [row.inReplyTo] } : {}),
    isAutomatic: row.kind === 'automatic',
    attempts: row.attempts,
    attachments: attachments.flatMap(({ sm3, ...one }) => (sm3 === null ? [] : [{ ...one, sm3 }])),
  }
}

async function keepOutcome(ctx: SpineCtx, outboundMailId: string, attempts: number, { state, answer }: DeliveryOutcome): Promise<void> {
  const isOver = state === 'delivered' || state === 'refused' || attempts >= MAX_ATTEMPTS
  const row = await serviceDeskTables(ctx)
    .updateTable('serviceDesk.outboundMail')
    .set({
      attempts,
      answer,
      state: state === 'delivered' ? 'sent' : isOver ? 'failed' : 'waiting',
      nextAttemptAt: isOver ? null : new Date(ctx.now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)),
      sentAt: state === 'delivered' ? ctx.now : null,
    })
    .where('outboundMailId', '=', outboundMailId)
    .where('state', '=', 'waiting')
    .returning('mailThreadId')
    .executeTakeFirst()
  // A letter that did not get through is a person's work again.
  if (row && isOver && state !== 'delivered') await serviceDeskTables(ctx).updateTable('serviceDesk.mailThread').set((set) => ({ waits: true, version: set('version', '+', 1) })).where('mailThreadId', '=', row.mailThreadId).execute()
  await announce(ctx.tx, MAIL_TOPIC)
}
