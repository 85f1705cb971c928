import { addDays } from '#shared/calendar/dates.ts'
import type { Block } from '#shared/document-model.ts'
import { contractNames, currentContract, defineFigureQuery, dutiesNotMet, dutiesOfPeriod, openFigures, operatorTerm, shownInstant } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { periodicKinds } from './periodic-kinds.ts'

const dutiesToCome = defineFigureQuery(
  'next-period.duties',
  `select d.service, count(*) as planned, min(d.due_at) as first_due_at, max(d.due_at) as last_due_at from @duties.of-period d group by d.service order by d.service`,
  [dutiesOfPeriod],
)
const seriousFindings = defineFigureQuery(
  'next-period.findings',
  `select f.number, f.title, f.subsystem, f.due_at from spine.finding f
  where f.severity = 'abnormal' and f.first_seen_at <= :as_of::timestamptz and (f.closed_at is null or f.closed_at > :as_of::timestamptz) order by f.first_seen_at, f.number limit 30`,
)

/** 问题、风险与下期计划: what is left over, and what falls due in the month after the period. */
export const nextPeriodChapter: ReportChapter = {
  chapter: 'next-period',
  title: '问题、风险与下期计划',
  order: 210,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const names = await contractNames(ctx)
    const codes = new Map(names.subsystems.map(({ slug, code }) => [slug, code]))
    const titles = new Map(names.modules.map(({ service, title }) => [service, title]))
    const term = await operatorTerm(ctx, await currentContract(ctx))
    const overdue = await figures.rows<{ code: string; missed: number }>(dutiesNotMet)
    const missed = overdue.rows.reduce((sum, row) => sum + row.missed, 0)
    const findings = await figures.rows<{ number: string; title: string; subsystem: string; dueAt: Date | null }>(seriousFindings)
    const from = addDays(period.to, 1)
    const to = addDays(period.to, 31)
    const plan = await figures.rows<{ service: string; planned: number; firstDueAt: Date; lastDueAt: Date }>(dutiesToCome, { from, to })
    const ended: Block[] = from > term.termTo ? [{ kind: 'note', tone: 'watch', content: `合同服务期至 ${term.termTo} 届满，其后的事项属延续服务，以甲方的安排为准。` }] : []
    return figures.chapter([
      { kind: 'heading', level: 2, text: '问题与风险', numbered: true },
      { kind: 'paragraph', content: missed > 0 ? `本期有 ${missed} 项到期未完成的事项，须补做或取得甲方决定，明细见「逾期与未完成事项」。` : '本期没有到期未完成的事项。' },
      {
        kind: 'table',
        caption: '未消除的异常隐患',
        columns: [{ title: '编号', unit: '', align: 'left', width: 1.4 }, { title: '子系统', unit: '', align: 'center', width: 0.8 }, { title: '内容', unit: '', align: 'left', width: 3.4 }, { title: '期限', unit: '', align: 'center', width: 1.2 }],
        rows: findings.rows.map((row) => [row.number, codes.get(row.subsystem) ?? row.subsystem, row.title, row.dueAt ? shownInstant(row.dueAt).slice(0, 10) : '未定']),
        zeroRows: '没有未消除的异常隐患。',
        source: findings.source,
      },
      { kind: 'heading', level: 2, text: '下期计划', numbered: true },
      ...ended,
      {
        kind: 'table',
        caption: `${from} 至 ${to} 到期的事项`,
        columns: [{ title: '模块', unit: '', align: 'left', width: 2 }, { title: '事项', unit: '项', align: 'right', width: 1 }, { title: '最早期限', unit: '', align: 'center', width: 1.4 }, { title: '最晚期限', unit: '', align: 'center', width: 1.4 }],
        rows: plan.rows.map((row) => [titles.get(row.service) ?? '合同整体义务', String(row.planned), shownInstant(row.firstDueAt).slice(0, 10), shownInstant(row.lastDueAt).slice(0, 10)]),
        zeroRows: '没有已排定的事项。',
        source: plan.source,
      },
    ])
  },
}
