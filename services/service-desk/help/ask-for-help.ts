import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { openRequest, personOfUser, readRequest, submitRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { ratingOf } from '../aftercare/rate-ticket.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { TICKET_KIND, ticketErrors } from '../tickets/ticket.ts'
import { UNATTRIBUTED } from '../tickets/ticket-form.ts'

export type AskForHelp = { readonly ticketId: string; readonly title: string; readonly subsystem: string; readonly category: string; readonly impact: string; readonly urgency: string; readonly description: string }

/**
 * Somebody with an account asks by himself: complete at once, and his own to follow, accept and rate. Who cannot tell which subsystem
 * it is waits among the unattributed until the desk gives it one; his clock runs from now all the same.
 */
export async function askForHelp(ctx: SpineCtx, { ticketId, ...form }: AskForHelp): Promise<RequestRow> {
  requirePermission(ctx, 'help:ask')
  const me = actorUserId(ctx.actor)
  const person = me === null ? undefined : await personOfUser(ctx, me)
  const isUnattributed = form.subsystem === UNATTRIBUTED
  const opened = await openRequest(ctx, { requestId: ticketId, kind: TICKET_KIND, form: { ...form, subsystem: isUnattributed ? '' : form.subsystem, personId: person?.personId ?? null, receivedAt: ctx.now }, origin: 'portal' })
  if (opened.kind !== TICKET_KIND || opened.requesterId !== me) throw ticketErrors['not-found']()
  return isUnattributed || opened.formVersion > 0 ? opened : submitRequest(ctx, ticketId, opened.version)
}

export async function readRating(ctx: SpineCtx, ticketId: string) {
  requirePermission(ctx, 'help:ask')
  const request = await readRequest(ctx, ticketId)
  const rating = await ratingOf(ctx, ticketId)
  const own = await serviceDeskTables(ctx).selectFrom('spine.request').select('requesterId').where('requestId', '=', ticketId).executeTakeFirstOrThrow()
  return { rating, mayRate: rating === null && request.kind === TICKET_KIND && request.state === 'closed' && own.requesterId === actorUserId(ctx.actor) }
}
