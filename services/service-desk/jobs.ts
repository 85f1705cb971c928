import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { climbLadders } from './escalation/climb-ladders.ts'
import { sendMail } from './mail/send-mail.ts'
import { sendMailQueue } from './mail/write-letter.ts'
import { removeExpiredRecordings } from './telephony/recordings.ts'

const nothing = z.object({})

/** Every night: recordings whose retention has ended are forgotten. */
const removeExpiredRecordingsJob = defineJob<typeof nothing, SpineAttached>({
  name: 'service-desk.remove-expired-recordings',
  payload: nothing,
  cron: '35 3 * * *',
  policy: 'exclusive',
  async perform(runtime) {
    while ((await act(runtime, { kind: 'system', name: '录音保留期' }, removeExpiredRecordings)) > 0) {
      // Batches until nothing is left that is too old.
    }
  },
})

/** When an answer is written, and every minute for what could not be sent before. */
const sendMailJob = defineJob<typeof sendMailQueue.payload, SpineAttached>({ ...sendMailQueue, cron: '* * * * *', policy: 'exclusive', perform: (runtime) => sendMail(runtime) })

/** Every five minutes: whoever an escalation ladder names is told. */
const climbLaddersJob = defineJob<typeof nothing, SpineAttached>({
  name: 'service-desk.climb-ladders',
  payload: nothing,
  cron: '*/5 * * * *',
  policy: 'exclusive',
  async perform(runtime) {
    await act(runtime, { kind: 'system', name: '升级' }, climbLadders)
  },
})

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = [removeExpiredRecordingsJob, sendMailJob, climbLaddersJob]
