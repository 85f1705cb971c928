import { formatInstant } from '#shared/instant.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { addRequestEvent, changeRequest, clockStates, readClock, recordClockEvents, stopClock, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { CALL_BACK_TARGET, callBackTarget } from '../rules/ticket-rules.ts'
import { ticketErrors } from './ticket.ts'
import { changeTicket, lockTicket, requireOpen } from './tickets.store.ts'

/** «We call you back by …»: a moment of its own, which no pause moves. A later promise replaces an earlier one, visibly. */
export async function promiseCallBack(ctx: SpineCtx, ticketId: string, version: number, { at, note }: { readonly at: Date; readonly note: string }): Promise<RequestRow> {
  requirePermission(ctx, 'ticket:handle')
  const { request } = await lockTicket(ctx, ticketId, version)
  requireOpen(request)
  if (at <= ctx.now) throw ticketErrors['promise-past']()
  const clock = await readClock(ctx, request)
  const former = clockStates(ctx, clock).find(({ name }) => name === CALL_BACK_TARGET)
  const target = callBackTarget(at)
  const row = await changeRequest(ctx, request, former ? {} : { targets: [...clock.targets, target] })
  const reason = note || '承诺回电'
  // The start of the ticket's clock started this target as well; a promise that was kept is opened again by the next one.
  const isOver = former !== undefined && ['met', 'late', 'stopped'].includes(former.verdict)
  await recordClockEvents(ctx, row, [...(isOver ? [{ kind: 'reopen' as const, targets: [CALL_BACK_TARGET], reason }] : []), { kind: 'retarget', to: target, reason }])
  await changeTicket(ctx, ticketId, { callBackAt: at })
  await addRequestEvent(ctx, ticketId, 'noted', `承诺 ${formatInstant(at).slice(0, 16).replace('T', ' ')} 前回电${note ? `：${note}` : ''}`)
  return row
}

/** The person was called, whatever came of it; or the promise is off because he called himself. */
export async function keepCallBack(ctx: SpineCtx, ticketId: string, version: number, { note, isOff }: { readonly note: string; readonly isOff: boolean }): Promise<RequestRow> {
  requirePermission(ctx, 'ticket:handle')
  const { request } = await lockTicket(ctx, ticketId, version)
  requireOpen(request)
  const promise = clockStates(ctx, await readClock(ctx, request)).find(({ name, verdict }) => name === CALL_BACK_TARGET && ['running', 'paused', 'overdue'].includes(verdict))
  if (!promise) throw ticketErrors['no-promise']()
  const row = await changeRequest(ctx, request, {})
  await stopClock(ctx, row, { outcome: isOff ? 'cancelled' : 'done', reason: note, targets: [CALL_BACK_TARGET] })
  await addRequestEvent(ctx, ticketId, 'noted', `${isOff ? '回电取消' : '已回电'}：${note}`)
  return row
}
