import { z } from 'zod'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { settleContent } from './content/settle-content.ts'

const payload = z.object({})

/** A target that was down for long: what became of a publication is asked until it is known. */
export const settleContentJob = defineJob<typeof payload, SpineAttached>({
  name: 'change-request.settle-content',
  payload,
  cron: '*/10 * * * *',
  policy: 'exclusive',
  perform: (runtime, _payload, run) => settleContent(runtime, run.signal),
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [settleContentJob]
