import { defineFigureQuery, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`

/** The newest version of each database that was there at the end of the period, with the newest of before it. */
export const inventoryBySubsystem = defineFigureQuery(
  'data-inventory.by-subsystem',
  `select c.subsystem, c.title, v.number, v.catalogue_hash, (v.coverage ->> 'tables')::int as tables, (v.coverage ->> 'columns')::int as columns, (v.coverage ->> 'columnsDescribed')::int as described,
    (select count(*) from data_inventory.snapshot s where s.component_id = c.component_id and s.taken_at >= ${PERIOD_START} and s.taken_at < ${BY})::int as days,
    (select count(*) from data_inventory.catalogue_version x where x.component_id = c.component_id and x.number > 1 and x.taken_at >= ${PERIOD_START} and x.taken_at < ${BY})::int as changed,
    (select count(*) from spine.finding f where f.source = 'data-inventory.drift' and f.component_id = c.component_id and f.first_seen_at < ${BY} and (f.closed_at is null or f.closed_at >= ${BY}))::int as drift,
    d.number as document, d.version as document_version, case when d.catalogue_hash is null then '未编制' when d.catalogue_hash <> v.catalogue_hash then '已过期' when d.accepted_at is null or d.accepted_at >= ${BY} then '待确认' else '已确认' end as document_state
   from spine.component c join spine.subsystem s using (subsystem)
   join lateral (select * from data_inventory.catalogue_version v where v.component_id = c.component_id and v.taken_at < ${BY} order by v.number desc limit 1) v on true
   left join lateral (select * from data_inventory.inventory_document d where d.component_id = c.component_id and d.made_at < ${BY} order by d.version desc limit 1) d on true
   order by s.position, c.title`,
)
export const structureVersions = defineFigureQuery('data-inventory.versions', `select count(*) as value from data_inventory.catalogue_version v where v.number > 1 and v.taken_at >= ${PERIOD_START} and v.taken_at < ${BY}`)
export const driftFound = defineFigureQuery('data-inventory.drift-found', `select count(*) as value from spine.finding f where f.source = 'data-inventory.drift' and f.first_seen_at >= ${PERIOD_START} and f.first_seen_at < ${BY}`)
export const driftOpen = defineFigureQuery('data-inventory.drift-open', `select count(*) as value from spine.finding f where f.source = 'data-inventory.drift' and f.first_seen_at < ${BY} and (f.closed_at is null or f.closed_at >= ${BY})`)
export const documentsMade = defineFigureQuery('data-inventory.documents-made', `select count(*) as value from data_inventory.inventory_document d where d.made_at >= ${PERIOD_START} and d.made_at < ${BY}`)

/** Size and rows at the first and the last look of the period: the trend. */
export const growth = defineFigureQuery(
  'data-inventory.growth',
  `select c.subsystem, c.title, (array_agg(s.bytes order by s.taken_on))[1]::float8 as first_bytes, (array_agg(s.bytes order by s.taken_on desc))[1]::float8 as last_bytes,
    (array_agg(s.rows_estimated order by s.taken_on))[1]::float8 as first_rows, (array_agg(s.rows_estimated order by s.taken_on desc))[1]::float8 as last_rows
   from data_inventory.snapshot s join spine.component c using (component_id) join spine.subsystem y on y.subsystem = c.subsystem
   where s.taken_at >= ${PERIOD_START} and s.taken_at < ${BY} group by c.subsystem, c.title, y.position order by y.position, c.title`,
)
