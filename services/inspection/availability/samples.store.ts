import { sql } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import type { Sample } from './probe.ts'

/** Makes the partition of a business day. Two workers at once: one makes it, the other finds it. */
export async function ensurePartition(ctx: Pick<Ctx, 'tx'>, day: string): Promise<void> {
  const name = partitionOf(day)
  const known = await sql<{ found: boolean }>`select to_regclass(${`inspection.${name}`}) is not null as found`.execute(ctx.tx)
  if (known.rows[0]?.found) return
  await sql`select pg_advisory_xact_lock(7100021)`.execute(ctx.tx)
  await sql
    .raw(`create table if not exists inspection.${name} partition of inspection.availability_sample for values from ('${instantOf(day).toISOString()}') to ('${instantOf(addDays(day, 1)).toISOString()}')`)
    .execute(ctx.tx)
}

/** Drops whole days before `day`; what matters of them is in availability_day and in sealed evidence. */
export async function dropPartitionsBefore(ctx: Pick<Ctx, 'tx'>, day: string): Promise<number> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'inspection.availability_sample'::regclass and c.relname < ${partitionOf(day)}`.execute(ctx.tx)
  for (const { name } of rows) await sql`drop table ${sql.id('inspection', name)}`.execute(ctx.tx)
  return rows.length
}

export async function addSamples(ctx: Pick<Ctx, 'tx'>, samples: readonly Sample[]): Promise<void> {
  for (const day of new Set(samples.map((sample) => businessDate(sample.at)))) await ensurePartition(ctx, day)
  await sql`
    insert into inspection.availability_sample (component_id, at, is_up, took_ms, failure)
    select * from unnest(${samples.map((one) => one.componentId)}::uuid[], ${samples.map((one) => one.at.toISOString())}::timestamptz[], ${samples.map((one) => one.isUp)}::boolean[], ${samples.map((one) => one.tookMs)}::real[], ${samples.map((one) => one.failure)}::text[])
    on conflict do nothing`.execute(ctx.tx)
}

function partitionOf(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`not a business date: ${day}`)
  return `availability_sample_${day.replaceAll('-', '')}`
}

/** Samples apart by more than this many intervals leave the time between them unknown: one lost beat is no blindness. */
const TOLERATED_INTERVALS = 2.5

export type DayOfSamples = { readonly componentId: string; readonly samples: number; readonly failures: number; readonly uncovered: ReadonlyArray<readonly [number, number]>; readonly p50Ms: number | null; readonly p95Ms: number | null }

/**
 * What the samples of one business day say, up to `until`: counts, response times, and the stretches (in seconds from
 * midnight) in which nobody looked.
 */
export async function summariseDay(ctx: Pick<Ctx, 'tx'>, day: string, until: Date, intervals: ReadonlyMap<string, number>): Promise<DayOfSamples[]> {
  const [from, to] = [instantOf(day), new Date(Math.min(until.getTime(), instantOf(addDays(day, 1)).getTime()))]
  const components = [...intervals.keys()]
  if (components.length === 0 || to <= from) return []
  const { rows } = await sql<DayOfSamples>`
    with monitored (component_id, seconds) as (select * from unnest(${components}::uuid[], ${components.map((id) => (intervals.get(id) ?? 30_000) / 1_000)}::float8[])),
    beats as (
      select component_id, at, lag(at) over w as before
      from (
        select component_id, at, false as is_end from inspection.availability_sample where at >= ${from} and at < ${to} and component_id = any(${components}::uuid[])
        union all select component_id, ${to}::timestamptz, true from monitored
      ) marks window w as (partition by component_id order by at, is_end)
    ),
    gaps as (
      select b.component_id, jsonb_agg(jsonb_build_array(
          case when b.before is null then 0 else extract(epoch from b.before - ${from}::timestamptz) + m.seconds end,
          extract(epoch from b.at - ${from}::timestamptz)) order by b.at) as uncovered
      from beats b join monitored m using (component_id)
      where extract(epoch from b.at - coalesce(b.before, ${from}::timestamptz)) > m.seconds * ${TOLERATED_INTERVALS}::float8
      group by 1
    ),
    counted as (
      select component_id, count(*) as samples, count(*) filter (where not is_up) as failures,
        percentile_cont(0.5) within group (order by took_ms) as p50_ms, percentile_cont(0.95) within group (order by took_ms) as p95_ms
      from inspection.availability_sample where at >= ${from} and at < ${to} and component_id = any(${components}::uuid[]) group by 1
    )
    select m.component_id, coalesce(c.samples, 0) as samples, coalesce(c.failures, 0) as failures, coalesce(g.uncovered, '[]') as uncovered, c.p50_ms, c.p95_ms
    from monitored m left join counted c using (component_id) left join gaps g using (component_id)`.execute(ctx.tx)
  return rows
}
