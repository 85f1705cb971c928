import { sql } from 'kysely'
import { act } from '#platform/context/runtime.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { formatInstant, instantOf } from '#shared/instant.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { assessOccurrences, closeWorkOrder, recordEvidence, staffedTime, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'

const actor = { kind: 'system', name: '热线月度汇总' } as const
const LAW_ENFORCEMENT_DUTY = 'M1-03'
type Month = { readonly opensOn: string; readonly endsOn: string }
type Kind = 'duty-roster' | 'call-log' | 'service-ticket'

/** The month falls due with its last day, so it is summed up a quarter of an hour before: the line was closed hours ago. */
export function monthEnd({ endsOn }: { endsOn: string }): Date {
  return instantOf(endsOn, 23 * 60 + 45)
}

/** M1-01 of one subsystem: who was at the line, and what came of the calls. Both lines serve all subsystems (AMB-08), so each month's proof is the same for all. */
export async function sealMonth(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  await act(runtime, actor, async (ctx) => {
    const month = await serviceDeskTables(ctx).selectFrom('spine.occurrence').select(['opensOn', 'endsOn']).where('occurrenceId', '=', order.occurrenceId ?? '').executeTakeFirstOrThrow()
    const evidenceIds = [await sealRoster(ctx, order, month), await sealCalls(ctx, order, month)]
    if (order.obligationCode === LAW_ENFORCEMENT_DUTY) evidenceIds.push(await sealTickets(ctx, order, month))
    await closeWorkOrder(ctx, order.workOrderId, { result: { from: month.opensOn, to: month.endsOn }, evidenceIds })
    if (order.occurrenceId) await assessOccurrences(ctx, [order.occurrenceId])
  })
}

async function sealRoster(ctx: SpineCtx, order: PerformedOrder, month: Month): Promise<string> {
  const days = await staffedTime(ctx, 'hotline-5x8', month.opensOn, month.endsOn)
  const sum = (of: (day: (typeof days)[number]) => number) => days.reduce((total, day) => total + of(day), 0)
  const minutes = (gaps: (typeof days)[number]['gaps']) => gaps.reduce((total, gap) => total + gap.minutes, 0)
  return seal(ctx, order, month, 'duty-roster', '热线值守', {
    requiredMinutes: sum((day) => day.requiredMinutes),
    plannedMinutes: sum((day) => day.plannedMinutes),
    staffedMinutes: sum((day) => day.staffedMinutes),
    /** Of the nine hours: nobody on the roster, and somebody who never signed in. */
    unplannedMinutes: sum((day) => minutes(day.gaps)),
    unattendedMinutes: sum((day) => minutes(day.unattended)),
    days: days.map(({ date, word, requiredMinutes, plannedMinutes, staffedMinutes, minimumMinutes, meetsMinimum, isProvisional, lines }) => ({ date, word, requiredMinutes, plannedMinutes, staffedMinutes, minimumMinutes, meetsMinimum, isProvisional, lines })),
    note: '值守以有签到的班次为准；合同 5×8 未定起止时刻，按 AMB-07 值守 9:00–18:00，八小时下限另列',
  })
}

async function sealCalls(ctx: SpineCtx, order: PerformedOrder, month: Month): Promise<string> {
  const { rows } = await sql<{ line: string; calls: number; answered: number; abandoned: number; fromExchange: number; handLogged: number; recorded: number }>`
    select l.line, count(c.telephone_call_id)::int as calls, count(c.answered_at)::int as answered, (count(*) filter (where c.state = 'abandoned'))::int as abandoned,
      (count(*) filter (where c.origin = 'pbx'))::int as from_exchange, (count(*) filter (where c.origin = 'hand-logged'))::int as hand_logged,
      (count(*) filter (where c.answered_at is not null and exists (select 1 from service_desk.ticket t where t.telephone_call_id = c.telephone_call_id)))::int as recorded
    from service_desk.telephone_line l
    left join service_desk.telephone_call c on c.line = l.line and c.began_at >= ${instantOf(month.opensOn)} and c.began_at < ${instantOf(addDays(month.endsOn, 1))}
    group by l.line order by l.line`.execute(ctx.tx)
  return seal(ctx, order, month, 'call-log', '热线通话', { lines: rows, note: '总机上报与人工登记分别计数；没有总机时只有人工登记的来电，未接来电可能不全' })
}

async function sealTickets(ctx: SpineCtx, order: PerformedOrder, month: Month): Promise<string> {
  const rows = await serviceDeskTables(ctx)
    .selectFrom('serviceDesk.ticket as t')
    .innerJoin('spine.request as r', 'r.requestId', 't.requestId')
    .select(['r.number as ticket', 'r.state', 't.line', 't.category', 't.receivedAt', 't.firstAnsweredAt', 'r.deliveredAt'])
    .where('r.subsystem', '=', order.subsystem)
    .where('r.state', 'not in', ['merged', 'withdrawn'])
    .where('t.receivedAt', '>=', instantOf(month.opensOn))
    .where('t.receivedAt', '<', instantOf(addDays(month.endsOn, 1)))
    .orderBy('r.number')
    .execute()
  const shown = (at: Date | null) => at && formatInstant(at)
  return seal(ctx, order, month, 'service-ticket', '服务工单', {
    tickets: rows.map((row) => ({ ...row, receivedAt: shown(row.receivedAt), firstAnsweredAt: shown(row.firstAnsweredAt), deliveredAt: shown(row.deliveredAt) })),
    note: '依据仅为价格清单（附件3 五·1，AMB-03）；没有来电的月份列表为空',
  })
}

async function seal(ctx: SpineCtx, order: PerformedOrder, { opensOn, endsOn }: Month, kind: Kind, what: string, body: Readonly<Record<string, unknown>>): Promise<string> {
  const { evidenceId } = await recordEvidence(ctx, {
    kind,
    title: `${subsystemTitle(order.subsystem)}${what} ${opensOn} 至 ${endsOn}`,
    about: { service: 'service-desk', subsystem: order.subsystem, obligation: order.obligationCode ?? 'M1-01', period: `${opensOn}/${endsOn}`, ...(order.occurrenceId ? { occurrence: order.occurrenceId } : {}) },
    body: { subsystem: order.subsystem, from: opensOn, to: endsOn, asOf: formatInstant(ctx.now), ...body },
  })
  return evidenceId
}
