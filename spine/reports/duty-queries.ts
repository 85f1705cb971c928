import { defineFigureQuery } from './figure-query.ts'

/** Start of the first day and end of the last day of the period, as instants. */
export const PERIOD_START = `(:from::date)::timestamp at time zone 'Asia/Shanghai'`
export const PERIOD_END = `(:to::date + 1)::timestamp at time zone 'Asia/Shanghai'`
const AS_OF = ':as_of::timestamptz'

/**
 * What fell due in the period, as it stood at the moment of the report: done counts only through orders that were
 * closed by then, so that later work does not change what a report said.
 */
const DUTIES = `
with duty as (
  select o.occurrence_id, o.title, o.due_at, b.code, b.clause, b.service, b.subsystem, a.verdict, a.fulfilled_at,
    a.verdict in ('met', 'late') and exists (
      select 1 from spine.work_order w where w.occurrence_id = o.occurrence_id and w.state = 'closed' and w.closed_at <= ${AS_OF}) as is_done
  from spine.occurrence o join spine.obligation b using (obligation_id) left join spine.assessment a using (occurrence_id)
  where b.contract_id = :contract::uuid and o.planned_at <= ${AS_OF} and (o.withdrawn_at is null or o.withdrawn_at > ${AS_OF})
    and not o.tags && array['not-applicable', 'previous-operator'] and coalesce(a.verdict, '') <> 'not-applicable'
    and o.due_at >= ${PERIOD_START} and o.due_at < ${PERIOD_END}
)`
const SET_ASIDE = `coalesce(verdict, '') in ('excused', 'waived', 'suspended')`

export const dutiesPlanned = defineFigureQuery('duties.planned', `${DUTIES} select count(*) as value from duty`)
export const dutiesDone = defineFigureQuery('duties.done', `${DUTIES} select count(*) filter (where is_done) as value from duty`)
export const dutiesOverdue = defineFigureQuery('duties.overdue', `${DUTIES} select count(*) filter (where due_at <= ${AS_OF} and not coalesce(is_done, false) and not ${SET_ASIDE}) as value from duty`)
export const dutiesInTime = defineFigureQuery(
  'duties.in-time-share',
  `${DUTIES} select (round(100.0 * count(*) filter (where is_done and fulfilled_at <= due_at) / nullif(count(*) filter (where due_at <= ${AS_OF} and not ${SET_ASIDE}), 0), 2))::text as value from duty where due_at <= ${AS_OF}`,
)

/** One cell of the matrix in words: done/planned, or how many orders were opened without a plan, or null. */
export const dutiesOfCell = defineFigureQuery(
  'duties.of-cell',
  `${DUTIES},
own as (select * from duty where service = :service and subsystem = :subsystem),
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
)

/** Counts by module: what the stacked bar shows. */
export const dutiesByModule = defineFigureQuery(
  'duties.by-module',
  `${DUTIES}
select service, count(*) as planned, count(*) filter (where is_done) as done, count(*) filter (where ${SET_ASIDE}) as set_aside,
  count(*) filter (where due_at <= ${AS_OF} and not coalesce(is_done, false) and not ${SET_ASIDE}) as overdue,
  count(*) filter (where due_at > ${AS_OF} and not coalesce(is_done, false) and not ${SET_ASIDE}) as coming
from duty group by service order by service`,
)

/** State of every cell for its mark, worst first decided by the reader. */
export const dutiesStates = defineFigureQuery(
  'duties.states',
  `${DUTIES}
select service, subsystem, array_agg(distinct case when is_done then verdict when ${SET_ASIDE} then verdict when due_at > ${AS_OF} then 'not-yet-due' when verdict = 'undecided' then 'undecided' else 'missed' end) as verdicts
from duty group by service, subsystem order by service, subsystem`,
)

/** State of every due day of each subsystem, for the heat calendar. */
export const dutiesByDay = defineFigureQuery(
  'duties.by-day',
  `${DUTIES}
select subsystem, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
  array_agg(distinct case when is_done then verdict when ${SET_ASIDE} then verdict when due_at > ${AS_OF} then 'not-yet-due' when verdict = 'undecided' then 'undecided' else 'missed' end) as verdicts
from duty group by subsystem, day order by subsystem, day`,
)

/** What fell due and was not done in time, one by one. */
export const dutiesNotMet = defineFigureQuery(
  'duties.not-met',
  `${DUTIES}
select code, clause, service, subsystem, title, due_at, case when is_done then 'late' when verdict = 'undecided' then 'undecided' else 'missed' end as verdict
from duty where due_at <= ${AS_OF} and not ${SET_ASIDE} and not (coalesce(is_done, false) and fulfilled_at <= due_at)
order by due_at, service, subsystem, code`,
)

/** Why a cell has nothing: whether the contract asks for it at all, and whether something is planned for another period. */
export const obligationsByCell = defineFigureQuery(
  'obligations.by-cell',
  `select b.service, b.subsystem, count(distinct b.obligation_id) as obligations,
    count(o.occurrence_id) filter (where o.due_at >= ${PERIOD_END}) as later
  from spine.obligation b left join spine.occurrence o on o.obligation_id = b.obligation_id and (o.withdrawn_at is null or o.withdrawn_at > ${AS_OF}) and not o.tags && array['not-applicable', 'previous-operator']
  where b.contract_id = :contract::uuid and b.is_current group by b.service, b.subsystem order by b.service, b.subsystem`,
)
