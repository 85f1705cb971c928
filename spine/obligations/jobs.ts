import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'
import { assessOccurrences, openOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { findCurrentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineAttached, SpineRuntime } from '#spine/context.ts'
import { openDueWork } from './open-due-work.ts'
import { replan } from './replan.ts'

const nothing = z.object({})
const system = { kind: 'system', name: '义务排程' } as const

async function hasContract(runtime: SpineRuntime): Promise<boolean> {
  return act(runtime, system, async (ctx) => (await findCurrentContract(ctx)) !== undefined)
}

/** Every minute: what is due opens its work order. */
export const openDueWorkJob = defineJob<typeof nothing, SpineAttached>({
  name: 'spine.open-due-work',
  payload: nothing,
  cron: '* * * * *',
  policy: 'exclusive',
  async perform(runtime) {
    if (!(await hasContract(runtime))) return
    while ((await act(runtime, system, openDueWork)) > 0) {
      // Batches until nothing is due any more.
    }
  },
})

/** Every minute: verdicts that the passing of time can change are derived again. */
export const assessOpenJob = defineJob<typeof nothing, SpineAttached>({
  name: 'spine.assess-open-occurrences',
  payload: nothing,
  cron: '* * * * *',
  policy: 'exclusive',
  async perform(runtime) {
    if (!(await hasContract(runtime))) return
    await act(runtime, system, async (ctx) => assessOccurrences(ctx, await openOccurrences(ctx)))
  },
})

/** Every night: the horizon moves on, so that a service that goes on after its term keeps its occurrences (四(二)7). */
export const replanJob = defineJob<typeof nothing, SpineAttached>({
  name: 'spine.replan-occurrences',
  payload: nothing,
  cron: '10 0 * * *',
  policy: 'exclusive',
  async perform(runtime) {
    if (await hasContract(runtime)) await act(runtime, system, (ctx) => replan(ctx, '每日续排'))
  },
})
