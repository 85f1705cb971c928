import { act } from '#platform/context/runtime.ts'
import { newId } from '#shared/ids.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { recordEvidence, reportFindings, sendReminder, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import type { Monitor } from './monitors.store.ts'
import type { Sample } from './probe.ts'

const actor = { kind: 'system', name: '可用性监测' } as const
export const AVAILABILITY_SOURCE = 'availability'
/** One lost packet is no outage: two failed probes in a row are, and it began with the first. */
const FAILURES_TO_OPEN = 2

type State = { failures: number; firstFailedAt: Date | undefined; isOut: boolean }

/** Follows the samples of each component and keeps its outages: opened with finding and alarm, closed by the first success. */
export async function createOutageKeeper(runtime: SpineRuntime) {
  const states = new Map<string, State>()
  // An outage that was open when the last worker died goes on until a probe succeeds.
  await act(runtime, actor, async (ctx) => {
    for (const { componentId, startedAt } of await inspectionTables(ctx).selectFrom('spine.outage').select(['componentId', 'startedAt']).where('endedAt', 'is', null).execute()) {
      states.set(componentId, { failures: FAILURES_TO_OPEN, firstFailedAt: startedAt, isOut: true })
    }
  })

  return async (monitor: Pick<Monitor, 'id' | 'subsystem' | 'title'>, sample: Sample): Promise<void> => {
    const state = states.get(monitor.id) ?? { failures: 0, firstFailedAt: undefined, isOut: false }
    states.set(monitor.id, state)
    if (sample.isUp) {
      if (state.isOut) await act(runtime, actor, (ctx) => closeOutage(ctx, monitor, sample))
      Object.assign(state, { failures: 0, firstFailedAt: undefined, isOut: false })
      return
    }
    state.failures += 1
    state.firstFailedAt ??= sample.at
    if (state.isOut || state.failures < FAILURES_TO_OPEN) return
    const startedAt = state.firstFailedAt
    await act(runtime, actor, (ctx) => openOutage(ctx, monitor, startedAt, sample.failure ?? '探测失败'))
    state.isOut = true
  }
}

async function openOutage(ctx: SpineCtx, { id: componentId, subsystem, title }: Pick<Monitor, 'id' | 'subsystem' | 'title'>, startedAt: Date, reason: string): Promise<void> {
  const db = inspectionTables(ctx)
  const window = await db
    .selectFrom('spine.maintenanceWindow')
    .select(['title', 'reason'])
    .where('kind', '=', 'maintenance')
    .where((where) => where.or([where('subsystem', '=', subsystem), where('subsystem', 'is', null)]))
    .where('startsAt', '<=', startedAt)
    .where('endsAt', '>', startedAt)
    .where('cancelledAt', 'is', null)
    .executeTakeFirst()
  const outageId = newId(ctx.now)
  const added = await db
    .insertInto('spine.outage')
    .values({ outageId, componentId, subsystem, startedAt, reason, cause: window ? 'planned' : 'undecided', causeNote: window ? `计划维护：${window.title}` : '' })
    .onConflict((conflict) => conflict.column('componentId').where('endedAt', 'is', null).doNothing())
    .returning('outageId')
    .executeTakeFirst()
  if (!added || window) return
  const name = subsystems.has(subsystem) ? subsystems.titles[subsystem] : subsystem
  const { fresh, persisting } = await reportFindings(ctx, {
    source: AVAILABILITY_SOURCE,
    subsystem,
    service: 'inspection',
    seen: [{ key: componentId, severity: 'abnormal', title: `${title} 中断：${reason}`.slice(0, 300), componentId }],
    checkedKeys: [componentId],
    proof: () => outageEvidence(ctx, { outageId, subsystem, title, startedAt, endedAt: null, reason }),
  })
  await db.updateTable('spine.outage').set({ findingId: (fresh[0] ?? persisting[0])?.findingId ?? null }).where('outageId', '=', outageId).execute()
  await sendReminder(ctx, {
    roles: ['duty-officer'],
    kind: 'alarm',
    dedupeKey: `outage ${outageId}`,
    title: `${name}：${title} 中断`,
    content: `自 ${formatInstant(startedAt).slice(0, 19).replace('T', ' ')} 起连续 ${FAILURES_TO_OPEN} 次探测失败：${reason}`,
    link: `/inspection/availability?subsystem=${subsystem}`,
  })
}

async function closeOutage(ctx: SpineCtx, monitor: Pick<Monitor, 'id' | 'subsystem' | 'title'>, sample: Sample): Promise<void> {
  const db = inspectionTables(ctx)
  const outage = await db.selectFrom('spine.outage').selectAll().where('componentId', '=', monitor.id).where('endedAt', 'is', null).forUpdate().executeTakeFirst()
  if (!outage) return
  await db.updateTable('spine.outage').set({ endedAt: sample.at, version: outage.version + 1 }).where('outageId', '=', outage.outageId).execute()
  if (outage.cause === 'planned') return
  await reportFindings(ctx, {
    source: AVAILABILITY_SOURCE,
    subsystem: monitor.subsystem,
    service: 'inspection',
    seen: [],
    checkedKeys: [monitor.id],
    proof: () => outageEvidence(ctx, { ...outage, title: monitor.title, endedAt: sample.at }),
  })
}

async function outageEvidence(ctx: SpineCtx, outage: { outageId: string; subsystem: string; title: string; startedAt: Date; endedAt: Date | null; reason: string }): Promise<string> {
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'outage-record',
    title: `${outage.title} ${outage.endedAt ? '恢复' : '中断'}记录 ${businessDate(outage.startedAt)}`,
    about: { service: 'inspection', subsystem: outage.subsystem, outage: outage.outageId },
    body: { outage: outage.outageId, component: outage.title, startedAt: formatInstant(outage.startedAt), endedAt: outage.endedAt && formatInstant(outage.endedAt), reason: outage.reason },
  })
  return evidenceId
}
