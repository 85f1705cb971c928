import { businessDate, formatInstant, instantOf } from '#shared/instant.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { actorUserId } from '#platform/context/context.ts'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import type { RequestState } from './api.ts'
import { clockStates, readClock, recordClockEvents, stopClock } from './clock/record-clock-events.ts'
import { requireHandler, resumeClock } from './handle-request.ts'
import { proveDuty, reopenDuty } from './request-duty.ts'
import type { RequestKind } from './request-kind.ts'
import { filedRequestErrors, requireTransition } from './request.ts'
import { addRequestEvent, changeRequest, findRequestKind, kindRequest, lockRequest, lockSeenRequest, type RequestRow } from './requests.store.ts'

/** The result goes to the requester: the clock of the work stops here, acceptance has its own time. */
export async function deliverRequest(ctx: SpineCtx, requestId: string, version: number, solution: string): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireHandler(ctx, row)
  return deliver(ctx, row, solution)
}

/** The same for a service that has finished the work by itself, within its own act. */
export async function deliver(ctx: SpineCtx, row: RequestRow, solution: string): Promise<RequestRow> {
  const kind = findRequestKind(ctx, row.kind)
  requireTransition(row.state as RequestState, 'delivered')
  const problems = (await kind.checkDelivery?.(ctx, await kindRequest(ctx, row))) ?? []
  if (problems.length > 0) throw filedRequestErrors['delivery-incomplete']({ problems })
  await resumeClock(ctx, row, '办理结果已交付')
  await stopClock(ctx, row, { outcome: 'done', reason: '办理结果已交付', ...(kind.deliveryTarget ? { targets: [kind.deliveryTarget, kind.answerTarget ?? kind.deliveryTarget] } : {}) })
  const delivered = await changeRequest(ctx, row, { state: 'delivered', deliveredAt: ctx.now, solution })
  await addRequestEvent(ctx, row.requestId, 'delivered', solution)
  if (kind.acceptance === 'none') return close(ctx, delivered)
  if (row.requesterId !== null) await sendReminder(ctx, { userIds: [row.requesterId], kind: 'submitted', dedupeKey: `request-delivered:${row.requestId}:${delivered.version}`, title: `请验收：${row.title}（${row.number}）`, content: solution, link: `/requests/${row.requestId}` })
  return delivered
}

/** The requester (or who may accept for one without an account) says that it is good. Nobody accepts his own work. */
export async function acceptRequest(ctx: SpineCtx, requestId: string, version: number, note: string): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireAccepter(ctx, row)
  if (row.state !== 'delivered') throw filedRequestErrors['wrong-state']()
  await addRequestEvent(ctx, requestId, 'accepted', note)
  return close(ctx, row)
}

/** Not good: back to work with a reason, and the clock of the work goes on as if it had never been stopped for good. */
export async function returnDelivery(ctx: SpineCtx, requestId: string, version: number, reason: string): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireAccepter(ctx, row)
  if (row.state !== 'delivered') throw filedRequestErrors['wrong-state']()
  return reopen(ctx, row, 'delivery-returned', reason)
}

/** A closed request turns out not to be solved. What was decided and proven stays on record. */
export async function reopenRequest(ctx: SpineCtx, requestId: string, version: number, reason: string): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireHandler(ctx, row)
  if (row.state !== 'closed') throw filedRequestErrors['wrong-state']()
  await reopenDuty(ctx, row)
  return reopen(ctx, row, 'reopened', reason)
}

/** Silence accepts after the agreed working days, and says so. Returns how many were closed. */
export async function acceptSilently(ctx: SpineCtx): Promise<number> {
  const delivered = await spineTables(ctx).selectFrom('spine.request').select(['requestId', 'kind', 'deliveredAt']).where('state', '=', 'delivered').orderBy('deliveredAt').limit(500).execute()
  let count = 0
  for (const { requestId, kind, deliveredAt } of delivered) {
    const until = silentAcceptanceAt(ctx, findRequestKind(ctx, kind), deliveredAt)
    if (until === null || until > ctx.now) continue
    const row = await lockRequest(ctx, requestId)
    if (row.state !== 'delivered' || row.deliveredAt?.getTime() !== deliveredAt?.getTime()) continue
    await addRequestEvent(ctx, requestId, 'silently-accepted', `${formatInstant(until)} 前没有答复`)
    await close(ctx, row)
    count += 1
  }
  return count
}

/** When silence will accept: the end of the last of the agreed working days after delivery; null when it never does. */
export function silentAcceptanceAt(ctx: Pick<SpineCtx, 'calendar'>, { acceptance }: RequestKind, deliveredAt: Date | null): Date | null {
  if (acceptance === 'none' || deliveredAt === null) return null
  return instantOf(ctx.calendar().addWorkingDays(businessDate(deliveredAt), acceptance.silentAfterWorkingDays).date, 24 * 60)
}

async function close(ctx: SpineCtx, row: RequestRow): Promise<RequestRow> {
  requireTransition(row.state as RequestState, 'closed')
  // What delivery left running (a call-back, a survey) has its own end; nothing runs on a closed request.
  await stopClock(ctx, row, { outcome: 'done', reason: '申请已办结' })
  const closed = await changeRequest(ctx, row, { state: 'closed', closedAt: ctx.now })
  await addRequestEvent(ctx, row.requestId, 'closed')
  await proveDuty(ctx, closed)
  if (row.occurrenceId !== null) await assessOccurrences(ctx, [row.occurrenceId])
  await findRequestKind(ctx, row.kind).onClosed?.(ctx, await kindRequest(ctx, closed))
  return lockRequest(ctx, row.requestId)
}

async function reopen(ctx: SpineCtx, row: RequestRow, event: 'delivery-returned' | 'reopened', reason: string): Promise<RequestRow> {
  requireTransition(row.state as RequestState, 'in-progress')
  const reopened = await changeRequest(ctx, row, { state: 'in-progress', deliveredAt: null, closedAt: null })
  const kind = findRequestKind(ctx, row.kind)
  const stopped = clockStates(ctx, await readClock(ctx, row)).filter(({ name, verdict }) => (verdict === 'met' || verdict === 'late') && (kind.deliveryTarget === undefined || name === kind.deliveryTarget)).map(({ name }) => name)
  if (stopped.length > 0) await recordClockEvents(ctx, reopened, [{ kind: 'reopen', targets: stopped, reason }])
  await addRequestEvent(ctx, row.requestId, event, reason)
  if (row.occurrenceId !== null) await assessOccurrences(ctx, [row.occurrenceId])
  if (row.assigneeId !== null) await sendReminder(ctx, { userIds: [row.assigneeId], kind: 'returned', dedupeKey: `request-reopened:${row.requestId}:${reopened.version}`, title: `退回办理：${row.title}（${row.number}）`, content: reason, link: `/requests/${row.requestId}` })
  return reopened
}

export function mayAccept(ctx: Pick<SpineCtx, 'actor'>, row: Pick<RequestRow, 'requesterId' | 'assigneeId'>, kind: RequestKind): boolean {
  const me = actorUserId(ctx.actor)
  if (me !== null && me === row.assigneeId) return false
  return (row.requesterId !== null && row.requesterId === me) || (kind.acceptFor !== undefined && isPermitted(ctx.actor, kind.acceptFor))
}

function requireAccepter(ctx: SpineCtx, row: RequestRow): void {
  requirePermission(ctx, 'request:open')
  if (!mayAccept(ctx, row, findRequestKind(ctx, row.kind))) throw filedRequestErrors['not-requester']()
}
