import { StateTag } from '#web/kit/state/state-tag.tsx'
import { ladderState, type LadderState } from '../api.ts'

const tones = { current: 'good', coming: 'info', replaced: 'muted', ended: 'muted' } as const

export function LadderStateTag({ state }: { state: LadderState }) {
  return <StateTag word={ladderState.titles[state]} tone={tones[state]} />
}
