import { act } from '#platform/context/runtime.ts'
import { type SpineRuntime, writeAnchor } from '#spine/spine.ts'
import type { PerformedOrder } from '#spine/service.ts'
import type { Judge } from '../checks/check.ts'
import { askEvidence } from '../checks/ask-evidence.ts'
import { findCheck } from '../checks/catalogue.ts'
import { finishRun } from './finish-run.ts'
import { inspectComponent, withoutValue, type PendingItem } from './inspect-component.ts'
import { planRun } from './plan-run.ts'
import { createResultWriter } from './result-writer.ts'
import { runRequest, type RunKind } from './run.ts'
import { findRun, pendingItems } from './runs.store.ts'

const actor = { kind: 'system', name: '自动巡检' } as const

/** Components at once. What one target bears is limited at its door; this bounds our own memory and sockets. */
const COMPONENTS_AT_ONCE = 8
/** Target time that one component may use in all, unless its connection says otherwise. */
const BUDGET_MS = 120_000

/** Carries out the run of a work order; begun anew after a crash it goes on with the rows that have no result. */
export async function performRun(runtime: SpineRuntime, order: PerformedOrder, kind: RunKind): Promise<void> {
  const request = runRequest.parse(order.input ?? {})
  const runId = await act(runtime, actor, (ctx) => planRun(ctx, { workOrderId: order.workOrderId, subsystem: order.subsystem, occurrenceId: order.occurrenceId, kind, request }))
  const { run, items } = await act(runtime, actor, async (ctx) => ({ run: await findRun(ctx, runId), items: await pendingItems(ctx, runId) }))
  if (run.state === 'running') {
    const writer = createResultWriter(runtime, runId, order.signal)
    try {
      await inspectAll(runtime, items.filter((item) => !item.isManual), writer)
    } catch (error) {
      // Cancelled by a person: what has not been asked is settled below, and said. Anything else is taken up again.
      if (!writer.isCancelled()) throw error
    } finally {
      await writer.close()
    }
  }
  await act(runtime, actor, (ctx) => finishRun(ctx, runId))
  await writeAnchor(runtime, runtime.attached.keeping)
}

async function inspectAll(runtime: SpineRuntime, items: Awaited<ReturnType<typeof pendingItems>>, writer: ReturnType<typeof createResultWriter>): Promise<void> {
  const groups = [...Map.groupBy(items, (item) => item.componentId ?? '')]
  const { signal } = writer
  const worker = async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      const [componentId, rows] = group
      await inspectComponent({
        items: rows.flatMap((row) => pendingItem(row, writer, runtime)),
        clock: runtime.clock,
        signal,
        open: () => runtime.attached.openDoor(componentId, { signal, budgetMs: BUDGET_MS }),
        prove: (proof, subsystem) => act(runtime, actor, (ctx) => askEvidence(ctx, proof, subsystem)),
        emit: writer.add,
      })
    }
  }
  await Promise.all(Array.from({ length: COMPONENTS_AT_ONCE }, worker))
}

/** The row with its check of today's catalogue; a check that a newer program no longer has is said to be gone. */
function pendingItem(row: Awaited<ReturnType<typeof pendingItems>>[number], writer: ReturnType<typeof createResultWriter>, runtime: SpineRuntime): PendingItem[] {
  const check = findCheck(row.checkCode)
  if (check) return [{ runItemId: row.runItemId, subsystem: row.subsystem, check, judge: row.judge as Judge, previous: row.previous }]
  writer.add(withoutValue(runtime, row, 'unchecked', '检查目录已更换，新目录中没有这一项'))
  return []
}
