import { instantOf } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { obligationOnEvent, openEventOccurrence } from '#spine/obligations/open-event-occurrence.ts'
import { openWorkOrder } from '#spine/work-orders/open-work-order.ts'
import { attachEvidence } from '#spine/work-orders/attach-evidence.ts'
import { addWorkOrderEvent, changeWorkOrder, lockWorkOrder } from '#spine/work-orders/work-orders.store.ts'
import { clockStates, readClock } from './clock/record-clock-events.ts'
import { changeRequest, findRequestKind, kindRequest, type RequestRow } from './requests.store.ts'

/** 及时 without a number (AMB-09): a duty whose clock has not started yet must not be forgotten. */
const UNSTARTED_DAYS = 30

/**
 * A request that the contract obliges on (收到申请表, 热线反馈问题 …) is an occurrence of that obligation from its submission.
 * Its one work order follows the request: it is not taken or submitted by hand.
 */
export async function openDuty(ctx: SpineCtx, row: RequestRow): Promise<RequestRow> {
  if (row.occurrenceId !== null) return row
  const request = await kindRequest(ctx, row)
  const duty = findRequestKind(ctx, row.kind).duty?.(request)
  if (!duty) return row
  const obligation = await obligationOnEvent(ctx, { subsystem: row.subsystem, service: row.service, event: duty.event })
  if (!obligation) return row
  const dueAt = clockStates(ctx, await readClock(ctx, row)).find(({ name }) => name === duty.due)?.dueAt ?? new Date(Math.max(ctx.now.getTime(), row.beginsOn === null ? 0 : instantOf(row.beginsOn).getTime()) + UNSTARTED_DAYS * 86_400_000)
  const occurrenceId = await openEventOccurrence(ctx, { obligationId: obligation.obligationId, key: row.number, title: `${obligation.title}：${row.title}`, dueAt, unit: 'immediate', cause: `${duty.event} ${row.number}` })
  const kind = ctx.services.get(row.service)?.workOrders.find(({ obligations, perform }) => perform === undefined && obligations.includes(obligation.code))
  if (!kind) throw new Error(`service ${row.service} declares no work order kind without perform for ${obligation.code}, which its requests oblige on`)
  await openWorkOrder(ctx, { kind: kind.kind, service: row.service, subsystem: row.subsystem, title: `${row.number} ${row.title}`.slice(0, 200), occurrenceId, requestId: row.requestId, dueAt })
  return changeRequest(ctx, row, { occurrenceId })
}

/** The request is closed: its evidence proves the duty, as of the moment at which the work was delivered. */
export async function proveDuty(ctx: SpineCtx, row: RequestRow): Promise<void> {
  const evidenceIds = (await findRequestKind(ctx, row.kind).prove?.(ctx, await kindRequest(ctx, row))) ?? []
  const order = await dutyOrder(ctx, row)
  if (!order) return
  await attachEvidence(ctx, order.workOrderId, evidenceIds)
  await changeWorkOrder(ctx, order, { state: 'closed', submittedAt: row.deliveredAt ?? ctx.now, closedAt: ctx.now })
  await addWorkOrderEvent(ctx, order.workOrderId, 'closed', `申请 ${row.number} 已办结`)
}

/** Opened again: what was proven stays, and the duty is owed until the request is closed once more. */
export async function reopenDuty(ctx: SpineCtx, row: RequestRow): Promise<void> {
  const order = await dutyOrder(ctx, row)
  if (!order) return
  await changeWorkOrder(ctx, order, { state: 'taken', submittedAt: null, closedAt: null })
  await addWorkOrderEvent(ctx, order.workOrderId, 'returned', `申请 ${row.number} 重新打开`)
}

/** It turns out to belong to another subsystem: what the former owed is withdrawn, what the right one is owed is opened. */
export async function moveDuty(ctx: SpineCtx, row: RequestRow, cause: string): Promise<RequestRow> {
  await dropDuty(ctx, row, cause)
  return openDuty(ctx, await changeRequest(ctx, row, { occurrenceId: null }))
}

/** Withdrawn, refused or merged: nothing is owed for it any more, and the plan says why. */
export async function dropDuty(ctx: SpineCtx, row: RequestRow, cause: string): Promise<void> {
  if (row.occurrenceId === null) return
  const db = spineTables(ctx)
  const order = await dutyOrder(ctx, row)
  if (order && order.state !== 'cancelled') {
    await changeWorkOrder(ctx, order, { state: 'cancelled', closedAt: ctx.now })
    await addWorkOrderEvent(ctx, order.workOrderId, 'cancelled', cause)
  }
  await db.updateTable('spine.occurrence').set({ withdrawnAt: ctx.now }).where('occurrenceId', '=', row.occurrenceId).where('withdrawnAt', 'is', null).execute()
  await db.insertInto('spine.occurrenceEvent').values({ occurrenceId: row.occurrenceId, at: ctx.now, kind: 'withdrawn', cause }).execute()
}

async function dutyOrder(ctx: SpineCtx, row: RequestRow) {
  if (row.occurrenceId === null) return undefined
  const found = await spineTables(ctx).selectFrom('spine.workOrder').select('workOrderId').where('occurrenceId', '=', row.occurrenceId).where('state', '<>', 'cancelled').executeTakeFirst()
  return found && lockWorkOrder(ctx, found.workOrderId)
}
