import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { findingState } from '../api.ts'

const tones = { open: 'bad', fixed: 'good', accepted: 'info' } as const

export function FindingStateTag({ state }: { state: string }) {
  return findingState.has(state) ? <StateTag word={findingState.titles[state]} tone={tones[state]} /> : <StateTag state={stateOf(state)} />
}
