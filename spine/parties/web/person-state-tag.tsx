import { StateTag } from '#web/kit/state/state-tag.tsx'
import { personState, type PersonState } from '../people/api.ts'

const tones = { active: 'good', left: 'muted', merged: 'info' } as const

export function PersonStateTag({ state }: { state: PersonState }) {
  return <StateTag word={personState.titles[state]} tone={tones[state]} />
}
