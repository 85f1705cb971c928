import type { Block } from '#shared/document-model.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { ReportChapter } from '#spine/service.ts'
import { defineFigureQuery, dutiesOfPeriod, openFigures, shownInstant, type FigureBuilder } from '#spine/spine.ts'
import {
  answeredCallShare, answeredInTimeShare, callCount, callsByLine, recordedCallShare, solvedAtOnceShare, solvedShare, staffedShare, ticketCount, ticketsByCategory, ticketsBySubsystem, ticketsLate, unattributedCount, unstaffedMinutes,
} from './chapters/hotline-queries.ts'
import { ticketCategory } from './tickets/ticket-form.ts'

const planned = defineFigureQuery('service-desk.planned', `select count(*) as value from @duties.of-period d where d.service = 'service-desk'`, [dutiesOfPeriod])
const done = defineFigureQuery('service-desk.done', `select count(*) filter (where d.is_done) as value from @duties.of-period d where d.service = 'service-desk'`, [dutiesOfPeriod])

/** As many late tickets as a reader takes in; the console lists all. */
const LISTED = 40

/** 服务热线: the line staffed, the calls, the tickets, and what was late. */
const hotline: ReportChapter = {
  chapter: 'service-desk-hotline',
  title: '服务热线',
  order: 100,
  kinds: ['monthly', 'quarterly', 'half-year', 'yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const [plannedFigure, doneFigure] = [await figures.figure({ id: 'hotline-planned', label: '应办事项', unit: '项', query: planned }), await figures.figure({ id: 'hotline-done', label: '已完成', unit: '项', query: done })]
    const keys = [
      await figures.figure({ id: 'hotline-staffed', label: '值守率', unit: '%', query: staffedShare }),
      await figures.figure({ id: 'hotline-unstaffed', label: '无人值守', unit: '分钟', query: unstaffedMinutes }),
      await figures.figure({ id: 'hotline-calls', label: '来电', unit: '次', query: callCount }),
      await figures.figure({ id: 'hotline-answered', label: '接听率', unit: '%', query: answeredCallShare }),
      await figures.figure({ id: 'hotline-recorded', label: '录单率', unit: '%', query: recordedCallShare }),
      await figures.figure({ id: 'hotline-tickets', label: '服务工单', unit: '件', query: ticketCount }),
      await figures.figure({ id: 'hotline-response', label: '响应及时率', unit: '%', query: answeredInTimeShare }),
      await figures.figure({ id: 'hotline-solved', label: '解决率', unit: '%', query: solvedShare }),
      await figures.figure({ id: 'hotline-at-once', label: '一次解决率', unit: '%', query: solvedAtOnceShare }),
    ]
    const unattributed = await figures.figure({ id: 'hotline-unattributed', label: '未归属子系统', unit: '件', query: unattributedCount })
    return figures.chapter([
      { kind: 'paragraph', content: ['本期应办 ', { figure: plannedFigure.id }, '，已完成 ', { figure: doneFigure.id }, '；尚未归属子系统的来电 ', { figure: unattributed.id }, '。响应与解决时限是内部目标，合同只写“及时”（AMB-09）；值守率以月度汇总中有签到的班次计。'] },
      { kind: 'keyFigures', items: keys.map(({ id }) => ({ figure: id, note: '' })) },
      await bySubsystem(figures),
      await byCategory(figures),
      await byLine(figures),
      await late(figures),
    ])
  },
}

type Subsystems = { subsystem: string; tickets: number; answeredInTime: number; solved: number; solvedInTime: number; atOnce: number }

async function bySubsystem(figures: FigureBuilder): Promise<Block> {
  const { rows, source } = await figures.rows<Subsystems>(ticketsBySubsystem)
  return {
    kind: 'table',
    caption: '各子系统服务工单',
    columns: [{ title: '子系统', unit: '', align: 'left', width: 2.4 }, ...['受理', '响应及时', '已解决', '按时解决', '一次解决'].map((title) => ({ title, unit: '件', align: 'right' as const, width: 0.9 }))],
    rows: rows.map((row) => [`${subsystemTitle(row.subsystem)}${row.subsystem === 'law-enforcement' ? '（仅价格清单，AMB-03）' : ''}`, `${row.tickets}`, `${row.answeredInTime}`, `${row.solved}`, `${row.solvedInTime}`, `${row.atOnce}`]),
    zeroRows: '本期没有受理服务工单。',
    source,
  }
}

async function byCategory(figures: FigureBuilder): Promise<Block> {
  const { rows, source } = await figures.rows<{ category: string; tickets: number }>(ticketsByCategory)
  return {
    kind: 'table',
    caption: '问题类别',
    columns: [{ title: '类别', unit: '', align: 'left', width: 2 }, { title: '受理', unit: '件', align: 'right', width: 1 }],
    rows: rows.map((row) => [ticketCategory.has(row.category) ? ticketCategory.titles[row.category] : row.category, `${row.tickets}`]),
    zeroRows: '本期没有受理服务工单。',
    source,
  }
}

async function byLine(figures: FigureBuilder): Promise<Block> {
  const { rows, source } = await figures.rows<{ line: string; calls: number; answered: number; abandoned: number; handLogged: number }>(callsByLine)
  return {
    kind: 'table',
    caption: '各线路来电',
    columns: [{ title: '线路', unit: '', align: 'left', width: 1.6 }, ...['来电', '接听', '放弃', '其中人工登记'].map((title) => ({ title, unit: '次', align: 'right' as const, width: 1 }))],
    rows: rows.map((row) => [row.line, `${row.calls}`, `${row.answered}`, `${row.abandoned}`, `${row.handLogged}`]),
    zeroRows: '本期没有来电记录。没有接入总机时，来电须人工登记。',
    source,
  }
}

type Late = { number: string; title: string; subsystem: string; receivedAt: Date; isAnswerLate: boolean; isSolutionLate: boolean }

async function late(figures: FigureBuilder): Promise<Block> {
  const { rows, source } = await figures.rows<Late>(ticketsLate)
  return {
    kind: 'table',
    caption: rows.length > LISTED ? `超过内部时限的服务工单（共 ${rows.length} 件，列出 ${LISTED} 件）` : '超过内部时限的服务工单',
    columns: [{ title: '编号', unit: '', align: 'left', width: 1.5 }, { title: '标题', unit: '', align: 'left', width: 2.6 }, { title: '子系统', unit: '', align: 'left', width: 1.8 }, { title: '接到', unit: '', align: 'center', width: 1.4 }, { title: '超时', unit: '', align: 'center', width: 1 }],
    rows: rows.slice(0, LISTED).map((row) => [row.number, row.title, subsystemTitle(row.subsystem), shownInstant(row.receivedAt), [...(row.isAnswerLate ? ['响应'] : []), ...(row.isSolutionLate ? ['解决'] : [])].join('、')]),
    zeroRows: '本期没有超过内部时限的服务工单。',
    source,
  }
}

export const reports: readonly ReportChapter[] = [hotline]
