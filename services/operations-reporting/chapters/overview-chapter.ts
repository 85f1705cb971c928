import { currentContract, openFigures, operatorTerm } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { evidenceOfKinds } from './recorded-evidence.ts'
import { periodicKinds } from './periodic-kinds.ts'

/** Kinds of records about people on duty, with what to call them. */
const STAFF: ReadonlyArray<readonly [id: string, label: string, kinds: string]> = [
  ['roster', '人员名册', 'roster'],
  ['duty', '值班表', 'duty-roster'],
  ['duty-log', '值守记录', 'duty-log'],
  ['attendance', '驻场签到', 'attendance-log'],
  ['changes', '人员更换通知', 'personnel-notice'],
]

/** 服务概况: what is served under which contract, and what is on record about the people who serve. */
export const overviewChapter: ReportChapter = {
  chapter: 'overview',
  title: '服务概况',
  order: 20,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const { document, ...contract } = await currentContract(ctx)
    const term = await operatorTerm(ctx, { document, ...contract })
    const staff = []
    for (const [id, label, kinds] of STAFF) staff.push({ label, figure: await figures.figure({ id: `staff-${id}`, label, unit: '份', query: evidenceOfKinds, parameters: { kinds } }) })
    return figures.chapter([
      { kind: 'heading', level: 2, text: '服务范围', numbered: true },
      { kind: 'paragraph', content: `依据《${document.title}》，乙方在 ${term.termFrom} 至 ${term.termTo} 期间为 ${document.subsystems.length} 个子系统提供 ${document.modules.length} 个功能模块的运维服务。` },
      {
        kind: 'table',
        caption: '服务对象',
        columns: [{ title: '编号', unit: '', align: 'center', width: 0.6 }, { title: '子系统', unit: '', align: 'left', width: 3 }, { title: '合同条款', unit: '', align: 'left', width: 1.4 }],
        rows: document.subsystems.map(({ code, title, clause }) => [code, title, clause]),
        zeroRows: '合同没有子系统。',
      },
      { kind: 'heading', level: 2, text: '人员与值守', numbered: true },
      {
        kind: 'table',
        caption: '本期登记的人员与值守记录',
        columns: [{ title: '记录', unit: '', align: 'left', width: 2 }, { title: '份数', unit: '', align: 'right', width: 1 }, { title: '说明', unit: '', align: 'left', width: 2.4 }],
        rows: staff.map(({ label, figure }) => [label, [{ figure: figure.id }], figure.value === 0 ? '本期没有登记' : '见证据']),
        zeroRows: '',
      },
    ])
  },
}
