import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { holdersOf } from '#spine/notices/duty-user-ids.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import type { RequestState } from './api.ts'
import { recordClockEvents, readClock, clockStates } from './clock/record-clock-events.ts'
import { isRequester } from './open-request.ts'
import { filedRequestErrors, requireTransition } from './request.ts'
import { addRequestEvent, changeRequest, findRequestKind, kindRequest, lockRequest, lockSeenRequest, type RequestRow } from './requests.store.ts'

export function requireHandler(ctx: SpineCtx, row: RequestRow): void {
  requirePermission(ctx, 'request:handle')
  requirePermission(ctx, findRequestKind(ctx, row.kind).permissions.handle)
}

/** A person takes a request that is ready, or takes it over. */
export async function takeRequest(ctx: SpineCtx, requestId: string, version: number): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireHandler(ctx, row)
  if (row.state !== 'waiting') requireTransition(row.state as RequestState, 'in-progress')
  const taken = await handTo(ctx, row, actorUserId(ctx.actor))
  await addRequestEvent(ctx, requestId, 'taken')
  return taken
}

/** The project manager gives it to somebody who may handle this kind. */
export async function assignRequest(ctx: SpineCtx, requestId: string, version: number, assigneeId: string, note: string): Promise<RequestRow> {
  requirePermission(ctx, 'request:assign')
  const row = await lockSeenRequest(ctx, requestId, version)
  if (!['ready', 'in-progress', 'waiting'].includes(row.state)) throw filedRequestErrors['wrong-state']()
  const able = await holdersOf(ctx, ctx.now, { permission: findRequestKind(ctx, row.kind).permissions.handle })
  const assignee = able.includes(assigneeId) ? await spineTables(ctx).selectFrom('platform.userAccount').select('displayName').where('userId', '=', assigneeId).executeTakeFirst() : undefined
  if (!assignee) throw filedRequestErrors['assignee-unknown']()
  const assigned = await handTo(ctx, row, assigneeId)
  await addRequestEvent(ctx, requestId, 'assigned', note, { details: { assigneeId, assigneeName: assignee.displayName } })
  await sendReminder(ctx, { userIds: [assigneeId], kind: 'information', dedupeKey: `request-assigned:${requestId}:${assigned.version}`, title: `交您办理：${row.title}（${row.number}）`, content: note, link: `/requests/${requestId}` })
  return assigned
}

async function handTo(ctx: SpineCtx, row: RequestRow, assigneeId: string | null): Promise<RequestRow> {
  try {
    return await changeRequest(ctx, row, { assigneeId, ...(row.state === 'ready' ? { state: 'in-progress' as const } : {}) })
  } catch (error) {
    // The database keeps approver and executor apart, whoever writes.
    if (databaseErrorCode(error) === '23514') throw filedRequestErrors['approver-executes']({ cause: error })
    throw error
  }
}

/** A remark in the timeline: by those who handle it, or by the requester (who sees public ones only). */
export async function noteRequest(ctx: SpineCtx, requestId: string, note: string, isPublic: boolean): Promise<void> {
  requirePermission(ctx, 'request:open')
  const row = await lockRequest(ctx, requestId)
  const handles = isPermitted(ctx.actor, 'request:handle')
  if (!handles && !(row.requesterId !== null && isRequester(ctx, row))) throw filedRequestErrors['not-found']()
  await addRequestEvent(ctx, requestId, 'noted', note, { isPublic: isPublic || !handles })
  if (isPublic && handles && row.formVersion > 0) await findRequestKind(ctx, row.kind).onNoted?.(ctx, await kindRequest(ctx, row), note)
}

/** The clock pauses while somebody else has to act: why, who, and what proves it. */
export async function waitForOthers(ctx: SpineCtx, requestId: string, version: number, pause: { readonly reason: string; readonly owner: string; readonly proof: string }): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireHandler(ctx, row)
  requireTransition(row.state as RequestState, 'waiting')
  const waiting = await changeRequest(ctx, row, { state: 'waiting' })
  const running = namesOf(ctx, await readClock(ctx, row), ['running', 'overdue'])
  if (running.length > 0) await recordClockEvents(ctx, waiting, [{ kind: 'pause', targets: running, ...pause }])
  await addRequestEvent(ctx, requestId, 'waiting', `${pause.reason}；等待：${pause.owner}；证明：${pause.proof}`)
  return waiting
}

export async function resumeRequest(ctx: SpineCtx, requestId: string, version: number, note: string): Promise<RequestRow> {
  const row = await lockSeenRequest(ctx, requestId, version)
  requireHandler(ctx, row)
  if (row.state !== 'waiting') throw filedRequestErrors['wrong-state']()
  const resumed = await changeRequest(ctx, row, { state: 'in-progress' })
  await resumeClock(ctx, resumed, note)
  await addRequestEvent(ctx, requestId, 'resumed', note)
  return resumed
}

/** Ends the pauses that are in force; none is no error. */
export async function resumeClock(ctx: SpineCtx, row: RequestRow, note: string): Promise<void> {
  const paused = namesOf(ctx, await readClock(ctx, row), ['paused'])
  if (paused.length > 0) await recordClockEvents(ctx, row, [{ kind: 'resume', targets: paused, ...(note ? { reason: note } : {}) }])
}

function namesOf(ctx: SpineCtx, clock: Awaited<ReturnType<typeof readClock>>, verdicts: readonly string[]): string[] {
  return clockStates(ctx, clock).filter(({ verdict }) => verdicts.includes(verdict)).map(({ name }) => name)
}
