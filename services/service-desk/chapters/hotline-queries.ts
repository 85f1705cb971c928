import { defineFigureQuery, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const AS_OF = ':as_of::timestamptz'
const BY = `least(${AS_OF}, ${PERIOD_END})`

/** Tickets of people who were first heard in the period, as each stood at the moment of the report: from events, which only grow. */
export const ticketsOfPeriod = defineFigureQuery(
  'service-desk.tickets',
  `select t.request_id, r.number, r.title, r.subsystem, r.priority, t.line, t.category, t.received_at, t.is_solved_at_once, e.answered_at,
    case when e.delivered_at is not null and (e.sent_back_at is null or e.sent_back_at < e.delivered_at) then e.delivered_at end as solved_at, e.sent_back_at is not null as was_sent_back,
    a.due_at as answer_due_at, s.due_at as solution_due_at
  from service_desk.ticket t join spine.request r using (request_id)
  left join spine.request_deadline a on a.request_id = t.request_id and a.target = '首次响应'
  left join spine.request_deadline s on s.request_id = t.request_id and s.target = '解决'
  left join lateral (
    select min(x.at) filter (where x.kind in ('answered', 'delivered')) as answered_at, max(x.at) filter (where x.kind = 'delivered') as delivered_at, max(x.at) filter (where x.kind in ('reopened', 'delivery-returned')) as sent_back_at
    from spine.request_event x where x.request_id = t.request_id and x.at <= ${AS_OF}
  ) e on true
  where t.received_at >= ${PERIOD_START} and t.received_at < ${PERIOD_END} and t.registered_at <= ${AS_OF} and not (r.state in ('merged', 'withdrawn') and r.closed_at <= ${AS_OF})`,
)
const on = [ticketsOfPeriod]

const proof = `array(select e.evidence_id::text from spine.evidence e where e.kind = 'service-ticket' and e.recorded_at <= ${AS_OF} and e.happened_at >= ${PERIOD_START} and e.happened_at < ${PERIOD_END} order by e.recorded_at desc limit 3)`
const share = (condition: string, of: string) => `(round(100.0 * count(*) filter (where ${condition}) / nullif(count(*) filter (where ${of}), 0), 1))::text`
const ANSWER_JUDGED = `answered_at is not null or answer_due_at < ${AS_OF}`

export const ticketCount = defineFigureQuery('service-desk.ticket-count', `select count(*) as value, ${proof} as evidence from @service-desk.tickets t`, on)
export const answeredInTimeShare = defineFigureQuery('service-desk.answered-in-time-share', `select ${share('answered_at <= answer_due_at', ANSWER_JUDGED)} as value, ${proof} as evidence from @service-desk.tickets t`, on)
export const solvedShare = defineFigureQuery('service-desk.solved-share', `select ${share('solved_at is not null', 'true')} as value, ${proof} as evidence from @service-desk.tickets t`, on)
export const solvedAtOnceShare = defineFigureQuery('service-desk.solved-at-once-share', `select ${share('is_solved_at_once and not was_sent_back', 'true')} as value, ${proof} as evidence from @service-desk.tickets t`, on)

/** By subsystem: how many, answered and solved in time, still open. */
export const ticketsBySubsystem = defineFigureQuery(
  'service-desk.tickets-by-subsystem',
  `select subsystem, count(*)::int as tickets, (count(*) filter (where answered_at <= answer_due_at))::int as answered_in_time, (count(*) filter (where solved_at is not null))::int as solved,
    (count(*) filter (where solved_at <= solution_due_at))::int as solved_in_time, (count(*) filter (where is_solved_at_once and not was_sent_back))::int as at_once
  from @service-desk.tickets t group by subsystem order by subsystem`,
  on,
)
export const ticketsByCategory = defineFigureQuery('service-desk.tickets-by-category', `select category, count(*)::int as tickets from @service-desk.tickets t group by category order by category`, on)

/** What was answered or solved later than the agreed figure, or is still owed beyond it. */
export const ticketsLate = defineFigureQuery(
  'service-desk.tickets-late',
  `select number, title, subsystem, priority, received_at, answered_at, solved_at, coalesce(answered_at, ${AS_OF}) > answer_due_at as is_answer_late, coalesce(solved_at, ${AS_OF}) > solution_due_at as is_solution_late
  from @service-desk.tickets t where coalesce(answered_at, ${AS_OF}) > answer_due_at or coalesce(solved_at, ${AS_OF}) > solution_due_at order by number`,
  on,
)

const CALLS = `from service_desk.telephone_call c where c.began_at >= ${PERIOD_START} and c.began_at < ${PERIOD_END} and c.logged_at <= ${AS_OF} and c.state <> 'ringing'`
const callProof = `array(select e.evidence_id::text from spine.evidence e where e.kind = 'call-log' and e.recorded_at <= ${AS_OF} and (e.body ->> 'to')::date >= :from::date and (e.body ->> 'from')::date <= :to::date order by e.recorded_at desc limit 3)`
export const callCount = defineFigureQuery('service-desk.call-count', `select count(*) as value, ${callProof} as evidence ${CALLS}`)
export const answeredCallShare = defineFigureQuery('service-desk.answered-call-share', `select ${share('c.answered_at is not null', 'true')} as value, ${callProof} as evidence ${CALLS}`)
export const recordedCallShare = defineFigureQuery(
  'service-desk.recorded-call-share',
  `select ${share(`exists (select 1 from service_desk.ticket t where t.telephone_call_id = c.telephone_call_id and t.registered_at <= ${BY})`, 'true')} as value, ${callProof} as evidence ${CALLS} and c.answered_at is not null`,
)
export const callsByLine = defineFigureQuery(
  'service-desk.calls-by-line',
  `select c.line, count(*)::int as calls, count(c.answered_at)::int as answered, (count(*) filter (where c.state = 'abandoned'))::int as abandoned, (count(*) filter (where c.origin = 'hand-logged'))::int as hand_logged ${CALLS} group by c.line order by c.line`,
)

/** Minutes at the line from the sealed months: all subsystems share the lines, so one month's proof is read once. */
const sealed = `(select distinct on (e.body ->> 'from') e.evidence_id, e.body from spine.evidence e where e.kind = 'duty-roster' and e.about ->> 'service' = 'service-desk' and e.recorded_at <= ${AS_OF}
  and (e.body ->> 'from')::date >= :from::date and (e.body ->> 'to')::date <= :to::date order by e.body ->> 'from', e.recorded_at desc)`
export const staffedShare = defineFigureQuery(
  'service-desk.staffed-share',
  `select (round(100.0 * sum((body ->> 'staffedMinutes')::numeric) / nullif(sum((body ->> 'requiredMinutes')::numeric), 0), 1))::text as value, array_agg(evidence_id::text) as evidence from ${sealed} s`,
)
export const unstaffedMinutes = defineFigureQuery('service-desk.unstaffed-minutes', `select sum((body ->> 'requiredMinutes')::numeric - (body ->> 'staffedMinutes')::numeric)::int as value, array_agg(evidence_id::text) as evidence from ${sealed} s`)

/** Drafts that name no subsystem (AMB-08): nobody owes them a clock, so they are told. */
export const unattributedCount = defineFigureQuery(
  'service-desk.unattributed-count',
  `select count(*) as value from spine.request r where r.kind = 'service-desk.ticket' and r.opened_at >= ${PERIOD_START} and r.opened_at < ${BY} and (r.submitted_at is null or r.submitted_at > ${AS_OF}) and not (r.state = 'withdrawn' and r.closed_at <= ${AS_OF})`,
)
