import { StateTag } from '#web/kit/state/state-tag.tsx'
import { windowState, type WindowState } from '../api.ts'

const tones = { planned: 'info', active: 'caution', past: 'muted', cancelled: 'muted' } as const

export function WindowStateTag({ state }: { state: WindowState }) {
  return <StateTag word={windowState.titles[state]} tone={tones[state]} />
}
