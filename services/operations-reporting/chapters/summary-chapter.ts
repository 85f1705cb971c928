import type { Block, Content, Figure } from '#shared/document-model.ts'
import type { StateCode } from '#shared/state-marks.ts'
import {
  contractNames, currentContract, defineFigureQuery, dutiesDone, dutiesInTime, dutiesOfPeriod, dutiesOverdue, dutiesPlanned, findingsFixed, findingsNew, findingsOpen, NO_CASE, openFigures, operatorTerm, ordersClosed,
  previousPeriod, type FigureBuilder, type FigureQuery, type SpineCtx,
} from '#spine/spine.ts'
import type { ReportChapter, ReportPeriod } from '#spine/service.ts'
import { periodicKinds } from './periodic-kinds.ts'

const bySubsystem = defineFigureQuery(
  'summary.by-subsystem',
  `select d.subsystem, count(*) as planned, count(*) filter (where d.is_done) as done,
    count(*) filter (where d.due_at <= :as_of::timestamptz and not coalesce(d.is_done, false) and coalesce(d.verdict, '') not in ('excused', 'waived', 'suspended')) as overdue,
    (select count(*) from spine.finding f where f.subsystem = d.subsystem and f.severity = 'abnormal' and f.first_seen_at <= :as_of::timestamptz and (f.closed_at is null or f.closed_at > :as_of::timestamptz)) as abnormal
  from @duties.of-period d group by d.subsystem order by d.subsystem`,
  [dutiesOfPeriod],
)

type Compared = { readonly id: string; readonly label: string; readonly unit: string; readonly query: FigureQuery; readonly isShare?: true }
const COMPARED: readonly Compared[] = [
  { id: 'planned', label: '到期事项', unit: '项', query: dutiesPlanned },
  { id: 'done', label: '已完成事项', unit: '项', query: dutiesDone },
  { id: 'overdue', label: '到期未完成', unit: '项', query: dutiesOverdue },
  { id: 'in-time', label: '按期完成率', unit: '%', query: dutiesInTime, isShare: true },
  { id: 'orders', label: '办结工单', unit: '件', query: ordersClosed },
  { id: 'findings-new', label: '新发现隐患', unit: '项', query: findingsNew },
  { id: 'findings-fixed', label: '消除隐患', unit: '项', query: findingsFixed },
  { id: 'findings-open', label: '期末未消除隐患', unit: '项', query: findingsOpen },
]

/** 摘要: one light for each subsystem, and this period against the one before. */
export const summaryChapter: ReportChapter = {
  chapter: 'summary',
  title: '摘要',
  order: 10,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    return figures.chapter([
      { kind: 'heading', level: 2, text: '各子系统总体情况', numbered: true },
      await lights(ctx, figures),
      { kind: 'note', tone: 'quiet', content: '■ 异常：有到期未完成的事项或未消除的异常隐患；● 正常：没有；○ 未检：本期没有到期事项，也没有可据以判断的记录。' },
      { kind: 'heading', level: 2, text: '与上期比较', numbered: true },
      ...(await comparison(ctx, figures, period)),
    ])
  },
}

async function lights(ctx: SpineCtx, figures: FigureBuilder): Promise<Block> {
  const { rows, source } = await figures.rows<{ subsystem: string; planned: number; done: number; overdue: number; abnormal: number }>(bySubsystem)
  const { subsystems } = await contractNames(ctx)
  return {
    kind: 'table',
    caption: '各子系统总体情况',
    columns: [
      { title: '子系统', unit: '', align: 'left', width: 2.8 },
      { title: '状态', unit: '', align: 'center', width: 1 },
      { title: '应办', unit: '项', align: 'right', width: 1 },
      { title: '完成', unit: '项', align: 'right', width: 1 },
      { title: '到期未完成', unit: '项', align: 'right', width: 1.2 },
      { title: '异常隐患', unit: '项', align: 'right', width: 1.2 },
    ],
    rows: subsystems.map(({ slug, code, title }): Content[] => {
      const row = rows.find((one) => one.subsystem === slug)
      const state: StateCode = !row ? 'unchecked' : row.overdue > 0 || row.abnormal > 0 ? 'abnormal' : 'normal'
      return [`${code} ${title}`, [{ state }], String(row?.planned ?? 0), String(row?.done ?? 0), String(row?.overdue ?? 0), String(row?.abnormal ?? 0)]
    }),
    zeroRows: '合同没有子系统。',
    source,
  }
}

async function comparison(ctx: SpineCtx, figures: FigureBuilder, period: ReportPeriod): Promise<Block[]> {
  const before = previousPeriod(period, await operatorTerm(ctx, await currentContract(ctx)))
  const rows: Content[][] = []
  for (const { id, label, unit, query, isShare } of COMPARED) {
    const now = await figures.figure({ id: `compared-${id}`, label: `本期${label}`, unit, query })
    const then = before && (await figures.figure({ id: `compared-${id}-before`, label: `上期${label}（${before.key}）`, unit, query, parameters: { from: before.from, to: before.to } }))
    rows.push([label, [{ figure: now.id }], then ? [{ figure: then.id }] : '—', then ? change(now, then, isShare === true) : '—'])
  }
  return [
    ...(before ? [] : [{ kind: 'paragraph', content: '本期是合同期内的第一个报告期，没有上期可比。' } as const]),
    {
      kind: 'table',
      caption: before ? `本期与上期（${before.key}）比较` : '本期主要数字',
      columns: [{ title: '项目', unit: '', align: 'left', width: 2 }, { title: '本期', unit: '', align: 'right', width: 1.2 }, { title: '上期', unit: '', align: 'right', width: 1.2 }, { title: '变化', unit: '', align: 'right', width: 1.4 }],
      rows,
      zeroRows: '',
    },
  ]
}

function change(now: Figure, then: Figure, isShare: boolean): string {
  if (now.value === NO_CASE || then.value === NO_CASE) return '不可比'
  const difference = Math.round((Number(now.value) - Number(then.value)) * 100) / 100
  if (difference === 0) return '持平'
  return `${difference > 0 ? '+' : '−'}${Math.abs(difference)}${isShare ? ' 个百分点' : ''}`
}
