import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import { deliverRemindersQueue } from './deliveries/delivery-queue.ts'
import { deliverReminders } from './deliveries/deliver-reminders.ts'
import { remindOfWork } from './inbox/remind-of-work.ts'

const nothing = z.object({})

/** Every five minutes: whoever must act is reminded. */
const remindOfWorkJob = defineJob<typeof nothing, SpineAttached>({
  name: 'spine.remind-of-work',
  payload: nothing,
  cron: '*/5 * * * *',
  policy: 'exclusive',
  async perform(runtime) {
    while ((await act(runtime, { kind: 'system', name: '工作提醒' }, remindOfWork)) > 0) {
      // Batches until everybody has been reminded.
    }
  },
})

/** At once after a reminder was written, and every minute for what is to be tried again. */
const deliverRemindersJob = defineJob<typeof nothing, SpineAttached>({
  ...deliverRemindersQueue,
  cron: '* * * * *',
  policy: 'exclusive',
  retries: 0,
  perform: (runtime) => deliverReminders(runtime),
})

export const noticeJobs = [remindOfWorkJob, deliverRemindersJob]
