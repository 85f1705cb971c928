import { look } from '#platform/context/runtime.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { END_KIND, performEnding } from '../timed-grants/end-timed-grants.ts'
import { system } from './carry-out-adjustment.ts'
import { EXECUTE_KIND } from './open-execution.ts'
import { performExecution } from './perform-execution.ts'

/** By then the engine has repeated an order that failed five times over, and a worker that died has been noticed. */
const LEFT_AFTER_MS = 15 * 60_000

/** Goes on with orders that stand half done. A target that is still away leaves them as they are, for the next time. */
export async function carryOn(runtime: SpineRuntime, signal: AbortSignal): Promise<void> {
  const left = await look(runtime, system, (ctx) =>
    accessTables(ctx)
      .selectFrom('spine.workOrder')
      .select(['workOrderId', 'kind', 'subsystem', 'occurrenceId', 'input'])
      .where('kind', 'in', [EXECUTE_KIND, END_KIND])
      .where('state', 'in', ['waiting', 'taken'])
      .where('openedAt', '<', new Date(ctx.now.getTime() - LEFT_AFTER_MS))
      .orderBy('openedAt')
      .limit(50)
      .execute(),
  )
  for (const { kind, ...row } of left) {
    const order = { ...row, obligationCode: null, signal }
    await (kind === EXECUTE_KIND ? performExecution : performEnding)(runtime, order).catch((error: unknown) => runtime.log.warn({ error, workOrderId: row.workOrderId }, 'permission order still stands half done'))
  }
}
