import type { Centre } from '#centre/open-centre.ts'
import { act } from '#platform/context/runtime.ts'
import { probe, type Sample } from '#services/inspection/availability/probe.ts'
import { addSamples } from '#services/inspection/availability/samples.store.ts'
import { catalogue } from '#services/inspection/checks/catalogue.ts'
import type { Check } from '#services/inspection/checks/check.ts'

export type ProbeTarget = { readonly id: string; readonly check: Check }

/**
 * Probes the targets in turn as fast as `concurrency` looks at once allow, through the register's doors, and stores every
 * sample as the monitoring does (in batches, beside the probes). Answers stored samples a second; throws when one is not
 * up or not stored, because a fast wrong answer is no answer.
 */
export async function probeFor(centre: Centre, targets: readonly ProbeTarget[], concurrency: number, milliseconds: number): Promise<number> {
  const { runtime } = centre
  const signal = new AbortController().signal
  const until = performance.now() + milliseconds
  const waiting: Sample[] = []
  let next = 0
  let stored = 0
  const store = async () => {
    const batch = waiting.splice(0, 5_000)
    if (batch.length === 0) return
    await act(runtime, { kind: 'system', name: '基准' }, (ctx) => addSamples(ctx, batch))
    stored += batch.length
  }
  const look = async () => {
    while (performance.now() < until) {
      const target = targets[next++ % targets.length] as ProbeTarget
      const sample = await probe(runtime.attached.openDoor, target, runtime.clock.now(), signal)
      if (!sample?.isUp) throw new Error(`the target did not answer as expected: ${sample?.failure ?? 'no sample'}`)
      waiting.push(sample)
    }
  }
  const startedAt = performance.now()
  let writing = Promise.resolve()
  const timer = setInterval(() => (writing = writing.then(store)), 1_000)
  try {
    await Promise.all(Array.from({ length: concurrency }, look))
  } finally {
    clearInterval(timer)
    await writing
  }
  while (waiting.length > 0) await store()
  return (stored / (performance.now() - startedAt)) * 1_000
}

/** The catalogue's reachability check of a connector, asking what the benchmark's peer asks. */
export function checkAsking(connector: Check['connector'], question: Check['question'], judge: Check['judge']): Check {
  const check = catalogue.checks.find((one) => one.isReachability && one.connector === connector)
  if (!check) throw new Error(`the catalogue has no reachability check for ${connector}`)
  return { ...check, unit: '', question, judge }
}

export const isTrue: Check['judge'] = { kind: 'one-of', values: [true], otherwise: 'abnormal' }
