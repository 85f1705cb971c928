import { z } from 'zod'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { keepSamples } from './availability/keep-samples.ts'

const payload = z.object({})

export const keepSamplesJob = defineJob<typeof payload, SpineAttached>({
  name: 'inspection.keep-samples',
  payload,
  // A few minutes past midnight, when the day's last samples are written; again at noon, should the night have been missed.
  cron: '7 0,12 * * *',
  policy: 'exclusive',
  perform: (runtime) => keepSamples(runtime),
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [keepSamplesJob]
