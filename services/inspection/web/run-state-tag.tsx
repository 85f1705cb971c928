import { StateTag } from '#web/kit/state/state-tag.tsx'
import { runState } from '../api.ts'

const tones = { running: 'info', done: 'good', cancelled: 'muted' } as const

export function RunStateTag({ state }: { state: string }) {
  return runState.has(state) ? <StateTag word={runState.titles[state]} tone={tones[state]} /> : <StateTag word={state} tone="muted" />
}
