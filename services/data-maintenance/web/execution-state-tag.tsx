import { StateTag } from '#web/kit/state/state-tag.tsx'
import { executionState, type ExecutionState } from '../orders/api.ts'

const tones = { waiting: 'info', applying: 'caution', applied: 'good', refused: 'bad' } as const

export function ExecutionStateTag({ state, reason }: { state: ExecutionState; reason?: string }) {
  return <StateTag word={executionState.titles[state]} tone={tones[state]} reason={reason || undefined} />
}
