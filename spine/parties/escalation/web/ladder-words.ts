import { serviceTitle } from '#shared/services.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { requestPriority } from '#spine/requests/api.ts'
import type { LadderView } from '../api.ts'

/** `服务热线 · 建筑市场监管 · 一级（紧急）`. */
export function scopeText({ service, subsystem, priority }: Pick<LadderView, 'service' | 'subsystem' | 'priority'>): string {
  return [serviceTitle(service), subsystem === null ? '全部子系统' : subsystemTitle(subsystem), priority === null ? '全部优先级' : requestPriority.titles[priority]].join(' · ')
}
