import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import { checkEndedDays, remindOfGaps } from './check-rosters.ts'

const nothing = z.object({})

/** Every hour: days that ended are looked at, gaps that are coming are told. */
export const checkRostersJob = defineJob<typeof nothing, SpineAttached>({
  name: 'spine.check-rosters',
  payload: nothing,
  cron: '10 * * * *',
  policy: 'exclusive',
  async perform(runtime) {
    await act(runtime, { kind: 'system', name: '值班核对' }, checkEndedDays)
    await act(runtime, { kind: 'system', name: '值班核对' }, remindOfGaps)
  },
})
