import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { system } from './adjustments/carry-out-adjustment.ts'
import { carryOn } from './adjustments/carry-on.ts'
import { openWeeklyReviews } from './reviews/start-review.ts'
import { keepTimedGrants } from './timed-grants/end-timed-grants.ts'

const payload = z.object({})

/** Rights that were given for a time: told before their end, taken away at it. */
export const keepTimedGrantsJob = defineJob<typeof payload, SpineAttached>({
  name: 'access-adjustment.keep-timed-grants',
  payload,
  cron: '* * * * *',
  policy: 'exclusive',
  perform: async (runtime) => void (await act(runtime, system, keepTimedGrants)),
})

/** Work that a dead target or a dead worker left half done, long after the engine has given up repeating it. */
export const carryOnJob = defineJob<typeof payload, SpineAttached>({
  name: 'access-adjustment.carry-on',
  payload,
  cron: '*/10 * * * *',
  policy: 'exclusive',
  expiresInSeconds: 1_800,
  perform: (runtime, _payload, { signal }) => carryOn(runtime, signal),
})

export const weeklyReviewJob = defineJob<typeof payload, SpineAttached>({
  name: 'access-adjustment.review-weekly',
  payload,
  cron: '30 3 * * 1',
  policy: 'exclusive',
  perform: async (runtime) => void (await act(runtime, system, openWeeklyReviews)),
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [keepTimedGrantsJob, carryOnJob, weeklyReviewJob]
