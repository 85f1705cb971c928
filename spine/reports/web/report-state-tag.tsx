import { dueText } from '#shared/instant.ts'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { reportState, type ReportState } from '../api.ts'

const tones: Readonly<Record<ReportState, Tone>> = { draft: 'muted', reviewed: 'info', submitted: 'special', accepted: 'good', questioned: 'bad', revised: 'info' }

export function ReportStateTag({ state }: { state: string }) {
  return reportState.has(state) ? <StateTag word={reportState.titles[state]} tone={tones[state]} /> : <StateTag word={state} tone="muted" />
}

type Review = { dueAt: string; isOverdue: boolean; isProvisional: boolean; waitingFor: string } | null

/** Whose turn it is while a submitted report waits; nothing once it was decided. */
export function ReviewTag({ review }: { review: Review }) {
  if (!review?.waitingFor) return null
  return <StateTag word={review.waitingFor} tone={review.isOverdue ? 'bad' : 'special'} reason={`评审期限 ${dueText(review.dueAt)}${review.isProvisional ? '（暂定）' : ''}`} />
}
