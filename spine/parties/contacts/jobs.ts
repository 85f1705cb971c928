import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import { removeExpiredContacts } from './remove-contacts.ts'

const nothing = z.object({})

/** Every night: numbers whose retention has ended are removed. */
export const removeExpiredContactsJob = defineJob<typeof nothing, SpineAttached>({
  name: 'spine.remove-expired-contacts',
  payload: nothing,
  cron: '20 3 * * *',
  policy: 'exclusive',
  async perform(runtime) {
    while ((await act(runtime, { kind: 'system', name: '号码保留期' }, removeExpiredContacts)) > 0) {
      // Batches until nothing is left that is too old.
    }
  },
})
