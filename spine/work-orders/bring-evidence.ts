import { requirePermission } from '#platform/context/require-permission.ts'
import { actorUserId } from '#platform/context/context.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { attachEvidence } from './attach-evidence.ts'
import { workOrderErrors } from './work-order.ts'
import { lockWorkOrder } from './work-orders.store.ts'

export type BroughtEvidence = { readonly kind: string; readonly title: string; readonly note: string; readonly files: readonly ReceivedFile[] }

/** The person who works on a manual order brings proof: a note, photographs, a scan. Only its holder may, and only while it is in hand. */
export async function bringEvidence(ctx: SpineCtx, workOrderId: string, brought: BroughtEvidence): Promise<string> {
  requirePermission(ctx, 'work-order:work')
  const order = await lockWorkOrder(ctx, workOrderId)
  if (order.isAutomatic) throw workOrderErrors['is-automatic']()
  if (order.assigneeId !== actorUserId(ctx.actor)) throw workOrderErrors['not-assignee']()
  if (order.state !== 'taken' && order.state !== 'returned') throw workOrderErrors['wrong-state']()
  const occurrence = order.occurrenceId
    ? await spineTables(ctx)
        .selectFrom('spine.occurrence as o')
        .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
        .select(['b.code', 'b.clause'])
        .where('o.occurrenceId', '=', order.occurrenceId)
        .executeTakeFirst()
    : undefined
  const contract = await currentContract(ctx)
  const { evidenceId } = await recordEvidence(ctx, {
    kind: brought.kind,
    title: brought.title,
    about: {
      contract: contract.code,
      service: order.service,
      subsystem: order.subsystem,
      workOrder: order.number,
      ...(occurrence && order.occurrenceId ? { obligation: occurrence.code, clause: occurrence.clause, occurrence: order.occurrenceId } : {}),
    },
    body: { note: brought.note },
    files: brought.files.map(({ sm3, fileName, mediaType, bytes }) => ({ sm3, fileName, mediaType, bytes })),
  })
  await attachEvidence(ctx, workOrderId, [evidenceId])
  return evidenceId
}
