import { defineFigureQuery } from './figure-query.ts'

/** Start of the first day and end of the last day of the period, as instants. */
export const PERIOD_START = `(:from::date)::timestamp at time zone 'Asia/Shanghai'`
export const PERIOD_END = `(:to::date + 1)::timestamp at time zone 'Asia/Shanghai'`
const AS_OF = ':as_of::timestamptz'

/**
 * What the operator owed and fell due in the period (the client's own duties are not counted as ours), as it stood at the moment of the report: done counts only through orders that were
 * closed by then, so that later work does not change what a report said.
 */
export const dutiesOfPeriod = defineFigureQuery(
  'duties.of-period',
  `select o.occurrence_id, o.title, o.due_at, b.code, b.clause, b.service, b.subsystem, a.verdict, a.fulfilled_at,
    a.verdict in ('met', 'late') and exists (
      select 1 from spine.work_order w where w.occurrence_id = o.occurrence_id and w.state = 'closed' and w.closed_at <= ${AS_OF}) as is_done
  from spine.occurrence o join spine.obligation b using (obligation_id) left join spine.assessment a using (occurrence_id)
  where b.contract_id = :contract::uuid and 'operator' = any(b.actors) and o.planned_at <= ${AS_OF} and (o.withdrawn_at is null or o.withdrawn_at > ${AS_OF})
    and not o.tags && array['not-applicable', 'previous-operator'] and coalesce(a.verdict, '') <> 'not-applicable'
    and o.due_at >= ${PERIOD_START} and o.due_at < ${PERIOD_END}`,
)
const on = [dutiesOfPeriod]

const SET_ASIDE = `coalesce(verdict, '') in ('excused', 'waived', 'suspended')`
const OPEN = `not coalesce(is_done, false) and not ${SET_ASIDE}`
const STATE = `case when is_done or ${SET_ASIDE} then verdict when due_at > ${AS_OF} then 'not-yet-due' when verdict = 'undecided' then 'undecided' else 'missed' end`

export const dutiesPlanned = defineFigureQuery('duties.planned', `select count(*) as value from @duties.of-period d`, on)
export const dutiesDone = defineFigureQuery('duties.done', `select count(*) filter (where is_done) as value from @duties.of-period d`, on)
export const dutiesOverdue = defineFigureQuery('duties.overdue', `select count(*) filter (where due_at <= ${AS_OF} and ${OPEN}) as value from @duties.of-period d`, on)
export const dutiesInTime = defineFigureQuery(
  'duties.in-time-share',
  `select (round(100.0 * count(*) filter (where is_done and fulfilled_at <= due_at) / nullif(count(*) filter (where due_at <= ${AS_OF} and not ${SET_ASIDE}), 0), 2))::text as value from @duties.of-period d where due_at <= ${AS_OF}`,
  on,
)

/** One cell of the matrix in words: done/planned, or how many orders were opened without a plan, or null. */
export const dutiesOfCell = defineFigureQuery(
  'duties.of-cell',
  `with own as (select * from @duties.of-period d where service = :service and subsystem = :subsystem),
unplanned as (
  select w.work_order_id from spine.work_order w
  where w.service = :service and w.subsystem = :subsystem and w.occurrence_id is null and w.state <> 'cancelled'
    and w.opened_at >= ${PERIOD_START} and w.opened_at < ${PERIOD_END} and w.opened_at <= ${AS_OF}
),
proof as (
  select e.evidence_id, e.happened_at from spine.evidence e join spine.work_order_evidence l using (evidence_id) join spine.work_order w using (work_order_id)
  where e.recorded_at <= ${AS_OF} and l.linked_at <= ${AS_OF} and (w.occurrence_id in (select occurrence_id from own) or w.work_order_id in (select work_order_id from unplanned))
)
select case
    when (select count(*) from own) > 0 then (select count(*) filter (where is_done) || '/' || count(*) from own)
    when (select count(*) from unplanned) > 0 then (select count(*) || ' 件' from unplanned)
  end as value,
  array(select evidence_id::text from proof group by evidence_id, happened_at order by happened_at desc, evidence_id desc limit 3) as evidence`,
  on,
)

/** Counts by module: what the stacked bar shows. */
export const dutiesByModule = defineFigureQuery(
  'duties.by-module',
  `select service, count(*) as planned, count(*) filter (where is_done) as done, count(*) filter (where ${SET_ASIDE}) as set_aside,
  count(*) filter (where due_at <= ${AS_OF} and ${OPEN}) as overdue,
  count(*) filter (where due_at > ${AS_OF} and ${OPEN}) as coming
from @duties.of-period d group by service order by service`,
  on,
)

/** State of every cell for its mark, worst first decided by the reader. */
export const dutiesStates = defineFigureQuery(
  'duties.states',
  `select service, subsystem, array_agg(distinct ${STATE}) as verdicts
from @duties.of-period d group by service, subsystem order by service, subsystem`,
  on,
)

/** State of every due day of each subsystem, for the heat calendar. */
export const dutiesByDay = defineFigureQuery(
  'duties.by-day',
  `select subsystem, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
  array_agg(distinct ${STATE}) as verdicts
from @duties.of-period d group by subsystem, day order by subsystem, day`,
  on,
)

/** What fell due and was not done in time, by obligation and subsystem. */
export const dutiesNotMet = defineFigureQuery(
  'duties.not-met',
  `select code, clause, service, subsystem, min(title) as title, min(due_at) as first_due_at,
    count(*) filter (where is_done) as late, count(*) filter (where ${OPEN} and coalesce(verdict, '') <> 'undecided') as missed, count(*) filter (where ${OPEN} and verdict = 'undecided') as undecided
  from @duties.of-period d where due_at <= ${AS_OF} and not ${SET_ASIDE} and not (coalesce(is_done, false) and fulfilled_at <= due_at)
  group by code, clause, service, subsystem order by service, code, subsystem`,
  on,
)

/** Why a cell has nothing: whether the contract asks for it at all, and whether something is planned for another period. */
export const obligationsByCell = defineFigureQuery(
  'obligations.by-cell',
  `select b.service, b.subsystem, count(distinct b.obligation_id) as obligations,
    count(o.occurrence_id) filter (where o.due_at >= ${PERIOD_END}) as later
  from spine.obligation b left join spine.occurrence o on o.obligation_id = b.obligation_id and (o.withdrawn_at is null or o.withdrawn_at > ${AS_OF}) and not o.tags && array['not-applicable', 'previous-operator']
  where b.contract_id = :contract::uuid and b.is_current group by b.service, b.subsystem order by b.service, b.subsystem`,
)
