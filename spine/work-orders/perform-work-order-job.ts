import { z } from 'zod'
import { act, look } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { addWorkOrderEvent, changeWorkOrder, lockWorkOrder } from './work-orders.store.ts'

/**
 * Carries out one automatic order. Run again after a crash (the engine notices a dead worker by its missing
 * heartbeat), the service's `perform` goes on where it stopped; an order that is closed already is left alone.
 */
export const performWorkOrderJob = defineJob<z.ZodObject<{ workOrderId: z.ZodUUID }>, SpineAttached>({
  name: 'spine.perform-work-order',
  payload: z.object({ workOrderId: z.uuid() }),
  policy: 'exclusive',
  concurrency: 6,
  retries: 5,
  expiresInSeconds: 1_800,
  async perform(runtime, { workOrderId }, run) {
    const system = { kind: 'system', name: '工单自动办理' } as const
    const order = await act(runtime, system, async (ctx) => {
      const row = await lockWorkOrder(ctx, workOrderId)
      if (row.state === 'closed' || row.state === 'cancelled') return undefined
      if (row.state === 'waiting') {
        await changeWorkOrder(ctx, row, { state: 'taken' })
        await addWorkOrderEvent(ctx, workOrderId, 'taken')
      }
      const occurrence = row.occurrenceId
        ? await spineTables(ctx)
            .selectFrom('spine.occurrence as o')
            .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
            .select('b.code')
            .where('o.occurrenceId', '=', row.occurrenceId)
            .executeTakeFirst()
        : undefined
      return { row, obligationCode: occurrence?.code ?? null }
    })
    if (!order) return
    const { row } = order
    const kind = runtime.attached.services.get(row.service)?.workOrders.find((one) => one.kind === row.kind)
    if (!kind?.perform) throw new Error(`work order kind ${row.kind} can not be performed`)
    try {
      await kind.perform(runtime, { workOrderId, subsystem: row.subsystem, occurrenceId: row.occurrenceId, obligationCode: order.obligationCode, input: row.input, signal: run.signal })
    } catch (error) {
      await act(runtime, system, (ctx) => addWorkOrderEvent(ctx, workOrderId, 'failed', error instanceof Error ? error.message.slice(0, 500) : '未知错误'))
      throw error
    }
    if (kind.awaits !== undefined) return
    const after = await look(runtime, system, (ctx) => spineTables(ctx).selectFrom('spine.workOrder').select('state').where('workOrderId', '=', workOrderId).executeTakeFirst())
    if (after?.state !== 'closed' && after?.state !== 'submitted') throw new Error(`performing ${row.kind} ended without closing order ${row.number}`)
  },
})
