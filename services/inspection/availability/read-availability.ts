import { sql } from 'kysely'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { measureAvailability, union, type AvailabilityFigures, type Stretch } from './measure-availability.ts'
import { listMonitors, type Monitor } from './monitors.store.ts'
import { outageErrors } from './outage.ts'
import { summariseDay } from './samples.store.ts'

export type MeasuredSystem = AvailabilityFigures & { readonly subsystem: string; readonly outages: number; /** Stretches without samples that are long enough to be seen on a picture of the period. */ readonly unknown: readonly Stretch[] }
export type MeasuredComponent = AvailabilityFigures & { readonly componentId: string; readonly subsystem: string; readonly title: string; readonly kind: string; readonly samples: number; readonly failures: number; readonly p50Ms: number | null; readonly p95Ms: number | null; readonly outages: number }
export type MeasuredPeriod = { readonly from: string; readonly to: string; readonly systems: readonly MeasuredSystem[]; readonly components: readonly MeasuredComponent[] }

/** A picture of the period shows no less than one part in so many. */
const SEEN_PARTS = 500

/**
 * 可用率 of business dates [from, to] up to now, by component and by subsystem. A subsystem is as available as its web
 * applications (their health check does a database round trip); where it has none, as all that is monitored of it.
 */
export async function measurePeriod(ctx: SpineCtx, from: string, to: string): Promise<MeasuredPeriod> {
  const period: Stretch = { from: instantOf(from).getTime(), to: Math.min(instantOf(addDays(to, 1)).getTime(), ctx.now.getTime()) }
  if (period.to <= period.from) return { from, to, systems: [], components: [] }
  const monitors = await listMonitors(ctx)
  const days = await daysOf(ctx, from, to, monitors)
  const outages = await outagesIn(ctx, period)
  const windows = await plannedIn(ctx, period)
  const plannedOf = (subsystem: string) => windows.filter((window) => window.subsystem === null || window.subsystem === subsystem)
  const components = monitors.map((monitor): MeasuredComponent & { uncovered: Stretch[]; out: Array<Stretch & { cause: string }> } => {
    const own = days.filter((day) => day.componentId === monitor.id)
    const uncovered = own.flatMap((day) => day.uncovered.map(([start, end]) => ({ from: instantOf(day.day).getTime() + start * 1_000, to: instantOf(day.day).getTime() + end * 1_000 })))
    const out = outages.filter((outage) => outage.componentId === monitor.id)
    const samples = own.reduce((sum, day) => sum + day.samples, 0)
    const worst = (pick: (day: (typeof own)[number]) => number | null) => own.map(pick).reduce<number | null>((most, one) => (one === null ? most : Math.max(most ?? 0, one)), null)
    const median = own.map((day) => day.p50Ms).filter((value) => value !== null).toSorted((one, other) => one - other)
    return {
      componentId: monitor.id, subsystem: monitor.subsystem, title: monitor.title, kind: monitor.kind, samples,
      failures: own.reduce((sum, day) => sum + day.failures, 0), p50Ms: median[Math.floor(median.length / 2)] ?? null, p95Ms: worst((day) => day.p95Ms), outages: out.length, uncovered, out,
      ...measureAvailability({ period, planned: plannedOf(monitor.subsystem), outages: out, uncovered }),
    }
  })
  const systems = subsystems.values.flatMap((subsystem): MeasuredSystem[] => {
    const all = components.filter((component) => component.subsystem === subsystem)
    const applications = all.filter((component) => component.kind === 'web-application')
    const counted = applications.length > 0 ? applications : all
    if (counted.length === 0) return []
    const out = counted.flatMap((component) => component.out)
    const uncovered = union(counted.flatMap((component) => component.uncovered))
    const unknown = uncovered.filter((stretch) => stretch.to - stretch.from >= (period.to - period.from) / SEEN_PARTS)
    return [{ subsystem, outages: out.length, unknown, ...measureAvailability({ period, planned: plannedOf(subsystem), outages: out, uncovered }) }]
  })
  return { from, to, systems, components: components.map(({ uncovered: _uncovered, out: _out, ...component }) => component) }
}

type Day = { componentId: string; day: string; samples: number; failures: number; uncovered: ReadonlyArray<readonly [number, number]>; p50Ms: number | null; p95Ms: number | null }

/** Days that are rolled up, and what the samples of the others say by now. */
async function daysOf(ctx: SpineCtx, from: string, to: string, monitors: readonly Monitor[]): Promise<Day[]> {
  const kept = (await inspectionTables(ctx).selectFrom('inspection.availabilityDay').selectAll().where('day', '>=', from).where('day', '<=', to).execute()) as unknown as Day[]
  const known = new Set(kept.map((row) => `${row.componentId} ${row.day}`))
  const days: Day[] = [...kept]
  const today = businessDate(ctx.now)
  for (let day = from; day <= to && day <= today; day = addDays(day, 1)) {
    const missing = new Map(monitors.filter((monitor) => !known.has(`${monitor.id} ${day}`)).map((monitor) => [monitor.id, monitor.intervalMs]))
    days.push(...(await summariseDay(ctx, day, ctx.now, missing)).map((row) => ({ ...row, day })))
  }
  return days
}

async function outagesIn(ctx: SpineCtx, { from, to }: Stretch) {
  const rows = await inspectionTables(ctx)
    .selectFrom('spine.outage')
    .select(['componentId', 'startedAt', 'endedAt', 'cause'])
    .where('startedAt', '<', new Date(to))
    .where((where) => where.or([where('endedAt', 'is', null), where('endedAt', '>', new Date(from))]))
    .execute()
  return rows.map((row) => ({ componentId: row.componentId, cause: row.cause, from: row.startedAt.getTime(), to: row.endedAt?.getTime() ?? to }))
}

async function plannedIn(ctx: SpineCtx, { from, to }: Stretch) {
  const rows = await inspectionTables(ctx).selectFrom('spine.maintenanceWindow').select(['subsystem', 'startsAt', 'endsAt']).where('kind', '=', 'maintenance').where('cancelledAt', 'is', null).where('startsAt', '<', new Date(to)).where('endsAt', '>', new Date(from)).execute()
  return rows.map((row) => ({ subsystem: row.subsystem, from: row.startsAt.getTime(), to: row.endsAt.getTime() }))
}

export async function readAvailability(ctx: SpineCtx, query: { from?: string | undefined; to?: string | undefined }) {
  requirePermission(ctx, 'availability:read')
  const today = businessDate(ctx.now)
  const measured = await measurePeriod(ctx, query.from ?? `${today.slice(0, 8)}01`, query.to ?? today)
  const systems = measured.systems.map((system) => ({ ...system, unknown: system.unknown.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) })) }))
  return { ...measured, systems }
}

/** State of every monitor now: its last sample, its running outage, and how punctual the monitoring itself is. */
export async function readMonitoring(ctx: SpineCtx) {
  requirePermission(ctx, 'availability:read')
  const db = inspectionTables(ctx)
  const monitors = await listMonitors(ctx)
  const { rows: last } = await sql<{ componentId: string; at: Date; isUp: boolean; tookMs: number | null; failure: string | null }>`
    select m.component_id, s.* from unnest(${monitors.map((monitor) => monitor.id)}::uuid[]) as m (component_id)
    cross join lateral (select at, is_up, took_ms, failure from inspection.availability_sample where component_id = m.component_id and at > ${new Date(ctx.now.getTime() - 86_400_000)} order by at desc limit 1) s`.execute(ctx.tx)
  const outages = new Map((await db.selectFrom('spine.outage').select(['componentId', 'outageId', 'startedAt', 'reason']).where('endedAt', 'is', null).execute()).map((row) => [row.componentId, row]))
  const lease = await db.selectFrom('inspection.monitorLease').select(['heldUntil', 'stats']).executeTakeFirst()
  const lastOf = new Map(last.map((row) => [row.componentId, row]))
  return {
    isWatching: lease !== undefined && lease.heldUntil > ctx.now,
    stats: (lease?.stats ?? {}) as { monitors?: number; started?: number; skipped?: number; latenessP99Ms?: number },
    monitors: monitors.map(({ id, check, intervalMs, ...monitor }) => ({ componentId: id, ...monitor, intervalSeconds: intervalMs / 1_000, check: check.code, last: lastOf.get(id) ?? null, outage: outages.get(id) ?? null })),
  }
}

/** At most this many points of a chart: longer periods are thinned to the worst of each stretch, so that no peak is lost. */
const CHART_POINTS = 300

export async function readSamples(ctx: SpineCtx, componentId: string, { from, to }: { from: Date; to: Date }) {
  requirePermission(ctx, 'availability:read')
  const component = await inspectionTables(ctx).selectFrom('spine.component').select('componentId').where('componentId', '=', componentId).executeTakeFirst()
  if (!component) throw outageErrors['no-component']()
  const seconds = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 1_000 / CHART_POINTS))
  const { rows } = await sql<{ at: Date; samples: number; failures: number; tookMs: number | null }>`
    select date_bin(make_interval(secs => ${seconds}::float8), at, ${from}::timestamptz) as at, count(*) as samples, count(*) filter (where not is_up) as failures, max(took_ms) as took_ms
    from inspection.availability_sample where component_id = ${componentId} and at >= ${from} and at < ${to} group by 1 order by 1`.execute(ctx.tx)
  return { seconds, points: rows }
}

export async function listOutages(ctx: SpineCtx, query: ListQuery & { subsystem?: string | undefined; cause?: string | undefined; from?: string | undefined; to?: string | undefined }) {
  requirePermission(ctx, 'availability:read')
  let rows = inspectionTables(ctx)
    .selectFrom('spine.outage as o')
    .innerJoin('spine.component as c', 'c.componentId', 'o.componentId')
    .leftJoin('platform.userAccount as u', 'u.userId', 'o.causeDecidedBy')
    .leftJoin('spine.finding as f', 'f.findingId', 'o.findingId')
    .select(['o.outageId', 'o.componentId', 'c.title as componentTitle', 'o.subsystem', 'o.startedAt', 'o.endedAt', 'o.reason', 'o.cause', 'o.causeNote', 'u.displayName as causeDecidedByName', 'o.causeDecidedAt', 'o.findingId', 'f.number as findingNumber', 'o.version'])
  if (query.search) rows = rows.where((where) => where.or([where('c.title', 'ilike', containing(query.search ?? '')), where('o.reason', 'ilike', containing(query.search ?? ''))]))
  if (query.subsystem) rows = rows.where('o.subsystem', '=', query.subsystem)
  if (query.cause) rows = rows.where('o.cause', '=', query.cause)
  if (query.from) rows = rows.where((where) => where.or([where('o.endedAt', 'is', null), where('o.endedAt', '>=', instantOf(query.from ?? ''))]))
  if (query.to) rows = rows.where('o.startedAt', '<', instantOf(addDays(query.to, 1)))
  return pageOf(ctx.tx, rows, query, { sortable: { startedAt: sql.ref('o.started_at'), endedAt: sql.ref('o.ended_at'), subsystem: sql.ref('o.subsystem') }, order: sql`o.started_at desc, o.outage_id` })
}
