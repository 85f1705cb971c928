import { act, type Runtime } from '#platform/context/runtime.ts'
import { defineJob, type AnyJob } from '#platform/jobs/job.ts'
import { sealEvidenceQueue, verifyEvidenceQueue, writeAnchorQueue } from './evidence-queues.ts'
import type { EvidenceKeeping } from './evidence-keeping.ts'
import { performVerification, requestVerification } from './request-verification.ts'
import { sealAll } from './seal-evidence.ts'
import { writeAnchor } from './write-anchor.ts'

/** Sealing after commits and every minute, anchors hourly and on request, a verification every night and on request. */
export function evidenceJobs(keeping: EvidenceKeeping): ReadonlyArray<AnyJob<object>> {
  return [
    defineJob({
      ...sealEvidenceQueue,
      cron: '* * * * *',
      perform: async (runtime: Runtime, _payload, run) => {
        await sealAll(runtime, run.signal)
      },
    }),
    defineJob({
      ...writeAnchorQueue,
      cron: '7 * * * *',
      perform: async (runtime: Runtime) => {
        await writeAnchor(runtime, keeping)
      },
    }),
    defineJob({
      ...verifyEvidenceQueue,
      cron: '30 3 * * *',
      expiresInSeconds: 4 * 3600,
      perform: async (runtime: Runtime, payload, run) => {
        if (payload.verificationId) await performVerification(runtime, keeping, payload.verificationId, run.signal)
        else await act(runtime, { kind: 'system', name: '定时核验' }, requestVerification)
      },
    }),
  ]
}
