import type { Content } from '#shared/document-model.ts'
import { service as services, type ServiceName } from '#shared/services.ts'
import { defineFigureQuery, dutiesInTime, dutiesOfPeriod, NO_CASE, openFigures } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { periodicKinds } from './periodic-kinds.ts'

const SET_ASIDE = `coalesce(d.verdict, '') in ('excused', 'waived', 'suspended')`
const inTimeOfModule = defineFigureQuery(
  'assessment.in-time-of-module',
  `select (round(100.0 * count(*) filter (where d.is_done and d.fulfilled_at <= d.due_at) / nullif(count(*), 0), 2))::text as value
  from @duties.of-period d where d.service = :service and d.due_at <= :as_of::timestamptz and not ${SET_ASIDE}`,
  [dutiesOfPeriod],
)

/** Indicators and their formulas; a share without cases says so and is never 100 %. */
const INDICATORS: ReadonlyArray<readonly [name: string, service: ServiceName, formula: string]> = [
  ['巡检按期完成率', 'inspection', '按期完成的巡检事项 ÷ 到期的巡检事项'],
  ['备份按期完成率', 'backup', '按期完成的备份事项 ÷ 到期的备份事项'],
  ['共享交换按期完成率', 'data-exchange', '按期完成的事项 ÷ 到期事项'],
  ['节日保障按期完成率', 'holiday-assurance', '按期完成的事项 ÷ 到期事项'],
  ['报告及时率', 'operations-reporting', '按期提交的报告 ÷ 到期的报告'],
]

/** 服务级别与考核自评 by the formulas of the trade; scores await the client's own rule, which is not in hand. */
export const selfAssessmentChapter: ReportChapter = {
  chapter: 'self-assessment',
  title: '服务级别与考核自评',
  order: 190,
  kinds: periodicKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const all = await figures.figure({ id: 'sla-all', label: '全部事项按期完成率', unit: '%', query: dutiesInTime })
    const rows: Content[][] = [['服务级别达成率', [{ figure: all.id }], '按期完成 ÷ 全部到期事项（不含免责、豁免、中止）', all.value === NO_CASE ? '本期没有到期事项' : '']]
    for (const [name, service, formula] of INDICATORS) {
      const figure = await figures.figure({ id: `sla-${service}`, label: name, unit: '%', query: inTimeOfModule, parameters: { service } })
      rows.push([name, [{ figure: figure.id }], formula, figure.value === NO_CASE ? `本期没有到期的${services.titles[service]}事项` : ''])
    }
    return figures.chapter([
      {
        kind: 'table',
        caption: '服务级别指标',
        columns: [{ title: '指标', unit: '', align: 'left', width: 1.6 }, { title: '结果', unit: '', align: 'right', width: 1.2 }, { title: '算法', unit: '', align: 'left', width: 2.4 }, { title: '说明', unit: '', align: 'left', width: 1.8 }],
        rows,
        zeroRows: '',
      },
      { kind: 'note', tone: 'quiet', content: '合同所称《运维服务绩效管理考核规范》未附；在甲方载入评分办法之前，本章只列指标，不自行评分。' },
    ])
  },
}
