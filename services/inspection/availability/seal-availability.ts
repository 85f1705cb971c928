import { act } from '#platform/context/runtime.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { formatInstant, instantOf } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { assessOccurrences, closeWorkOrder, recordEvidence, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { measurePeriod, type MeasuredPeriod } from './read-availability.ts'

const actor = { kind: 'system', name: '可用性汇总' } as const

/**
 * The month of one subsystem (义务 G-01), made a quarter of an hour before the month ends, because it falls due with it;
 * the last minutes are in the next day's sealed summary. Carried out late it covers the whole month.
 */
export function monthEnd({ endsOn }: { endsOn: string }): Date {
  return instantOf(endsOn, 23 * 60 + 45)
}

export async function sealMonth(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  await act(runtime, actor, async (ctx) => {
    const occurrence = await inspectionTables(ctx).selectFrom('spine.occurrence').select(['opensOn', 'endsOn']).where('occurrenceId', '=', order.occurrenceId ?? '').executeTakeFirstOrThrow()
    const measured = await measurePeriod(ctx, occurrence.opensOn, occurrence.endsOn)
    const summaryId = await sealSummary(ctx, measured, order.subsystem, order.occurrenceId ?? undefined)
    const outagesId = await recordOutages(ctx, order, occurrence)
    await closeWorkOrder(ctx, order.workOrderId, { result: { from: occurrence.opensOn, to: occurrence.endsOn }, evidenceIds: [summaryId, outagesId] })
    if (order.occurrenceId) await assessOccurrences(ctx, [order.occurrenceId])
  })
}

/** Seals what one past day came to, for each subsystem that was monitored. */
export async function sealDay(ctx: SpineCtx, day: string): Promise<void> {
  const measured = await measurePeriod(ctx, day, day)
  for (const { subsystem } of measured.systems) await sealSummary(ctx, measured, subsystem)
}

async function sealSummary(ctx: SpineCtx, measured: MeasuredPeriod, subsystem: string, occurrence?: string): Promise<string> {
  const { from, to } = measured
  const { unknown: _drawn, ...system } = measured.systems.find((one) => one.subsystem === subsystem) ?? { unknown: [] }
  const name = subsystems.has(subsystem) ? subsystems.titles[subsystem] : subsystem
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'availability-summary',
    title: `${name}可用性汇总 ${from === to ? from : `${from} 至 ${to}`}`,
    about: { service: 'inspection', subsystem, obligation: 'G-01', period: `${from}/${to}`, ...(occurrence ? { occurrence } : {}) },
    body: {
      subsystem, from, to, asOf: formatInstant(ctx.now),
      system: 'subsystem' in system ? system : null,
      components: measured.components.filter((one) => one.subsystem === subsystem),
      note: '可用率 =（约定时间 − 中断）÷ 约定时间；没有样本的时间未知，既不算可用也不算中断',
    },
  })
  return evidenceId
}

/** All outages of the period in one record; that there was none is a record too. */
async function recordOutages(ctx: SpineCtx, order: PerformedOrder, { opensOn, endsOn }: { opensOn: string; endsOn: string }): Promise<string> {
  const rows = await inspectionTables(ctx)
    .selectFrom('spine.outage as o')
    .innerJoin('spine.component as c', 'c.componentId', 'o.componentId')
    .select(['o.outageId', 'c.title', 'o.startedAt', 'o.endedAt', 'o.reason', 'o.cause', 'o.causeNote'])
    .where('o.subsystem', '=', order.subsystem)
    .where('o.startedAt', '<', instantOf(addDays(endsOn, 1)))
    .where((where) => where.or([where('o.endedAt', 'is', null), where('o.endedAt', '>', instantOf(opensOn))]))
    .orderBy('o.startedAt')
    .execute()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'outage-record',
    title: `中断记录 ${opensOn} 至 ${endsOn}（${rows.length} 次）`,
    about: { service: 'inspection', subsystem: order.subsystem, obligation: 'G-01', period: `${opensOn}/${endsOn}`, ...(order.occurrenceId ? { occurrence: order.occurrenceId } : {}) },
    body: { subsystem: order.subsystem, from: opensOn, to: endsOn, outages: rows.map(({ startedAt, endedAt, ...row }) => ({ ...row, startedAt: formatInstant(startedAt), endedAt: endedAt && formatInstant(endedAt) })) },
  })
  return evidenceId
}
