import { z } from 'zod'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import { keepSamples } from './availability/keep-samples.ts'

export const keepSamplesJob = defineJob<z.ZodObject<Record<never, never>>, SpineAttached>({
  name: 'inspection.keep-samples',
  payload: z.object({}),
  // A few minutes past midnight, when the day's last samples are written; again at noon, should the night have been missed.
  cron: '7 0,12 * * *',
  policy: 'exclusive',
  perform: (runtime) => keepSamples(runtime),
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [keepSamplesJob]
