import { act } from '#platform/context/runtime.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import type { CapturedResult } from './inspect-component.ts'
import { addResults } from './runs.store.ts'

const actor = { kind: 'system', name: '自动巡检' } as const
/** Results are seen by who watches within this time. */
const TICK_MS = 250
/** Ticks between looks at whether a person has cancelled. */
const LOOK_EVERY = 4

/** Commits results in small batches as they arrive, and aborts its signal when a person cancels the run. */
export function createResultWriter(runtime: SpineRuntime, runId: string, outer: AbortSignal) {
  const waiting: CapturedResult[] = []
  const cancelling = new AbortController()
  const failing = new AbortController()
  let failure: unknown
  let ticks = 0
  let writing: Promise<void> = Promise.resolve()

  const write = async () => {
    const batch = waiting.splice(0)
    const isLooking = ticks % LOOK_EVERY === 0
    ticks += 1
    if (batch.length === 0 && !isLooking) return
    await act(runtime, actor, async (ctx) => {
      await addResults(ctx, batch, { userId: null, name: actor.name })
      const run = await inspectionTables(ctx).selectFrom('inspection.run').select('cancelRequestedAt').where('runId', '=', runId).executeTakeFirstOrThrow()
      if (run.cancelRequestedAt !== null) cancelling.abort(new Error('cancelled'))
    })
  }
  const flush = () => {
    writing = writing.then(write).catch((error: unknown) => {
      failure ??= error
      failing.abort(error)
    })
    return writing
  }
  const timer = setInterval(() => void flush(), TICK_MS)

  return {
    signal: AbortSignal.any([outer, cancelling.signal, failing.signal]),
    isCancelled: () => cancelling.signal.aborted && failure === undefined,
    add: (result: CapturedResult) => {
      waiting.push(result)
    },
    /** Writes what is left; throws when something could not be written: the run is then taken up again, not closed. */
    async close(): Promise<void> {
      clearInterval(timer)
      await flush()
      if (failure !== undefined) throw failure
    },
  }
}
