import { StateTag } from '#web/kit/state/state-tag.tsx'
import { auditOutcome, type AuditOutcome } from '../api.ts'

const tones = { done: 'good', refused: 'caution', failed: 'bad' } as const

export function OutcomeTag({ outcome, reason }: { outcome: AuditOutcome; reason?: string | null }) {
  return <StateTag word={auditOutcome.titles[outcome]} tone={tones[outcome]} reason={reason ?? undefined} />
}
