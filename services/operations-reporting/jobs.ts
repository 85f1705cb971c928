import { z } from 'zod'
import { defineJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { draftEndedPeriods } from './draft-ended-periods.ts'

const nothing = z.object({})

/** Every morning: periods that ended yesterday get their first draft, so that nobody begins with an empty page. */
const draftEndedPeriodsJob = defineJob<typeof nothing, SpineAttached>({
  name: 'operations-reporting.draft-ended-periods',
  payload: nothing,
  cron: '20 1 * * *',
  policy: 'exclusive',
  expiresInSeconds: 1_800,
  perform: (runtime) => draftEndedPeriods(runtime),
})

export const jobs = [draftEndedPeriodsJob]
