import { ConnectorError, type ConnectorFailure, type Door } from '#connectors/connector.ts'
import { judgeValue } from '../checks/judge-value.ts'
import type { Check } from '../checks/check.ts'

export type Sample = { readonly componentId: string; readonly at: Date; readonly isUp: boolean; readonly tookMs: number | null; readonly failure: string | null }

/** Failures of the target. Anything else (our own limit, our own list) says nothing about it: no sample, unknown time. */
const DOWN: ReadonlySet<ConnectorFailure> = new Set(['unreachable', 'timeout', 'refused', 'bad-answer'])
const PROBE_BUDGET_MS = 15_000

/** One look at one target, by the same question and rule as the inspection's reachability check. `undefined` when nothing was learnt. */
export async function probe(openDoor: (componentId: string, options: { signal: AbortSignal; budgetMs: number }) => Promise<Door>, monitor: { id: string; check: Check }, at: Date, signal: AbortSignal): Promise<Sample | undefined> {
  const startedAt = performance.now()
  const sample = (isUp: boolean, failure: string | null, tookMs = performance.now() - startedAt): Sample => ({ componentId: monitor.id, at, isUp, tookMs: isUp ? Math.round(tookMs * 10) / 10 : null, failure })
  let door: Door | undefined
  try {
    door = await openDoor(monitor.id, { signal, budgetMs: PROBE_BUDGET_MS })
    const answer = await door.ask?.(monitor.check.question, signal)
    if (!answer) return undefined
    const took = monitor.check.unit === 'ms' && typeof answer.value === 'number' ? answer.value : answer.tookMs
    const { verdict, reason } = judgeValue(monitor.check.judge, answer.value, undefined, monitor.check.whenNull)
    // Slow is not down: a time limit belongs to the inspection, except for a status that is wrong.
    const isWrong = verdict === 'abnormal' && monitor.check.unit !== 'ms'
    return sample(!isWrong, isWrong ? reason : null, took)
  } catch (error) {
    if (error instanceof ConnectorError && DOWN.has(error.failure)) return sample(false, error.message.slice(0, 300))
    return undefined
  } finally {
    await door?.close().catch(() => {})
  }
}
