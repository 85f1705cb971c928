import type { Block } from '#shared/document-model.ts'
import { formatInstant } from '#shared/instant.ts'
import type { FigureBuilder } from '#spine/spine.ts'
import { outageCause } from '../api.ts'
import { availabilityPercent, availabilitySystems, outageCount, outageList, probeCount, scenarioRuns, scenarioSuccesses } from './inspection-queries.ts'
import { shortName } from './section-chapter.ts'

type System = { subsystem: string; agreedS: number; downS: number; operatorS: number; clientS: number; undecidedS: number; unknownS: number; percent: number | null; p95Ms: number | null }
type Outage = { subsystem: string; component: string; startedAt: Date; endedAt: Date | null; reason: string; cause: string; note: string }

/** Availability, scenarios and outages of 系统运行. */
export async function availabilityBlocks(figures: FigureBuilder): Promise<Block[]> {
  const items = [
    await figures.figure({ id: 'availability-percent', label: '应用可用率', unit: '%', query: availabilityPercent }),
    await figures.figure({ id: 'availability-outages', label: '中断', unit: '次', query: outageCount }),
    await figures.figure({ id: 'availability-probes', label: '连续探测', unit: '次', query: probeCount }),
    await figures.figure({ id: 'scenario-runs', label: '业务场景检查', unit: '次', query: scenarioRuns }),
    await figures.figure({ id: 'scenario-successes', label: '业务场景通过', unit: '次', query: scenarioSuccesses }),
  ]
  const { rows: systems, source } = await figures.rows<System>(availabilitySystems)
  const { rows: outages, source: outageSource } = await figures.rows<Outage>(outageList)
  const minutes = (seconds: number) => `${Math.round(seconds / 6) / 10}`
  const measured = systems.filter((row) => row.percent !== null)
  return [
    { kind: 'heading', level: 2, text: '可用率', numbered: true },
    { kind: 'paragraph', content: '可用率 =（约定时间 − 中断）÷ 约定时间，约定时间不含计划维护；没有探测样本的时间未知，单独列出，不算可用也不算中断。计至最近一个已结束的日期。' },
    { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
    {
      kind: 'table',
      caption: '各子系统可用率与中断原因',
      columns: [{ title: '子系统', unit: '', align: 'left', width: 2.2 }, { title: '可用率', unit: '%', align: 'right', width: 1 }, ...['中断', '乙方', '甲方或云', '待定', '未知'].map((title) => ({ title, unit: '分', align: 'right' as const, width: 0.9 })), { title: '响应 P95', unit: 'ms', align: 'right', width: 1 }],
      rows: systems.map((row) => [shortName(row.subsystem), row.percent === null ? '未测得' : row.percent.toFixed(3), minutes(row.downS), minutes(row.operatorS), minutes(row.clientS), minutes(row.undecidedS), minutes(row.unknownS), row.p95Ms === null ? '—' : `${Math.round(row.p95Ms)}`]),
      zeroRows: '本期还没有整日的探测样本，可用率自次日起列出。',
      source,
    },
    ...(measured.length === 0
      ? []
      : [{ kind: 'chart' as const, chart: { type: 'bar' as const, horizontal: false, title: '各子系统可用率', alternative: measured.map((row) => `${shortName(row.subsystem)} ${row.percent?.toFixed(3)}%`).join('，'), categories: measured.map((row) => shortName(row.subsystem)), x: { title: '', unit: '' }, y: { title: '可用率', unit: '%', max: 100 }, series: [{ name: '可用率', values: measured.map((row) => Math.round((row.percent ?? 0) * 1_000) / 1_000) }], thresholds: [{ label: '关注', value: 99.9, severity: 'watch' as const }, { label: '异常', value: 99.5, severity: 'bad' as const }] }, source }]),
    {
      kind: 'table',
      caption: '中断记录',
      columns: [{ title: '部件', unit: '', align: 'left', width: 2 }, { title: '开始', unit: '', align: 'left', width: 1.4 }, { title: '结束', unit: '', align: 'left', width: 1.4 }, { title: '原因归属', unit: '', align: 'center', width: 1 }, { title: '现象', unit: '', align: 'left', width: 2.6 }],
      rows: outages.slice(0, 60).map((row) => [row.component, shown(row.startedAt), row.endedAt ? shown(row.endedAt) : '未恢复', outageCause.has(row.cause) ? outageCause.titles[row.cause] : row.cause, row.note ? `${row.reason}（${row.note}）` : row.reason]),
      zeroRows: '本期没有探测到中断。',
      source: outageSource,
    },
    { kind: 'heading', level: 2, text: '巡检结果', numbered: true },
  ]
}

function shown(at: Date): string {
  return formatInstant(at).slice(0, 16).replace('T', ' ')
}
