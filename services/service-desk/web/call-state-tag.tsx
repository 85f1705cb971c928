import { StateTag } from '#web/kit/state/state-tag.tsx'
import { callState, type CallState } from '../telephony/api.ts'

const tones = { ringing: 'caution', answered: 'info', abandoned: 'bad', ended: 'muted' } as const

export function CallStateTag({ state }: { state: CallState }) {
  return <StateTag word={callState.titles[state]} tone={tones[state]} />
}
