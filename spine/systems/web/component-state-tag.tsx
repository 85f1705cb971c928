import { StateTag } from '#web/kit/state/state-tag.tsx'
import { componentState, type ComponentState } from '../api.ts'

const tones = { retired: 'muted', unconnected: 'muted', outage: 'bad', failed: 'bad', untried: 'caution', reachable: 'good' } as const

export function ComponentStateTag({ state, note, href }: { state: ComponentState; note?: string; href?: string }) {
  return <StateTag word={componentState.titles[state]} tone={tones[state]} reason={note} href={href} />
}
