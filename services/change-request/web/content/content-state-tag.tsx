import { StateTag } from '#web/kit/state/state-tag.tsx'
import { contentState, type ContentState } from '../../api.ts'

const tones = { editing: 'caution', reviewed: 'info', publishing: 'info', published: 'good', refused: 'bad', withdrawing: 'info', withdrawn: 'muted', dropped: 'muted' } as const

export function ContentStateTag({ state }: { state: ContentState }) {
  return <StateTag word={contentState.titles[state]} tone={tones[state]} />
}
