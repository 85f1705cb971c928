import { actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/context.ts'
import { attachEvidence } from '#spine/work-orders/attach-evidence.ts'
import { MANUAL_KIND, openWorkOrder } from '#spine/work-orders/open-work-order.ts'
import { addWorkOrderEvent, changeWorkOrder, lockWorkOrder } from '#spine/work-orders/work-orders.store.ts'

export type DischargedOccurrence = { readonly occurrenceId: string; readonly title: string; readonly dueAt: Date; readonly code: string; readonly service: string; readonly subsystem: string }
export type Discharge = { readonly report: string; readonly version: number; readonly evidenceIds: readonly string[]; /** The moment that counts. */ readonly at: Date; readonly note: string }

/** Brings the proof to the occurrence's order, which is opened if need be, and closes it as of that moment. Returns its number unless it was closed before. */
export async function dischargeByReport(ctx: SpineCtx, owed: DischargedOccurrence, { report, version, evidenceIds, at, note }: Discharge): Promise<string | undefined> {
  const kind = ctx.services.get(owed.service)?.workOrders.find(({ obligations }) => obligations.includes(owed.code))?.kind ?? MANUAL_KIND
  const { workOrderId, number } = await openWorkOrder(ctx, { kind, service: owed.service, subsystem: owed.subsystem, title: owed.title, occurrenceId: owed.occurrenceId, dueAt: owed.dueAt })
  const order = await lockWorkOrder(ctx, workOrderId)
  await attachEvidence(ctx, workOrderId, evidenceIds)
  if (order.state === 'closed') return undefined
  await changeWorkOrder(ctx, order, { state: 'closed', submittedAt: at, submittedBy: actorUserId(ctx.actor), closedAt: ctx.now, result: { report, version } })
  await addWorkOrderEvent(ctx, workOrderId, 'closed', note)
  return number
}
