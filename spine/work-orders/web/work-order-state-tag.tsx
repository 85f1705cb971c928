import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { workOrderState, type WorkOrderState } from '../api.ts'

const tones: Readonly<Record<WorkOrderState, Tone>> = { waiting: 'muted', taken: 'info', submitted: 'special', returned: 'bad', closed: 'good', cancelled: 'muted' }

export function WorkOrderStateTag({ state }: { state: string }) {
  if (!workOrderState.has(state)) return <StateTag word={state} tone="muted" />
  return <StateTag word={workOrderState.titles[state]} tone={tones[state]} {...(state === 'cancelled' ? { glyph: '–' } : {})} />
}
