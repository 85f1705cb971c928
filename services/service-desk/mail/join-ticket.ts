import { newId } from '#shared/ids.ts'
import { sendReminder, addRequestEvent, keepFile, lockRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { enterTicket } from '../tickets/enter-ticket.ts'
import { TICKET_KIND } from '../tickets/ticket.ts'

const MAX_TEXT = 4_000

/** `FW-20240902-0001` in a subject names the ticket. */
const numberIn = (subject: string) => /\bFW-\d{8}-\d{4,}\b/i.exec(subject)?.[0].toUpperCase()

/**
 * A message that was taken goes on to its ticket: the thread's, or the one whose number is in the subject, or a new draft that
 * waits for a person to say what it is about (AMB-08). Its attachments become files of the ticket.
 */
export async function joinTicket(ctx: SpineCtx, inboundMailId: string): Promise<void> {
  const db = serviceDeskTables(ctx)
  const mail = await db.selectFrom('serviceDesk.inboundMail').selectAll().where('inboundMailId', '=', inboundMailId).executeTakeFirstOrThrow()
  if (mail.mailThreadId === null || mail.contactId === null) return
  const thread = await db.selectFrom('serviceDesk.mailThread').select(['mailThreadId', 'requestId']).where('mailThreadId', '=', mail.mailThreadId).executeTakeFirstOrThrow()
  const known = thread.requestId ?? (await ticketNumbered(ctx, numberIn(mail.subject)))
  const row = known === undefined ? await openDraft(ctx, mail) : await lockRequest(ctx, known)
  // A number can be guessed: what another writes is for the desk to read, not for the person who asked.
  const isOwn = row.requesterRef === mail.contactId
  if (thread.requestId === null) await db.updateTable('serviceDesk.mailThread').set((set) => ({ requestId: row.requestId, version: set('version', '+', 1) })).where('mailThreadId', '=', thread.mailThreadId).execute()
  if (known !== undefined) await append(ctx, row, mail, isOwn)
  const files = await db.selectFrom('serviceDesk.mailAttachment').select(['fileName', 'mediaType', 'bytes', 'sm3']).where('inboundMailId', '=', inboundMailId).orderBy('position').execute()
  for (const { sm3, bytes, ...file } of files) {
    if (sm3 !== null) await keepFile(ctx, row, { ...file, sm3, bytes: Number(bytes) }, { kind: 'attachment', note: '来信附件', evidenceId: null, formVersion: row.formVersion, isPublic: isOwn })
  }
}

type Mail = { readonly subject: string; readonly text: string; readonly fromName: string; readonly contactId: string | null }

async function ticketNumbered(ctx: SpineCtx, number: string | undefined): Promise<string | undefined> {
  if (number === undefined) return undefined
  return (await serviceDeskTables(ctx).selectFrom('spine.request').select('requestId').where('number', '=', number).where('kind', '=', TICKET_KIND).executeTakeFirst())?.requestId
}

async function openDraft(ctx: SpineCtx, { subject, text, fromName, contactId }: Mail): Promise<RequestRow> {
  return enterTicket(ctx, {
    ticketId: newId(ctx.now),
    form: { title: subject.slice(0, 200), subsystem: '', description: text.slice(0, MAX_TEXT), line: null, contactId, receivedAt: ctx.now },
    caller: { contact: '', name: fromName.slice(0, 60), unit: '' },
    origin: 'mail',
    firstAnswer: '',
    solution: '',
    articleIds: [],
    isComplete: false,
  })
}

async function append(ctx: SpineCtx, row: RequestRow, { text, contactId }: Mail, isOwn: boolean): Promise<void> {
  await addRequestEvent(ctx, row.requestId, 'noted', `${isOwn ? '来信' : '来自另一个邮箱的来信'}：${text}`.slice(0, MAX_TEXT), { isPublic: isOwn, details: { contactId } })
  if (row.assigneeId !== null) await sendReminder(ctx, { userIds: [row.assigneeId], kind: 'information', dedupeKey: `ticket-mail:${row.requestId}:${ctx.now.getTime()}`, title: `来信补充：${row.title}（${row.number}）`, content: text.slice(0, 500), link: `/tickets/${row.requestId}` })
}
