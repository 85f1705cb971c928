import type { SpineCtx } from '#spine/context.ts'
import { tellRequestOfWork } from '#spine/requests/tell-request-of-work.ts'
import { attachEvidence } from './attach-evidence.ts'
import { findWorkOrderKind } from './open-work-order.ts'
import { workOrderErrors } from './work-order.ts'
import { addWorkOrderEvent, changeWorkOrder, lockWorkOrder } from './work-orders.store.ts'

/**
 * A service closes an automatic order with its typed result and the evidence of what was read back. Closing a closed
 * order does nothing: a crash between the two last steps must not make a second proof.
 */
export async function closeWorkOrder(ctx: SpineCtx, workOrderId: string, outcome: { result: unknown; evidenceIds: readonly string[]; note?: string }): Promise<void> {
  const row = await lockWorkOrder(ctx, workOrderId)
  if (row.state === 'closed') return
  const kind = findWorkOrderKind(ctx, row.kind)
  if (!row.isAutomatic || !kind) throw workOrderErrors['wrong-state']({ detail: '人工工单须经审核办结' })
  if (outcome.evidenceIds.length === 0) throw workOrderErrors['no-evidence']()
  await attachEvidence(ctx, workOrderId, outcome.evidenceIds)
  await changeWorkOrder(ctx, row, { state: 'closed', submittedAt: ctx.now, closedAt: ctx.now, result: kind.result.parse(outcome.result) })
  await addWorkOrderEvent(ctx, workOrderId, 'closed', outcome.note ?? '')
  await tellRequestOfWork(ctx, workOrderId)
}
