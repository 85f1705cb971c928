import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { approvalState, requestState, type ApprovalState, type RequestState } from '../api.ts'

const stateTones: Readonly<Record<RequestState, Tone>> = { draft: 'muted', 'in-approval': 'special', returned: 'bad', refused: 'muted', scheduled: 'special', ready: 'caution', 'in-progress': 'info', waiting: 'special', delivered: 'info', closed: 'good', withdrawn: 'muted', merged: 'muted' }
const approvalTones: Readonly<Record<ApprovalState, Tone>> = { pending: 'muted', waiting: 'caution', approved: 'good', refused: 'bad', returned: 'bad', expired: 'bad', void: 'muted' }
const glyphs: Readonly<Partial<Record<RequestState, string>>> = { scheduled: '◷', waiting: '‖', closed: '✓', refused: '✕', returned: '↩', delivered: '◇' }

export function RequestStateTag({ state, href }: { state: RequestState; href?: string }) {
  return <StateTag word={requestState.titles[state]} tone={stateTones[state]} {...(glyphs[state] ? { glyph: glyphs[state] } : {})} href={href} />
}

export function ApprovalStateTag({ state }: { state: ApprovalState }) {
  return <StateTag word={approvalState.titles[state]} tone={approvalTones[state]} {...(state === 'approved' ? { glyph: '✓' } : {})} />
}
