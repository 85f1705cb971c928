import { defineFigureQuery, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const change = `spine.request r where r.kind = 'change-request.change' and r.form_version > 0`
const stepEvidence = `(array_agg(s.evidence_id::text order by s.happened_at desc))[1:3]`

export const changesSubmitted = defineFigureQuery('change-request.submitted', `select count(*) as value from ${change} and r.submitted_at >= ${PERIOD_START} and r.submitted_at < ${BY}`)
export const changesClosed = defineFigureQuery('change-request.closed', `select count(*) as value from ${change} and r.closed_at >= ${PERIOD_START} and r.closed_at < ${BY} and r.state = 'closed'`)
export const releases = defineFigureQuery('change-request.releases', `select count(*) as value, ${stepEvidence} as evidence from change_request.step s where s.kind = 'release' and s.outcome = 'released' and s.happened_at >= ${PERIOD_START} and s.happened_at < ${BY} and s.recorded_at <= :as_of::timestamptz`)
export const rolledBack = defineFigureQuery('change-request.rolled-back', `select count(*) as value, ${stepEvidence} as evidence from change_request.step s where s.kind = 'release' and s.outcome <> 'released' and s.happened_at >= ${PERIOD_START} and s.happened_at < ${BY} and s.recorded_at <= :as_of::timestamptz`)
export const emergencies = defineFigureQuery('change-request.emergencies', `select count(*) as value from ${change} and r.priority = 'p1' and r.submitted_at >= ${PERIOD_START} and r.submitted_at < ${BY}`)
/** 变更成功率 = 1 − rolled back ÷ all attempts; no attempt is no case. */
export const successShare = defineFigureQuery(
  'change-request.success-share',
  `select round(100.0 * count(*) filter (where s.outcome = 'released') / nullif(count(*), 0), 1) as value, ${stepEvidence} as evidence
  from change_request.step s where s.kind = 'release' and s.happened_at >= ${PERIOD_START} and s.happened_at < ${BY} and s.recorded_at <= :as_of::timestamptz`,
)
export const effortDays = defineFigureQuery('change-request.effort-days', `select coalesce(sum(e.days), 0)::float8 as value from change_request.effort_entry e where e.worked_on >= :from::date and e.worked_on <= :to::date and e.recorded_at <= :as_of::timestamptz`)
export const effortBySubsystem = defineFigureQuery(
  'change-request.effort-by-subsystem',
  `select r.subsystem, count(distinct r.request_id)::int as changes, sum(e.days)::float8 as days from change_request.effort_entry e join spine.request r using (request_id)
  where e.worked_on >= :from::date and e.worked_on <= :to::date and e.recorded_at <= :as_of::timestamptz group by 1 order by 1`,
)
export const contentPublished = defineFigureQuery(
  'change-request.content-published',
  `select count(*) as value, (array_agg(e.evidence_id::text order by e.happened_at desc))[1:3] as evidence from spine.evidence e where e.kind = 'content-version' and e.happened_at >= ${PERIOD_START} and e.happened_at < ${BY}`,
)
export const contentLines = defineFigureQuery(
  'change-request.content-lines',
  `select e.body ->> 'request' as request, e.body ->> 'title' as title, (e.body ->> 'version')::int as version, e.body ->> 'validFrom' as valid_from, left(e.body ->> 'hash', 12) as hash, (e.body #>> '{web,hash}' = e.body #>> '{app,hash}') as is_equal
  from spine.evidence e where e.kind = 'content-version' and e.happened_at >= ${PERIOD_START} and e.happened_at < ${BY} order by e.happened_at`,
)
export const releaseLines = defineFigureQuery(
  'change-request.release-lines',
  `select r.number, r.title, r.subsystem, s.release_version as version, s.outcome, s.happened_at, s.deliverables from change_request.step s join spine.request r using (request_id)
  where s.kind = 'release' and s.happened_at >= ${PERIOD_START} and s.happened_at < ${BY} and s.recorded_at <= :as_of::timestamptz order by s.happened_at`,
)
