import { reportKinds, type ReportChapter } from '#spine/service.ts'
import { contractNames } from '../contract-names.ts'
import { PERIOD_END, PERIOD_START } from '../duty-queries.ts'
import { openFigures } from '../figure-builder.ts'
import { defineFigureQuery } from '../figure-query.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const OPENED = `w.opened_at >= ${PERIOD_START} and w.opened_at < ${BY} and w.state <> 'cancelled'`
const CLOSED = `w.state = 'closed' and w.closed_at >= ${PERIOD_START} and w.closed_at < ${BY}`
const STILL_OPEN = `w.opened_at < ${BY} and w.state <> 'cancelled' and (w.closed_at is null or w.closed_at >= ${BY})`

export const ordersOpened = defineFigureQuery('work-orders.opened', `select count(*) as value from spine.work_order w where ${OPENED}`)
export const ordersClosed = defineFigureQuery('work-orders.closed', `select count(*) as value from spine.work_order w where ${CLOSED}`)
export const ordersOpen = defineFigureQuery('work-orders.open', `select count(*) as value from spine.work_order w where ${STILL_OPEN}`)
const ordersByModule = defineFigureQuery(
  'work-orders.by-module',
  `select w.service, count(*) filter (where ${OPENED}) as opened, count(*) filter (where ${CLOSED}) as closed, count(*) filter (where ${CLOSED} and w.is_automatic) as automatic,
    count(*) filter (where ${STILL_OPEN}) as open, count(*) filter (where ${STILL_OPEN} and w.due_at < ${BY}) as overdue
  from spine.work_order w where (${OPENED}) or (${CLOSED}) or (${STILL_OPEN}) group by w.service order by w.service`,
)

type Row = { service: string; opened: number; closed: number; automatic: number; open: number; overdue: number }

/** Work by module: what was opened, done and is still in hand. */
export const workOrdersChapter: ReportChapter = {
  chapter: 'work-orders',
  title: '工单办理',
  order: 155,
  kinds: reportKinds.filter((kind) => kind !== 'security-yearly'),
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = [
      await figures.figure({ id: 'orders-opened', label: '本期开立', unit: '件', query: ordersOpened }),
      await figures.figure({ id: 'orders-closed', label: '本期办结', unit: '件', query: ordersClosed }),
      await figures.figure({ id: 'orders-open', label: '期末在办', unit: '件', query: ordersOpen }),
    ]
    const titles = new Map((await contractNames(ctx)).modules.map(({ service, title }) => [service, title]))
    const { rows, source } = await figures.rows<Row>(ordersByModule)
    return figures.chapter([
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      {
        kind: 'table',
        caption: '各模块工单',
        columns: [{ title: '模块', unit: '', align: 'left', width: 2 }, ...['开立', '办结', '其中自动', '期末在办', '已逾期'].map((title) => ({ title, unit: '件', align: 'right' as const, width: 1 }))],
        rows: rows.map((row) => [titles.get(row.service) ?? '合同整体义务', String(row.opened), String(row.closed), String(row.automatic), String(row.open), String(row.overdue)]),
        zeroRows: '本期没有工单。',
        source,
      },
    ])
  },
}
