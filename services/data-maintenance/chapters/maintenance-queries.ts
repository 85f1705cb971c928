import { defineFigureQuery, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const orders = `spine.request r where r.kind = 'data-maintenance.order' and r.state not in ('draft', 'withdrawn', 'merged') and r.submitted_at >= ${PERIOD_START} and r.submitted_at < ${BY}`
const settled = `data_maintenance.data_execution e where e.settled_at >= ${PERIOD_START} and e.settled_at < ${BY}`

export const ordersReceived = defineFigureQuery('data-maintenance.orders-received', `select count(*) as value from ${orders}`)
export const ordersExecuted = defineFigureQuery('data-maintenance.orders-executed', `select count(*) as value from ${settled} and e.state = 'applied'`)
export const rowsChanged = defineFigureQuery('data-maintenance.rows-changed', `select coalesce(sum(e.affected_rows), 0) as value from ${settled} and e.state = 'applied'`)
export const executionsRefused = defineFigureQuery('data-maintenance.executions-refused', `select count(*) as value from ${settled} and e.state = 'refused'`)
export const executionsUndone = defineFigureQuery('data-maintenance.executions-undone', `select count(*) as value from ${settled} and e.state = 'applied' and e.undoes_id is not null`)

/** Every execution of the period: what was approved, what it came to, and what reading back said. */
export const executionsOfPeriod = defineFigureQuery(
  'data-maintenance.executions-of-period',
  `select r.number, r.subsystem, r.title, e.state, e.reason, e.approved_rows, e.affected_rows, e.settled_at, e.ordered_by_name as executor, jsonb_array_length(coalesce(e.read_back -> 'differing', '[]')) as differing,
    (select string_agg(distinct p.decided_by_name, '、') from spine.request_approval p where p.request_id = e.request_id and p.form_version = e.form_version and p.state = 'approved') as approvers
   from data_maintenance.data_execution e join spine.request r using (request_id) where e.settled_at >= ${PERIOD_START} and e.settled_at < ${BY} order by e.settled_at`,
)

const made = `data_maintenance.data_export x where x.generated_at >= ${PERIOD_START} and x.generated_at < ${BY}`

export const exportsRequested = defineFigureQuery('data-maintenance.exports-requested', `select count(*) as value from spine.request r where r.kind = 'data-maintenance.export' and r.state not in ('draft', 'withdrawn', 'merged') and r.submitted_at >= ${PERIOD_START} and r.submitted_at < ${BY}`)
export const exportsMade = defineFigureQuery('data-maintenance.exports-made', `select count(*) as value from ${made}`)
export const exportsPeriodic = defineFigureQuery('data-maintenance.exports-periodic', `select count(*) as value from ${made} and x.purpose = 'periodic'`)
export const exportRows = defineFigureQuery('data-maintenance.export-rows', `select coalesce(sum(x.row_count), 0) as value from ${made}`)
export const exportsReceived = defineFigureQuery('data-maintenance.exports-received', `select count(*) as value from data_maintenance.data_export x where x.received_at >= ${PERIOD_START} and x.received_at < ${BY}`)
export const exportsDestroyed = defineFigureQuery('data-maintenance.exports-destroyed', `select count(*) as value from data_maintenance.data_export x where x.destroyed_at >= ${PERIOD_START} and x.destroyed_at < ${BY}`)
export const exportsUnmasked = defineFigureQuery('data-maintenance.exports-unmasked', `select count(*) as value from ${made} and jsonb_path_exists(x.column_list, '$[*].rule ? (@ == null)')`)

/** Every file made in the period: whose it is, how many rows, and whether it was signed for. */
export const exportsOfPeriod = defineFigureQuery(
  'data-maintenance.exports-of-period',
  `select x.number, x.subsystem, x.title, x.purpose, x.row_count, x.receiver_name, x.receiver_unit, x.generated_at, case when x.received_at < ${BY} then x.received_at end as received_at, case when x.destroyed_at < ${BY} then x.destroyed_at end as destroyed_at, jsonb_path_exists(x.column_list, '$[*].rule ? (@ == null)') as is_unmasked
   from ${made} order by x.generated_at, x.data_export_id`,
)
