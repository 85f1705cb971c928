import { StateTag } from '#web/kit/state/state-tag.tsx'
import { operationPlanState } from '../api.ts'

const tones = { draft: 'muted', submitted: 'special', approved: 'good', returned: 'bad', superseded: 'muted' } as const

export function PlanStateTag({ state }: { state: string }) {
  return operationPlanState.has(state) ? <StateTag word={operationPlanState.titles[state]} tone={tones[state]} /> : <StateTag word={state} tone="muted" />
}
