import { defineFigureQuery, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const forms = `spine.request r where r.service = 'access-adjustment' and r.state not in ('draft', 'withdrawn', 'merged') and r.submitted_at >= ${PERIOD_START} and r.submitted_at < ${BY}`
const settled = `access_adjustment.adjustment a where a.settled_at >= ${PERIOD_START} and a.settled_at < ${BY}`

/** Forms that came in, by the day of their submission. */
export const formsReceived = defineFigureQuery('access-adjustment.forms-received', `select count(*) as value from ${forms}`)
export const formsExecuted = defineFigureQuery('access-adjustment.forms-executed', `select count(*) as value from ${forms} and r.delivered_at < ${BY}`)
/** Minutes from approval (or the day for which it was given) to the effect that was read back: the middle one. */
export const minutesToEffect = defineFigureQuery('access-adjustment.minutes-to-effect', `select round(percentile_cont(0.5) within group (order by extract(epoch from r.delivered_at - greatest(r.approved_at, r.begins_on::timestamp at time zone 'Asia/Shanghai')) / 60)::numeric, 1)::float8 as value from ${forms} and r.delivered_at < ${BY} and r.approved_at is not null`)
export const accountsAdjusted = defineFigureQuery('access-adjustment.accounts-adjusted', `select count(distinct (a.component_id, a.account)) as value from ${settled} and a.state = 'applied'`)
export const linesRefused = defineFigureQuery('access-adjustment.lines-refused', `select count(*) as value from ${settled} and a.state = 'refused' and a.cause <> 'expiry'`)
export const grantsEnded = defineFigureQuery('access-adjustment.grants-ended', `select count(*) as value from access_adjustment.timed_grant g where g.state = 'ended' and g.settled_at >= ${PERIOD_START} and g.settled_at < ${BY}`)
export const grantsOverdue = defineFigureQuery('access-adjustment.grants-overdue', `select count(*) as value from access_adjustment.timed_grant g where g.ends_at < ${BY} and (g.settled_at is null or g.settled_at >= ${BY}) and g.state in ('running', 'ending')`)

/** One line a subsystem: forms, executions, the newest review and what it found. Subsystems without a form are there too. */
export const accessBySubsystem = defineFigureQuery(
  'access-adjustment.by-subsystem',
  `select s.subsystem, (select count(*) from ${forms} and r.subsystem = s.subsystem) as received, (select count(*) from ${forms} and r.subsystem = s.subsystem and r.delivered_at < ${BY}) as executed,
    (select count(*) from ${settled} and a.state = 'applied' and a.subsystem = s.subsystem) as adjusted, v.number as review, v.taken_at, (v.summary ->> 'unexplained')::int as unexplained
   from spine.subsystem s left join lateral (select * from access_adjustment.review v where v.subsystem = s.subsystem and v.taken_at < ${BY} order by v.taken_at desc limit 1) v on true order by s.position`,
)

/** Every form of the period with what it came to. */
export const formsOfPeriod = defineFigureQuery(
  'access-adjustment.forms-of-period',
  `select r.number, r.subsystem, r.title, r.requester_name as requester, r.submitted_at, r.approved_at, case when r.delivered_at < ${BY} then r.delivered_at end as delivered_at,
    (select string_agg(distinct p.decided_by_name, '、') from spine.request_approval p where p.request_id = r.request_id and p.form_version = r.form_version and p.state = 'approved') as approvers,
    (select count(*) from access_adjustment.adjustment a where a.request_id = r.request_id and a.state = 'applied' and a.cause <> 'expiry' and a.settled_at < ${BY}) as applied
   from ${forms} order by r.number limit 300`,
)
