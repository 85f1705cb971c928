import { defineFigureQuery } from '#spine/spine.ts'

const IN_PERIOD = `e.happened_at >= (:from::date)::timestamp at time zone 'Asia/Shanghai' and e.happened_at < (:to::date + 1)::timestamp at time zone 'Asia/Shanghai' and e.recorded_at <= :as_of::timestamptz`

/** How much evidence of the kinds given (joined by commas) is on record for the period, its newest named. */
export const evidenceOfKinds = defineFigureQuery(
  'evidence.of-kinds',
  `select count(*) as value, (array_agg(e.evidence_id::text order by e.happened_at desc, e.evidence_id desc))[1:3] as evidence
  from spine.evidence e where e.kind = any(string_to_array(:kinds, ',')) and ${IN_PERIOD}`,
)

/** Orders of a module that were opened, closed or in hand during the period, with how much proof each has. */
export const ordersOfModule = defineFigureQuery(
  'module.orders',
  `select w.number, w.title, w.subsystem, w.opened_at, case when w.closed_at <= :as_of::timestamptz then w.closed_at end as closed_at, w.due_at,
    (select count(*) from spine.work_order_evidence l where l.work_order_id = w.work_order_id and l.linked_at <= :as_of::timestamptz) as evidence
  from spine.work_order w where w.service = :service and w.state <> 'cancelled' and w.opened_at <= :as_of::timestamptz
    and w.opened_at < (:to::date + 1)::timestamp at time zone 'Asia/Shanghai' and (w.closed_at is null or w.closed_at >= (:from::date)::timestamp at time zone 'Asia/Shanghai')
  order by w.closed_at is null, w.closed_at, w.number`,
)
