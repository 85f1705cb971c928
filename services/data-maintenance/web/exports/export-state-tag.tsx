import { StateTag } from '#web/kit/state/state-tag.tsx'
import { exportState, type ExportState } from '../../exports/api.ts'

const tones = { waiting: 'info', generating: 'info', held: 'caution', generated: 'special', received: 'good', expired: 'caution', destroyed: 'muted', refused: 'bad' } as const

export function ExportStateTag({ state, reason }: { state: ExportState; reason?: string }) {
  return <StateTag word={exportState.titles[state]} tone={tones[state]} reason={reason || undefined} />
}
