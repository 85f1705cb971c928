import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { openWorkOrder, type SpineAttached, type SpineRuntime } from '#spine/spine.ts'
import { backupTables } from './database/backup-tables.ts'
import { watchBackups } from './retention/watch-backups.ts'
import { backupActor } from './runs/perform-backup.ts'
import { closeMissedDays, performOrder } from './runs/perform-order.ts'
import { CENTRE } from './runs/sources.ts'

const payload = z.object({})
/** A failed backup of the centre is tried again after so long. */
const CENTRE_REST_MS = 60 * 60_000

/** Tries the day's failed backups again, sees to the centre's own, and ends the days that are over. */
export async function keepDay(runtime: SpineRuntime, signal: AbortSignal): Promise<void> {
  await act(runtime, backupActor, closeMissedDays)
  const orders = await act(runtime, backupActor, (ctx) =>
    backupTables(ctx)
      .selectFrom('spine.workOrder as w')
      .innerJoin('spine.occurrence as o', 'o.occurrenceId', 'w.occurrenceId')
      .select(['w.workOrderId', 'w.subsystem', 'o.occurrenceId'])
      .where('w.kind', '=', 'backup.run-daily')
      .where('w.state', '=', 'taken')
      .where('o.dueAt', '>=', ctx.now)
      .where(({ exists, selectFrom }) => exists(selectFrom('backup.run as r').select('r.runId').whereRef('r.workOrderId', '=', 'w.workOrderId').where('r.state', 'in', ['failed', 'unchecked'])))
      .execute(),
  )
  for (const { workOrderId, subsystem, occurrenceId } of orders) {
    await performOrder(runtime, { workOrderId, subsystem, occurrenceId, obligationCode: 'M7-01', input: {}, signal }).catch((error: unknown) => runtime.log.warn({ error, subsystem }, 'the backup of the day failed again'))
  }
  await act(runtime, backupActor, async (ctx) => {
    const today = businessDate(ctx.now)
    const runs = await backupTables(ctx).selectFrom('spine.workOrder').select(['openedAt', 'state', 'result']).where('kind', '=', 'backup.run-now').where('subsystem', '=', CENTRE).where('openedAt', '>=', instantOf(today)).execute()
    const isDone = runs.some((row) => row.state !== 'closed' || (row.result as { verdict?: string } | null)?.verdict !== 'failed')
    const isResting = runs.some((row) => ctx.now.getTime() - row.openedAt.getTime() < CENTRE_REST_MS)
    if (!isDone && !isResting) await openWorkOrder(ctx, { kind: 'backup.run-now', service: 'backup', subsystem: CENTRE, title: `${today} 运维中心备份` })
  })
}

export const keepDayJob = defineJob<typeof payload, SpineAttached>({
  name: 'backup.keep-day',
  payload,
  cron: '5,20,35,50 * * * *',
  policy: 'exclusive',
  expiresInSeconds: 6 * 3_600,
  perform: (runtime, _payload, run) => keepDay(runtime, run.signal),
})

export const watchBackupsJob = defineJob<typeof payload, SpineAttached>({ name: 'backup.watch-backups', payload, cron: '12 * * * *', policy: 'exclusive', perform: (runtime) => watchBackups(runtime) })

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [keepDayJob, watchBackupsJob]
