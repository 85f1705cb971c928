import { StateTag } from '#web/kit/state/state-tag.tsx'
import { articleState, type ArticleState } from '../../knowledge/api.ts'

const tones = { draft: 'muted', 'in-review': 'special', published: 'good', retired: 'muted' } as const

export function ArticleStateTag({ state }: { state: ArticleState }) {
  return <StateTag word={articleState.titles[state]} tone={tones[state]} />
}
