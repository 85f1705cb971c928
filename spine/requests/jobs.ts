import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import { expireApprovals } from './approvals/expire-approvals.ts'
import { remindOfDeadlines } from './clock/remind-of-deadlines.ts'
import { beginScheduled } from './become-ready.ts'
import { acceptSilently } from './deliver-request.ts'

const payload = z.object({})

/** What happens to requests by the passing of time alone: approved days come, approvals lapse, silence accepts, deadlines come near. */
export const keepRequestsJob = defineJob<typeof payload, SpineAttached>({
  name: 'spine.keep-requests',
  payload,
  cron: '*/5 * * * *',
  policy: 'exclusive',
  async perform(runtime) {
    const system = { kind: 'system', name: '申请' } as const
    await act(runtime, system, beginScheduled)
    await act(runtime, system, expireApprovals)
    await act(runtime, system, acceptSilently)
    await act(runtime, system, remindOfDeadlines)
  },
})

export const requestJobs: ReadonlyArray<AnyJob<SpineAttached>> = [keepRequestsJob]
