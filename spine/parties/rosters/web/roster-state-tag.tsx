import { StateTag } from '#web/kit/state/state-tag.tsx'
import { rosterState } from '../api.ts'

export function RosterStateTag({ state }: { state: 'draft' | 'published' }) {
  return <StateTag word={rosterState.titles[state]} tone={state === 'draft' ? 'caution' : 'good'} />
}
