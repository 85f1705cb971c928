import { z } from 'zod'
import { look } from '#platform/context/runtime.ts'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import { spineTables, type SpineAttached } from '#spine/spine.ts'
import { performComments, WRITE_COMMENTS_KIND } from './comments/perform-comments.ts'
import { destroyExportsJob } from './exports/destroy-exports.ts'
import { GENERATE_KIND } from './exports/open-generation.ts'
import { performGeneration } from './exports/perform-generation.ts'
import { system } from './orders/data-images.ts'
import { EXECUTE_KIND } from './orders/open-execution.ts'
import { performExecution } from './orders/perform-execution.ts'
import { PERIOD_KIND, performPeriod } from './queries/perform-period.ts'

const payload = z.object({})
/** By then the engine has repeated an order that failed, and a worker that died has been noticed. */
const LEFT_AFTER_MS = 15 * 60_000
/** The longest that a file is being made by a worker that lives. */
const LONG_AFTER_MS = 60 * 60_000

const left: Readonly<Record<string, typeof performExecution>> = { [EXECUTE_KIND]: performExecution, [GENERATE_KIND]: performGeneration, [PERIOD_KIND]: performPeriod, [WRITE_COMMENTS_KIND]: performComments }

/** Executions and exports that a dead target or a dead worker left half done: the target's ledger, and what lies on the disk, tell how they stand; and descriptions that waited for the end of a freeze. */
export const carryOnJob = defineJob<typeof payload, SpineAttached>({
  name: 'data-maintenance.carry-on',
  payload,
  cron: '*/10 * * * *',
  policy: 'exclusive',
  expiresInSeconds: 3_600,
  async perform(runtime, _payload, { signal }) {
    const orders = await look(runtime, system, (ctx) =>
      spineTables(ctx).selectFrom('spine.workOrder as w').leftJoin('spine.occurrence as o', 'o.occurrenceId', 'w.occurrenceId').leftJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId').select(['w.workOrderId', 'w.kind', 'w.subsystem', 'w.occurrenceId', 'w.input', 'b.code as obligationCode']).where('w.kind', 'in', Object.keys(left)).where('w.state', 'in', ['waiting', 'taken']).where((where) => where.or([where.and([where('w.kind', 'in', [EXECUTE_KIND, WRITE_COMMENTS_KIND]), where('w.openedAt', '<', new Date(ctx.now.getTime() - LEFT_AFTER_MS))]), where('w.openedAt', '<', new Date(ctx.now.getTime() - LONG_AFTER_MS))])).orderBy('w.openedAt').orderBy('o.opensOn').limit(50).execute(),
    )
    for (const { kind, ...order } of orders) await left[kind]?.(runtime, { ...order, signal }).catch((error: unknown) => runtime.log.warn({ error, workOrderId: order.workOrderId }, 'work on data still stands half done'))
  },
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [carryOnJob, destroyExportsJob]
