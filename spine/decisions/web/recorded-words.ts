import type { EndpointResponse } from '#shared/define-api.ts'
import type { decisionsApi } from '../api.ts'

export type Recorded = EndpointResponse<(typeof decisionsApi)['endpoints']['recordDecision']>

/** What a decision changed, in one sentence. */
export function recordedWords({ replanned, changedVerdicts }: Pick<Recorded, 'replanned' | 'changedVerdicts'>): string {
  const plan = replanned && [
    replanned.planned > 0 && `新排 ${replanned.planned} 项`,
    replanned.moved > 0 && `改期 ${replanned.moved} 项`,
    replanned.withdrawn > 0 && `撤出 ${replanned.withdrawn} 项`,
    replanned.restored > 0 && `恢复 ${replanned.restored} 项`,
  ].filter(Boolean)
  return [plan && (plan.length > 0 ? `计划重排：${plan.join('，')}` : '计划没有变化'), changedVerdicts > 0 ? `${changedVerdicts} 项判定改变` : '没有判定因此改变'].filter(Boolean).join('；') + '。'
}
