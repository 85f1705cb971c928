import { z } from 'zod'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { takeSnapshots } from './snapshots/take-snapshots.ts'

const payload = z.object({})

/** Once a day, before people come: what changed yesterday stands there in the morning. */
export const takeSnapshotsJob = defineJob<typeof payload, SpineAttached>({
  name: 'data-inventory.take-snapshots',
  payload,
  cron: '20 5 * * *',
  policy: 'exclusive',
  expiresInSeconds: 3_600,
  perform: (runtime, _payload, { signal }) => takeSnapshots(runtime, signal),
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [takeSnapshotsJob]
