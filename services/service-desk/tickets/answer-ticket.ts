import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { addRequestEvent, changeRequest, stopClock, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { tellByMail } from '../mail/tell-by-mail.ts'
import { ANSWER_TARGET } from '../rules/ticket-rules.ts'
import { ticketErrors } from './ticket.ts'
import { changeTicket, findTicket, lockTicket, requireOpen } from './tickets.store.ts'

/** The first answer to the person who asked: it stops its own clock, once. Who answers takes the ticket if nobody had. */
export async function answerTicket(ctx: SpineCtx, ticketId: string, version: number, text: string): Promise<RequestRow> {
  requirePermission(ctx, 'ticket:handle')
  const { request } = await lockTicket(ctx, ticketId, version)
  return answer(ctx, request, text)
}

/** Within an act that has checked its own permission. */
export async function answer(ctx: SpineCtx, row: RequestRow, text: string, { byMail = true }: { readonly byMail?: boolean } = {}): Promise<RequestRow> {
  requireOpen(row)
  const ticket = await findTicket(ctx, row.requestId)
  if (ticket.firstAnsweredAt !== null) throw ticketErrors['answered-before']()
  const me = actorUserId(ctx.actor)
  const taken = await changeRequest(ctx, row, row.state === 'ready' ? { state: 'in-progress', assigneeId: row.assigneeId ?? me } : {})
  await stopClock(ctx, taken, { outcome: 'done', reason: '首次答复', targets: [ANSWER_TARGET] })
  await changeTicket(ctx, row.requestId, { firstAnsweredAt: ctx.now, firstAnsweredBy: me, firstAnswer: text })
  await addRequestEvent(ctx, row.requestId, 'answered', text)
  if (byMail) await tellByMail(ctx, row, text)
  return taken
}
