import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { becomeReady } from '../become-ready.ts'
import type { ApprovalStep } from '../request-kind.ts'
import { filedRequestErrors, requireTransition } from '../request.ts'
import { addRequestEvent, changeRequest, lockSeenRequest, type RequestRow } from '../requests.store.ts'
import { endRequest } from '../submit-request.ts'
import { barOf, decidersOf, peopleFor } from './approvers.ts'
import { askNextStep, voidApprovals } from './ask-approvals.ts'

export type Decision = { readonly step: number; readonly decision: 'approved' | 'refused' | 'returned'; readonly note: string }

/**
 * One step is decided by somebody entitled to it: never the requester, never who gains by it, never who decided another
 * step of this version. `version` is what he saw: a form edited meanwhile must be read again before it is approved.
 */
export async function decideRequest(ctx: SpineCtx, requestId: string, version: number, { step, decision, note }: Decision): Promise<RequestRow> {
  requirePermission(ctx, 'request:approve')
  const row = await lockSeenRequest(ctx, requestId, version)
  const db = spineTables(ctx)
  const waiting = await db.selectFrom('spine.requestApproval').selectAll().where('requestId', '=', requestId).where('formVersion', '=', row.formVersion).where('state', '=', 'waiting').forUpdate().executeTakeFirst()
  if (!waiting || waiting.step !== step) throw filedRequestErrors['no-waiting-step']()
  if (waiting.expiresAt !== null && waiting.expiresAt < ctx.now) throw filedRequestErrors['no-waiting-step']({ detail: '审批已过期' })
  const userId = actorUserId(ctx.actor)
  const bar = userId === null ? 'own-approval' : barOf(userId, { ...waiting, requesterId: row.requesterId }, await decidersOf(ctx, row))
  if (bar === 'own-approval') throw filedRequestErrors[bar]()
  const entitled = (await peopleFor(ctx, waiting.approver as ApprovalStep['approver'], row.kind)).find((person) => person.userId === userId)
  if (!entitled) throw filedRequestErrors['not-approver']()
  if (bar !== undefined) throw filedRequestErrors[bar]()
  if (decision !== 'approved' && note.length < 4) throw filedRequestErrors.incomplete({ problems: [{ place: 'body.note', message: '不同意或退回须写明理由，至少四个字' }] })
  await db
    .updateTable('spine.requestApproval')
    .set({ state: decision, decidedAt: ctx.now, decidedBy: userId, decidedByName: actorName(ctx.actor), onBehalfOf: entitled.onBehalfOf, note })
    .where('requestId', '=', requestId)
    .where('formVersion', '=', row.formVersion)
    .where('step', '=', step)
    .execute()
  if (decision === 'refused') return tell(ctx, await endRequest(ctx, row, 'refused', `${waiting.title}：${note}`), 'decision', '不批准', note)
  if (decision === 'returned') return returnToRequester(ctx, row, `${waiting.title}：${note}`)
  await addRequestEvent(ctx, requestId, 'approved', note === '' ? waiting.title : `${waiting.title}：${note}`, { details: { step, formVersion: row.formVersion, onBehalfOf: entitled.onBehalfOf } })
  const next = await changeRequest(ctx, row, {})
  return (await askNextStep(ctx, next)) ? next : tell(ctx, await becomeReady(ctx, next), 'information', '已批准', '')
}

/** Back to the requester for correction; what was approved before is asked again after the edit. */
export async function returnToRequester(ctx: SpineCtx, row: RequestRow, reason: string): Promise<RequestRow> {
  requireTransition(row.state as 'in-approval', 'returned')
  await voidApprovals(ctx, row.requestId, row.formVersion)
  const returned = await changeRequest(ctx, row, { state: 'returned' })
  await addRequestEvent(ctx, row.requestId, 'returned', reason)
  return tell(ctx, returned, 'returned', '退回修改', reason)
}

async function tell(ctx: SpineCtx, row: RequestRow, kind: 'decision' | 'returned' | 'information', word: string, content: string): Promise<RequestRow> {
  if (row.requesterId !== null) await sendReminder(ctx, { userIds: [row.requesterId], kind, dedupeKey: `request:${row.requestId}:${word}:${row.version}`, title: `${word}：${row.title}（${row.number}）`, content, link: `/requests/${row.requestId}` })
  return row
}
