import { look } from '#platform/context/runtime.ts'
import { sql } from 'kysely'
import { changeTables } from '../database/change-tables.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { performPublication } from './publish-content.ts'
import { performWithdrawal } from './withdraw-content.ts'

/** By then the engine has given up trying by itself. */
const LEFT_ALONE_MINUTES = 30

/** Orders whose target was away for so long that nobody tries any more are taken up again, until their outcome is known. */
export async function settleContent(runtime: SpineRuntime, signal: AbortSignal): Promise<void> {
  const orders = await look(runtime, { kind: 'system', name: '执法内容核实' }, (ctx) =>
    changeTables(ctx)
      .selectFrom('spine.workOrder as w')
      .select(['w.workOrderId', 'w.kind', 'w.input'])
      .where('w.kind', 'in', ['change-request.publish-content', 'change-request.withdraw-content'])
      .where('w.state', '=', 'taken')
      .where(sql<boolean>`(select max(e.at) from spine.work_order_event e where e.work_order_id = w.work_order_id) < ${new Date(ctx.now.getTime() - LEFT_ALONE_MINUTES * 60_000)}`)
      .orderBy('w.openedAt')
      .limit(50)
      .execute(),
  )
  for (const order of orders) {
    try {
      await (order.kind === 'change-request.publish-content' ? performPublication : performWithdrawal)(runtime, { ...order, signal })
    } catch (error) {
      runtime.log.warn({ workOrderId: order.workOrderId, error: error instanceof Error ? error.message : String(error) }, 'content is not settled yet')
    }
  }
}
