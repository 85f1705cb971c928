import type { SpineCtx } from '#spine/spine.ts'
import { catalogue } from '../checks/catalogue.ts'
import { listMonitors } from './monitors.store.ts'
import { readSamples } from './read-availability.ts'

/** Response times of one component with the inspection's thresholds for them, to be drawn in. */
export async function readResponseSamples(ctx: SpineCtx, componentId: string, period: { from: Date; to: Date }) {
  const samples = await readSamples(ctx, componentId, period)
  const monitor = (await listMonitors(ctx)).find((one) => one.id === componentId)
  const timed = catalogue.checks.find((check) => check.connector === monitor?.check.connector && check.unit === 'ms' && check.judge.kind === 'above')
  const judge = timed?.judge.kind === 'above' ? timed.judge : undefined
  return { ...samples, warnMs: judge?.warn ?? null, criticalMs: judge?.critical ?? null }
}
