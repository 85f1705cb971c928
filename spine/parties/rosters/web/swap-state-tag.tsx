import { StateTag } from '#web/kit/state/state-tag.tsx'
import { swapState, type SwapState } from '../api.ts'

const tones = { requested: 'caution', accepted: 'info', declined: 'muted', withdrawn: 'muted', approved: 'good', rejected: 'bad' } as const

export function SwapStateTag({ state }: { state: SwapState }) {
  return <StateTag word={swapState.titles[state]} tone={tones[state]} />
}
