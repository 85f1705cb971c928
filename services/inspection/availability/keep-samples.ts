import { act } from '#platform/context/runtime.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { listMonitors } from './monitors.store.ts'
import { dropPartitionsBefore, ensurePartition, summariseDay } from './samples.store.ts'
import { sealDay } from './seal-availability.ts'

const actor = { kind: 'system', name: '样本整理' } as const
/** Partitions made ahead, so that midnight costs the probes nothing. */
const DAYS_AHEAD = 3
/** Raw samples are kept this long: two monthly reports can still be questioned down to the single probe. */
const DAYS_KEPT = 70
/** Days looked back for one that is not rolled up: after an absence longer than this, the rest is unknown time. */
const DAYS_BACK = 35

/** Once a day: rolls past days up, seals them, makes the next partitions and drops the old ones. Idempotent. */
export async function keepSamples(runtime: SpineRuntime): Promise<void> {
  const today = businessDate(runtime.clock.now())
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) await act(runtime, actor, (ctx) => ensurePartition(ctx, addDays(today, ahead)))
  for (let back = DAYS_BACK; back >= 1; back -= 1) await act(runtime, actor, (ctx) => rollUp(ctx, addDays(today, -back)))
  await act(runtime, actor, (ctx) => dropPartitionsBefore(ctx, addDays(today, -DAYS_KEPT)))
}

/** A day is rolled up once, when something was measured on it; days before the first sample stay without a row. */
async function rollUp(ctx: SpineCtx, day: string): Promise<void> {
  const db = inspectionTables(ctx)
  if (await db.selectFrom('inspection.availabilityDay').select('day').where('day', '=', day).executeTakeFirst()) return
  const sampled = await db.selectFrom('inspection.availabilitySample').select('at').where('at', '>=', instantOf(day)).where('at', '<', instantOf(addDays(day, 1))).limit(1).executeTakeFirst()
  if (!sampled) return
  const intervals = new Map((await listMonitors(ctx)).map((monitor) => [monitor.id, monitor.intervalMs]))
  const rows = await summariseDay(ctx, day, ctx.now, intervals)
  if (rows.length === 0) return
  await db
    .insertInto('inspection.availabilityDay')
    .values(rows.map((row) => ({ ...row, day, uncovered: JSON.stringify(row.uncovered), coveredSeconds: Math.max(0, 86_400 - row.uncovered.reduce((sum, [from, to]) => sum + to - from, 0)) })))
    .execute()
  await sealDay(ctx, day)
}
