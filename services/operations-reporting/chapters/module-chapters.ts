import type { Block, Content } from '#shared/document-model.ts'
import { service as services, type ServiceName } from '#shared/services.ts'
import { contractNames, defineFigureQuery, dutiesOfPeriod, openFigures, shownInstant, type FigureBuilder } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { isBroughtByAnother, periodicKinds } from './periodic-kinds.ts'
import { ordersOfModule } from './recorded-evidence.ts'

/** Modules in the order of the report's contents; those with a service of their own write their chapter themselves. */
const ORDER: ReadonlyArray<readonly [service: ServiceName, order: number]> = [
  ['inspection', 80], ['backup', 90], ['service-desk', 100], ['access-adjustment', 105], ['data-maintenance', 110], ['data-inventory', 112], ['data-exchange', 120],
  ['holiday-assurance', 125], ['emergency-response', 130], ['security-management', 140], ['change-request', 150],
]

const plannedOfModule = defineFigureQuery('module.planned', `select count(*) as value from @duties.of-period d where d.service = :service`, [dutiesOfPeriod])
const doneOfModule = defineFigureQuery('module.done', `select count(*) filter (where d.is_done) as value from @duties.of-period d where d.service = :service`, [dutiesOfPeriod])

type Order = { number: string; title: string; subsystem: string; openedAt: Date; closedAt: Date | null; dueAt: Date | null; evidence: number }
const LISTED = 40

/** One chapter a module, from its work orders and their proof; 「本期没有登记」 where there are none. */
export const moduleChapters: readonly ReportChapter[] = ORDER.map(([service, order]) => ({
  chapter: `module-${service}`,
  title: services.titles[service],
  order,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    if (isBroughtByAnother(ctx, period, (_, owner) => owner === service)) return figures.chapter([])
    const codes = new Map((await contractNames(ctx)).subsystems.map(({ slug, code }) => [slug, code]))
    return figures.chapter(await moduleBlocks(figures, service, codes))
  },
}))

/** Planned and done of a module, and its work orders. */
async function moduleBlocks(figures: FigureBuilder, service: ServiceName, codes: ReadonlyMap<string, string>): Promise<Block[]> {
  const title = services.titles[service]
  const planned = await figures.figure({ id: `module-${service}-planned`, label: `${title} 应办事项`, unit: '项', query: plannedOfModule, parameters: { service } })
  const done = await figures.figure({ id: `module-${service}-done`, label: `${title} 已完成`, unit: '项', query: doneOfModule, parameters: { service } })
  const { rows, source } = await figures.rows<Order>(ordersOfModule, { service })
  const closed = rows.filter(({ closedAt, evidence }) => closedAt !== null || evidence > 0)
  const open = rows.length - closed.length
  const opening: Content = planned.value === 0 ? ['本模块按事件发生或周期不在本期，本期没有到期的定期事项。'] : ['本期应办 ', { figure: planned.id }, '，已完成 ', { figure: done.id }, '。']
  return [
    { kind: 'paragraph', content: open > 0 ? [...opening, `另有 ${open} 件工单尚在办理且没有证据，不列入下表。`] : opening },
    {
      kind: 'table',
      caption: closed.length > LISTED ? `${title}：本期办结或有证据的工单（共 ${closed.length} 件，列出 ${LISTED} 件）` : `${title}：本期办结或有证据的工单`,
      columns: [
        { title: '工单', unit: '', align: 'left', width: 1.6 },
        { title: '子系统', unit: '', align: 'center', width: 0.7 },
        { title: '内容', unit: '', align: 'left', width: 2.8 },
        { title: '办结', unit: '', align: 'center', width: 1.5 },
        { title: '证据', unit: '份', align: 'right', width: 0.7 },
      ],
      rows: closed.slice(0, LISTED).map((row) => [row.number, codes.get(row.subsystem) ?? '整体', row.title, row.closedAt ? shownInstant(row.closedAt) : '在办', String(row.evidence)]),
      zeroRows: '本期没有登记。',
      source,
    },
  ]
}
