import { StateTag } from '#web/kit/state/state-tag.tsx'
import { queryState, type QueryState } from '../../queries/api.ts'

const tones = { waiting: 'special', approved: 'good', refused: 'bad' } as const

export function QueryStateTag({ state }: { state: QueryState }) {
  return <StateTag word={queryState.titles[state]} tone={tones[state]} />
}
