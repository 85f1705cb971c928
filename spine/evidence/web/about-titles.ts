import { service } from '#shared/services.ts'
import { subsystem } from '#shared/subsystems.ts'

const ABOUT_TITLES: Readonly<Record<string, string>> = {
  contract: '合同',
  obligation: '义务',
  clause: '条款',
  subsystem: '子系统',
  service: '服务',
  workOrder: '工单',
  occurrence: '应办事项',
  component: '部件',
  period: '期间',
  run: '巡检',
  report: '报告',
  decision: '甲方决定',
  finding: '隐患',
  notice: '告知',
}

export function aboutTitle(key: string): string {
  return ABOUT_TITLES[key] ?? key
}

/** Slugs of services and subsystems become their names. */
export function aboutValue(key: string, value: string): string {
  if (key === 'service' && service.has(value)) return service.titles[value]
  if (key === 'subsystem' && subsystem.has(value)) return subsystem.titles[value]
  return key === 'period' ? value.replace('/', ' 至 ') : value
}

export function titleOptions(set: { values: readonly string[]; titles: Readonly<Record<string, string>> }): Array<{ value: string; label: string }> {
  return set.values.map((value) => ({ value, label: set.titles[value] ?? value }))
}
