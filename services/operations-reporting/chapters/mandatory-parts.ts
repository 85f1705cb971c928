import { componentKind } from '#spine/systems/api.ts'
import type { Block } from '#shared/document-model.ts'
import { contractNames, defineFigureQuery, openFigures, shownInstant, type FigureBuilder } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { isBroughtByAnother, periodicKinds } from './periodic-kinds.ts'

/** Components of the register, as the part is about them. */
const componentsOfKind = defineFigureQuery(
  'components.of-kinds',
  `select c.subsystem, c.title, c.kind, c.registered_at from spine.component c
  where c.kind = any(string_to_array(:kinds, ',')) and not c.is_retired and c.registered_at <= :as_of::timestamptz order by c.subsystem, c.title`,
)
const outagesOfPeriod = defineFigureQuery(
  'outages.of-period',
  `select o.subsystem, o.started_at, case when o.ended_at <= :as_of::timestamptz then o.ended_at end as ended_at, o.cause, o.reason from spine.outage o
  where o.started_at < (:to::date + 1)::timestamp at time zone 'Asia/Shanghai' and o.started_at <= :as_of::timestamptz
    and (o.ended_at is null or o.ended_at >= (:from::date)::timestamp at time zone 'Asia/Shanghai') order by o.started_at`,
)
const CAUSES: Readonly<Record<string, string>> = { undecided: '待定', operator: '乙方', 'client-or-cloud': '甲方或政务云', planned: '计划内' }
const KIND_TITLES: Readonly<Record<string, string>> = componentKind.titles

type Part = { readonly chapter: string; readonly title: string; readonly order: number; readonly kinds: string; readonly hasOutages?: true }

/** The four parts that every report must have (二·Sx·11, M11). A service that measures one of them writes it instead (`system` or `<service>-system`). */
const PARTS: readonly Part[] = [
  { chapter: 'system', title: '系统运行', order: 40, kinds: 'web-application,host,certificate', hasOutages: true },
  { chapter: 'middleware', title: '中间件', order: 50, kinds: 'middleware' },
  { chapter: 'database', title: '数据库', order: 60, kinds: 'database' },
  { chapter: 'backup', title: '数据备份', order: 70, kinds: 'backup-set' },
]

export const mandatoryParts: readonly ReportChapter[] = PARTS.map((part) => ({
  chapter: part.chapter,
  title: part.title,
  order: part.order,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    if (isBroughtByAnother(ctx, period, (chapter) => chapter === part.chapter || chapter.endsWith(`-${part.chapter}`))) return figures.chapter([])
    const codes = new Map((await contractNames(ctx)).subsystems.map(({ slug, code }) => [slug, code]))
    return figures.chapter([
      await registered(figures, part, codes),
      ...(part.hasOutages ? [await outages(figures, codes)] : []),
      { kind: 'note', tone: 'quiet', content: `本期没有${part.title}的运行测量数据登记；有巡检或监测数据时列于此处。` },
    ])
  },
}))

async function registered(figures: FigureBuilder, part: Part, codes: ReadonlyMap<string, string>): Promise<Block> {
  const { rows, source } = await figures.rows<{ subsystem: string; title: string; kind: string; registeredAt: Date }>(componentsOfKind, { kinds: part.kinds })
  return {
    kind: 'table',
    caption: `${part.title}：在册对象`,
    columns: [{ title: '子系统', unit: '', align: 'center', width: 0.8 }, { title: '对象', unit: '', align: 'left', width: 3 }, { title: '类别', unit: '', align: 'center', width: 1 }, { title: '登记', unit: '', align: 'center', width: 1.4 }],
    rows: rows.map((row) => [codes.get(row.subsystem) ?? row.subsystem, row.title, KIND_TITLES[row.kind] ?? row.kind, shownInstant(row.registeredAt).slice(0, 10)]),
    zeroRows: '没有登记对象。',
    source,
  }
}

async function outages(figures: FigureBuilder, codes: ReadonlyMap<string, string>): Promise<Block> {
  const { rows, source } = await figures.rows<{ subsystem: string; startedAt: Date; endedAt: Date | null; cause: string; reason: string }>(outagesOfPeriod)
  return {
    kind: 'table',
    caption: '本期登记的中断',
    columns: [{ title: '子系统', unit: '', align: 'center', width: 0.8 }, { title: '开始', unit: '', align: 'center', width: 1.5 }, { title: '结束', unit: '', align: 'center', width: 1.5 }, { title: '归因', unit: '', align: 'center', width: 1 }, { title: '现象', unit: '', align: 'left', width: 2.4 }],
    rows: rows.map((row) => [codes.get(row.subsystem) ?? row.subsystem, shownInstant(row.startedAt), row.endedAt ? shownInstant(row.endedAt) : '未恢复', CAUSES[row.cause] ?? row.cause, row.reason]),
    zeroRows: '本期没有登记中断；没有登记不等于没有发生，须以监测记录为准。',
    source,
  }
}
