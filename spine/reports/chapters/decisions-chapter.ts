import { decisionKind, type DecisionKind } from '#spine/decisions/api.ts'
import { reportKinds, type ReportChapter } from '#spine/service.ts'
import { PERIOD_END, PERIOD_START } from '../duty-queries.ts'
import { openFigures } from '../figure-builder.ts'
import { defineFigureQuery } from '../figure-query.ts'
import { shownInstant } from '../report-words.ts'

const noticesOfPeriod = defineFigureQuery(
  'notices.of-period',
  `select n.number, n.title, n.clause, n.recipient, n.channel, n.sent_at, n.event_on from spine.notice n
  where n.sent_at >= ${PERIOD_START} and n.sent_at < ${PERIOD_END} and n.recorded_at <= :as_of::timestamptz order by n.sent_at, n.number`,
)
const decisionsOfPeriod = defineFigureQuery(
  'decisions.of-period',
  `select d.kind, d.reason, d.effective_on, d.decided_by_name, d.decided_on from spine.decision d
  where d.contract_id = :contract::uuid and d.decided_on between :from::date and :to::date and d.recorded_at <= :as_of::timestamptz order by d.decided_on, d.recorded_at`,
)
const windowsOfPeriod = defineFigureQuery(
  'windows.of-period',
  `select m.kind, m.subsystem, m.title, m.starts_at, m.ends_at, m.reason from spine.maintenance_window m
  where m.starts_at < ${PERIOD_END} and m.ends_at > ${PERIOD_START} and m.cancelled_at is null and m.declared_at <= :as_of::timestamptz order by m.starts_at, m.title`,
)

type Notice = { number: string; title: string; clause: string; recipient: string; channel: string; sentAt: Date; eventOn: string | null }
type Decision = { kind: DecisionKind; reason: string; effectiveOn: string; decidedByName: string; decidedOn: string }
type Window = { kind: string; subsystem: string | null; title: string; startsAt: Date; endsAt: Date; reason: string }
const WINDOW_KINDS: Readonly<Record<string, string>> = { maintenance: '计划维护', freeze: '变更冻结', 'special-period': '特殊时期' }

/** What the two parties told each other and agreed: advance notices, decisions of the client, declared windows. */
export const decisionsChapter: ReportChapter = {
  chapter: 'decisions',
  title: '告知、决定与计划窗口',
  order: 180,
  kinds: reportKinds.filter((kind) => kind !== 'security-yearly' && kind !== 'inspection'),
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const notices = await figures.rows<Notice>(noticesOfPeriod)
    const decisions = await figures.rows<Decision>(decisionsOfPeriod)
    const windows = await figures.rows<Window>(windowsOfPeriod)
    return figures.chapter([
      {
        kind: 'table',
        caption: '向甲方发出的告知',
        columns: [{ title: '编号', unit: '', align: 'left', width: 1.5 }, { title: '内容', unit: '', align: 'left', width: 2.6 }, { title: '条款', unit: '', align: 'left', width: 1.2 }, { title: '对象与渠道', unit: '', align: 'left', width: 1.6 }, { title: '发出', unit: '', align: 'center', width: 1.5 }, { title: '事项日期', unit: '', align: 'center', width: 1.1 }],
        rows: notices.rows.map((row) => [row.number, row.title, row.clause, `${row.recipient}，${row.channel}`, shownInstant(row.sentAt), row.eventOn ?? '—']),
        zeroRows: '本期没有发出告知。',
        source: notices.source,
      },
      {
        kind: 'table',
        caption: '甲方作出的决定',
        columns: [{ title: '类别', unit: '', align: 'left', width: 1.2 }, { title: '原因', unit: '', align: 'left', width: 3 }, { title: '决定人', unit: '', align: 'left', width: 1.2 }, { title: '决定日', unit: '', align: 'center', width: 1.2 }, { title: '生效日', unit: '', align: 'center', width: 1.2 }],
        rows: decisions.rows.map((row) => [decisionKind.titles[row.kind], row.reason, row.decidedByName, row.decidedOn, row.effectiveOn]),
        zeroRows: '本期没有登记甲方决定。',
        source: decisions.source,
      },
      {
        kind: 'table',
        caption: '计划窗口',
        columns: [{ title: '类别', unit: '', align: 'left', width: 1 }, { title: '名称', unit: '', align: 'left', width: 1.8 }, { title: '开始', unit: '', align: 'center', width: 1.4 }, { title: '结束', unit: '', align: 'center', width: 1.4 }, { title: '原因', unit: '', align: 'left', width: 2 }],
        rows: windows.rows.map((row) => [WINDOW_KINDS[row.kind] ?? row.kind, row.title, shownInstant(row.startsAt), shownInstant(row.endsAt), row.reason]),
        zeroRows: '本期没有登记维护、冻结或特殊时期窗口。',
        source: windows.source,
      },
    ])
  },
}
