import type { ReportChapter } from '#spine/service.ts'
import { openFigures } from '#spine/spine.ts'
import { availabilityBlocks } from './chapters/availability-blocks.ts'
import { inspectionCoverage, runsDone, runsSigned } from './chapters/inspection-queries.ts'
import { CHAPTER_KINDS, sectionChapter, shortName } from './chapters/section-chapter.ts'

type Coverage = { subsystem: string; code: string; title: string; planned: number; due: number; done: number; excused: number; missing: number }

/** 巡检: what was planned and done. */
const inspections: ReportChapter = {
  chapter: 'inspection-coverage',
  title: '巡检情况',
  order: 80,
  kinds: CHAPTER_KINDS,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = [await figures.figure({ id: 'inspection-runs', label: '完成巡检', unit: '次', query: runsDone }), await figures.figure({ id: 'inspection-signed', label: '已双人签认', unit: '次', query: runsSigned })]
    const { rows, source } = await figures.rows<Coverage>(inspectionCoverage)
    return figures.chapter([
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      {
        kind: 'table',
        caption: '计划与完成',
        columns: [{ title: '子系统', unit: '', align: 'left', width: 2.2 }, { title: '义务', unit: '', align: 'left', width: 1.8 }, ...['计划', '已到期', '完成', '免责', '缺失'].map((title) => ({ title, unit: '次', align: 'right' as const, width: 0.8 }))],
        rows: rows.map((row) => [shortName(row.subsystem), `${row.code} ${row.title}`, `${row.planned}`, `${row.due}`, `${row.done}`, `${row.excused}`, `${row.missing}`]),
        zeroRows: '本期没有应做的巡检。',
        source,
      },
    ])
  },
}

/** The four mandatory parts of the month's report and the inspections themselves; hazards are the spine's chapter. */
export const reports: readonly ReportChapter[] = [
  sectionChapter({ section: 'system', title: '系统运行', order: 40, codes: ['APP-03', 'APP-05', 'CE-02', 'HO-02', 'HO-04', 'HO-08'], lead: '应用、主机与证书的运行情况。', more: availabilityBlocks }),
  sectionChapter({ section: 'middleware', title: '中间件', order: 50, codes: ['RT-01', 'RT-02', 'RT-04', 'RD-02', 'MQ-02', 'NX-02'], lead: '缓存、消息、反向代理与各子系统应用进程的运行情况。' }),
  sectionChapter({ section: 'database', title: '数据库', order: 60, codes: ['PG-01', 'PG-03', 'PG-10', 'PG-12', 'PG-20', 'MY-02', 'MY-06'], lead: '数据库的连接、锁、事务、复制与容量。' }),
  sectionChapter({ section: 'backup', title: '数据备份', order: 70, codes: [], lead: '备份各项由备份模块的作业、检查与恢复测试记录回答；没有近期记录的为未检，人工核查的结果如实列出。' }),
  inspections,
]
