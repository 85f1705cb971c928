import { actorName } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { lockRequest, openRequest, readContacts, registerContact, saveDraft, submitRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import type { RequestOrigin } from '#spine/requests/api.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { useArticle } from '../knowledge/use-article.ts'
import { answer } from './answer-ticket.ts'
import { solve } from './solve-ticket.ts'
import { TICKET_KIND, ticketErrors } from './ticket.ts'
import { changeTicket } from './tickets.store.ts'

export type EnterTicket = {
  /** Chosen by the sender: sent again after a lost network, it is entered once. */
  readonly ticketId: string
  /** What is there of the form; a draft may lack anything. */
  readonly form: Readonly<Record<string, unknown>>
  /** Number or mailbox as it was typed, `''` when there is none. */
  readonly caller: { readonly contact: string; readonly name: string; readonly unit: string }
  readonly origin?: RequestOrigin
  readonly firstAnswer: string
  /** Solved while the person was still on the line. */
  readonly solution: string
  /** Articles of the knowledge base that were used; each is linked and counted. */
  readonly articleIds: readonly string[]
  /** False keeps a draft: the subsystem is not known yet, or the writer was called away. */
  readonly isComplete: boolean
}

/** One call, one act: caller, ticket, first answer and solution are written together or not at all. */
export async function enterTicket(ctx: SpineCtx, entry: EnterTicket): Promise<RequestRow> {
  requirePermission(ctx, 'ticket:enter')
  const { ticketId, caller, isComplete } = entry
  const contact = caller.contact === '' ? await contactOf(ctx, entry.form) : await registerContact(ctx, caller.contact)
  const form: Record<string, unknown> = { ...entry.form, contactId: contact?.contactId ?? entry.form['contactId'] ?? null, personId: contact?.person?.personId ?? entry.form['personId'] ?? null }
  const name = caller.name || contact?.person?.name || '未留姓名'
  const opened = await openRequest(ctx, {
    requestId: ticketId,
    kind: TICKET_KIND,
    form,
    requester: { userId: null, name, unit: caller.unit || (contact?.unit?.title ?? ''), ...(contact ? { ref: contact.contactId } : {}) },
    origin: entry.origin ?? (form['line'] ? 'hotline' : 'console'),
  })
  if (opened.kind !== TICKET_KIND) throw ticketErrors['not-found']()
  // Sent twice: what is a ticket already stays as it is, whatever has happened to it since.
  if (opened.formVersion > 0) return opened
  // What somebody asked without knowing the subsystem stays his own; the desk adds what he could not say.
  const asked = opened.requesterId !== null && opened.origin === 'portal' ? (opened.draft as { personId?: unknown; receivedAt?: unknown }) : undefined
  const filing: SpineCtx = asked ? { ...ctx, actor: { kind: 'system', name: `热线 ${actorName(ctx.actor)}` } } : ctx
  const kept = await saveDraft(filing, ticketId, opened.version, asked ? { ...form, personId: asked.personId, receivedAt: asked.receivedAt } : form)
  if (!isComplete) return kept
  let row = await submitRequest(filing, ticketId, kept.version)
  const said = entry.firstAnswer || entry.solution
  if (said) row = await answer(ctx, row, said)
  for (const articleId of entry.articleIds) await useArticle(ctx, articleId, ticketId)
  if (entry.solution) {
    await changeTicket(ctx, ticketId, { isSolvedAtOnce: true })
    row = await solve(ctx, row, entry.solution)
  }
  return lockRequest(ctx, row.requestId)
}

/** Whoever the form refers to, or whose call it is: the number itself is never sent again. */
async function contactOf(ctx: SpineCtx, { contactId, telephoneCallId }: Readonly<Record<string, unknown>>) {
  const call = contactId || !telephoneCallId ? undefined : await serviceDeskTables(ctx).selectFrom('serviceDesk.telephoneCall').select('contactId').where('telephoneCallId', '=', String(telephoneCallId)).executeTakeFirst()
  const id = contactId ? String(contactId) : call?.contactId
  return id ? (await readContacts(ctx, [id])).get(id) : undefined
}
