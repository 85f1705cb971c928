import { daysBetween } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { currentContract, defineFigureQuery, openFigures, operatorTerm, reportKindTitle, shownInstant } from '#spine/spine.ts'
import type { ReportChapter, ReportKind } from '#spine/service.ts'
import { periodicKinds } from './periodic-kinds.ts'

/** Reports by what was recorded of them up to the moment, so that a later decision does not change what was said. */
const reportsSoFar = defineFigureQuery(
  'reports.so-far',
  `select r.number, r.title, r.kind, (select max(v.version) from spine.report_version v where v.report_id = r.report_id and v.built_at <= :as_of::timestamptz) as current_version,
    (select e.kind from spine.report_event e where e.report_id = r.report_id and e.at <= :as_of::timestamptz and e.kind <> 'scan-attached' order by e.report_event_id desc limit 1) as last_event,
    (select max(e.at) from spine.report_event e where e.report_id = r.report_id and e.at <= :as_of::timestamptz and e.kind = 'submitted') as submitted_at
  from spine.report r where r.contract_id = :contract::uuid and r.created_at < :as_of::timestamptz order by r.period_from desc, r.number desc limit 12`,
)
const EVENTS: Readonly<Record<string, string>> = { built: '草稿', reviewed: '已复核', returned: '已退回', submitted: '已提交，待评审', accepted: '甲方已认可', questioned: '甲方已质疑', revised: '修订中' }

/** 合同履行状况: term, reports, referred documents that are missing, and what payment still waits for. */
export const contractChapter: ReportChapter = {
  chapter: 'contract',
  title: '合同履行状况',
  order: 200,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const contract = await currentContract(ctx)
    const { document } = contract
    const term = await operatorTerm(ctx, contract)
    const today = businessDate(ctx.now)
    const { rows, source } = await figures.rows<{ number: string; title: string; kind: ReportKind; currentVersion: number | null; lastEvent: string | null; submittedAt: Date | null }>(reportsSoFar)
    const missing = document.documents.filter(({ status }) => status === 'missing')
    const left = daysBetween(today, term.termTo)
    return figures.chapter([
      { kind: 'paragraph', content: `合同服务期 ${term.termFrom} 至 ${term.termTo}，${left >= 0 ? `截至 ${today} 剩余 ${left} 日` : `已于 ${-left} 日前届满`}。` },
      {
        kind: 'table',
        caption: '近期报告的提交与评审',
        columns: [{ title: '编号', unit: '', align: 'left', width: 1.6 }, { title: '报告', unit: '', align: 'left', width: 2.2 }, { title: '种类', unit: '', align: 'center', width: 1.2 }, { title: '版次', unit: '', align: 'center', width: 0.6 }, { title: '提交', unit: '', align: 'center', width: 1.5 }, { title: '状态', unit: '', align: 'left', width: 1.4 }],
        rows: rows.map((row) => [row.number, row.title, reportKindTitle[row.kind], String(row.currentVersion ?? '—'), row.submittedAt ? shownInstant(row.submittedAt) : '未提交', EVENTS[row.lastEvent ?? ''] ?? '—']),
        zeroRows: '此前没有报告。',
        source,
      },
      {
        kind: 'table',
        caption: '付款条件',
        columns: [{ title: '款项', unit: '', align: 'left', width: 1.4 }, { title: '条款', unit: '', align: 'left', width: 1 }, { title: '条件', unit: '', align: 'left', width: 4 }],
        rows: document.payments.map(({ title, clause, conditions }) => [title, clause, conditions.join('；')]),
        zeroRows: '合同没有付款安排。',
      },
      {
        kind: 'table',
        caption: '合同引用而尚未取得的文件',
        columns: [{ title: '文件', unit: '', align: 'left', width: 3 }, { title: '引用条款', unit: '', align: 'left', width: 1.4 }, { title: '说明', unit: '', align: 'left', width: 2.4 }],
        rows: missing.map(({ title, clause, note }) => [title, clause, note ?? '']),
        zeroRows: '合同引用的文件均已取得。',
      },
    ])
  },
}
