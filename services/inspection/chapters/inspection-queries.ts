import { defineFigureQuery, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const runEvidence = `(array_agg(distinct r.evidence_id::text))[1:3]`

/** Results of finished inspections in the period; what a person answered later counts from then. */
const results = `inspection.result x join inspection.run_item i using (run_item_id) join inspection.run r using (run_id)
  where r.state <> 'running' and r.ended_at >= ${PERIOD_START} and r.ended_at < ${BY} and x.captured_at < ${BY}`

export const sectionChecks = defineFigureQuery('inspection.section-checks', `select count(*) as value, ${runEvidence} as evidence from ${results} and i.section = :section`)
export const sectionVerdict = defineFigureQuery('inspection.section-verdict', `select count(*) as value, ${runEvidence} as evidence from ${results} and i.section = :section and x.verdict = :verdict`)

/** What was not in order, one line a component and check, the latest word about it. */
export const sectionTroubles = defineFigureQuery(
  'inspection.section-troubles',
  `select distinct on (i.subsystem, i.component_title, i.check_code) i.subsystem, i.component_title as component, i.check_code as code, i.check_title as title, x.verdict, x.reason, x.captured_at,
    count(*) over (partition by i.subsystem, i.component_title, i.check_code) as times
  from ${results} and i.section = :section and x.verdict <> 'normal' order by i.subsystem, i.component_title, i.check_code, x.captured_at desc`,
)

/** Numbers of one check over the period, by component. */
export const checkValues = defineFigureQuery(
  'inspection.check-values',
  `select i.subsystem, i.component_title as component, i.check_code as code, i.check_title as title, max(x.unit) as unit, count(*) as times,
    min((x.value #>> '{}')::float8) as least, avg((x.value #>> '{}')::float8) as mean, max((x.value #>> '{}')::float8) as most
  from ${results} and i.section = :section and jsonb_typeof(x.value) = 'number' and i.check_code = any(string_to_array(:codes, ',')) group by 1, 2, 3, 4 order by 3, 1, 2`,
)

export const scenarioRuns = defineFigureQuery('inspection.scenario-runs', `select count(*) as value, ${runEvidence} as evidence from ${results} and i.check_code like 'BS-%' and x.verdict <> 'unchecked'`)
export const scenarioSuccesses = defineFigureQuery('inspection.scenario-successes', `select count(*) as value, ${runEvidence} as evidence from ${results} and i.check_code like 'BS-%' and x.verdict = 'normal'`)

const TODAY = `(:as_of::timestamptz at time zone 'Asia/Shanghai')::date`
const seconds = (ranges: string) => `coalesce((select sum(extract(epoch from upper(one) - lower(one))) from unnest(${ranges}) one), 0)::float8`

/**
 * 可用率 by subsystem over the days that are rolled up: (agreed − out) ÷ agreed, over what was measured. Agreed time is
 * without planned windows; a moment out is never unknown. As in measure-availability.ts, as range arithmetic.
 */
export const availabilitySystems = defineFigureQuery(
  'inspection.availability-systems',
  `with day as (
    select c.subsystem, d.component_id, d.uncovered, d.samples, d.failures, d.p95_ms, d.day::timestamp at time zone 'Asia/Shanghai' as starts
    from inspection.availability_day d join spine.component c using (component_id) where c.kind = 'web-application' and d.day >= :from::date and d.day <= :to::date and d.day < ${TODAY}
  ),
  measured as (select subsystem, range_agg(tstzrange(starts, starts + interval '1 day')) as days, sum(samples) as samples, sum(failures) as failures, max(p95_ms) as p95_ms from day group by 1),
  blind as (select subsystem, range_agg(tstzrange(starts + make_interval(secs => (u ->> 0)::float8), starts + make_interval(secs => (u ->> 1)::float8))) as stretches from day, jsonb_array_elements(uncovered) u group by 1),
  broken as (
    select o.subsystem, case when o.cause_decided_at <= :as_of::timestamptz or o.cause = 'planned' then o.cause else 'undecided' end as cause, tstzrange(o.started_at, least(coalesce(o.ended_at, :as_of::timestamptz), :as_of::timestamptz)) as stretch
    from spine.outage o join spine.component c using (component_id) where c.kind = 'web-application' and o.started_at < :as_of::timestamptz
  ),
  planned as (
    select s.subsystem, range_agg(p.stretch) as stretches from spine.subsystem s join (
      select m.subsystem, tstzrange(m.starts_at, m.ends_at) as stretch from spine.maintenance_window m where m.kind = 'maintenance' and m.cancelled_at is null and m.declared_at <= :as_of::timestamptz
      union all select subsystem, stretch from broken where cause = 'planned'
    ) p on p.subsystem is null or p.subsystem = s.subsystem group by 1
  ),
  outages as (
    select subsystem, range_agg(stretch) as stretches, coalesce(range_agg(stretch) filter (where cause = 'operator'), '{}') as operator,
      coalesce(range_agg(stretch) filter (where cause = 'client-or-cloud'), '{}') as client, coalesce(range_agg(stretch) filter (where cause = 'undecided'), '{}') as undecided
    from broken where cause <> 'planned' group by 1
  ),
  parts as (
    select m.subsystem, m.samples, m.failures, m.p95_ms, m.days - coalesce(p.stretches, '{}') as agreed, coalesce(b.stretches, '{}') as blind, coalesce(o.stretches, '{}') as outages, coalesce(o.operator, '{}') as operator, coalesce(o.client, '{}') as client, coalesce(o.undecided, '{}') as undecided
    from measured m left join blind b using (subsystem) left join planned p using (subsystem) left join outages o using (subsystem)
  ),
  sums as (
    select subsystem, samples, failures, p95_ms, ${seconds('agreed')} as agreed_s, ${seconds('agreed * outages')} as down_s, ${seconds('agreed * blind - outages')} as unknown_s,
      ${seconds('agreed * operator')} as operator_s, ${seconds('agreed * client')} as client_s, ${seconds('agreed * undecided')} as undecided_s from parts
  )
  select *, case when agreed_s > unknown_s then (agreed_s - unknown_s - down_s) / (agreed_s - unknown_s) * 100 end as percent from sums`,
)

const summaryEvidence = `array(select e.evidence_id::text from spine.evidence e where e.kind = 'availability-summary' and e.recorded_at <= :as_of::timestamptz and (e.body ->> 'to')::date >= :from::date and (e.body ->> 'from')::date <= :to::date order by e.recorded_at desc limit 3)`

export const availabilityPercent = defineFigureQuery(
  'inspection.availability-percent',
  `select round((sum(agreed_s - unknown_s - down_s) / nullif(sum(agreed_s - unknown_s), 0) * 100)::numeric, 3)::float8 as value, ${summaryEvidence} as evidence from @inspection.availability-systems a`,
  [availabilitySystems],
)
export const outageCount = defineFigureQuery(
  'inspection.outage-count',
  `select count(*) as value from spine.outage o where o.started_at < ${BY} and coalesce(o.ended_at, 'infinity') > ${PERIOD_START} and o.cause <> 'planned'`,
)
export const outageList = defineFigureQuery(
  'inspection.outage-list',
  `select o.subsystem, c.title as component, o.started_at, case when o.ended_at <= ${BY} then o.ended_at end as ended_at, o.reason, case when o.cause_decided_at <= :as_of::timestamptz or o.cause = 'planned' then o.cause else 'undecided' end as cause, o.cause_note as note
  from spine.outage o join spine.component c using (component_id) where o.started_at < ${BY} and coalesce(o.ended_at, 'infinity') > ${PERIOD_START} order by o.started_at`,
)
export const probeCount = defineFigureQuery(
  'inspection.probe-count',
  `select (select coalesce(sum(samples), 0) from inspection.availability_day where day >= :from::date and day <= :to::date and day < ${TODAY})
    + (select count(*) from inspection.availability_sample where at >= greatest(${PERIOD_START}, ${TODAY}::timestamp at time zone 'Asia/Shanghai') and at < ${BY}) as value, ${summaryEvidence} as evidence`,
)

/** Inspections owed and done, by subsystem and obligation, of the occurrences that end in the period. */
export const inspectionCoverage = defineFigureQuery(
  'inspection.coverage',
  `select b.subsystem, b.code, b.title, count(*) as planned, count(*) filter (where o.due_at <= :as_of::timestamptz) as due, count(*) filter (where a.verdict in ('met', 'late')) as done,
    count(*) filter (where a.verdict in ('excused', 'waived', 'suspended')) as excused, count(*) filter (where a.verdict = 'missed') as missing
  from spine.occurrence o join spine.obligation b using (obligation_id) left join spine.assessment a using (occurrence_id)
  where b.contract_id = :contract::uuid and b.code in ('M3-02', 'M3-04', 'M3-05') and o.withdrawn_at is null and o.ends_on >= :from::date and o.ends_on <= :to::date
    and not o.tags && array['not-applicable', 'previous-operator'] and a.verdict is distinct from 'not-applicable' group by 1, 2, 3 order by 1, 2`,
)
export const runsDone = defineFigureQuery('inspection.runs-done', `select count(*) as value, ${runEvidence} as evidence from inspection.run r where r.state = 'done' and r.ended_at >= ${PERIOD_START} and r.ended_at < ${BY}`)
export const runsSigned = defineFigureQuery('inspection.runs-signed', `select count(*) as value, ${runEvidence} as evidence from inspection.run r where r.state = 'done' and r.ended_at >= ${PERIOD_START} and r.ended_at < ${BY} and (select count(*) from inspection.run_signature s where s.run_id = r.run_id and s.signed_at <= :as_of::timestamptz) = 2`)
