import type { Tone } from '#web/kit/theme/palette.ts'

/** States of all workflows by what they mean to the reader; whatever stands in none of these is under way. */
const tones: Readonly<Partial<Record<Tone, readonly string[]>>> = {
  good: ['valid', 'active', 'in_use', 'building', 'decided_grant', 'certificate_issued', 'paid', 'published', 'scored', 'accepted'],
  caution: ['suspended', 'supplementing', 'rechecking', 'stopped', 'statement', 'hearing', 'errata', 'refused_sign', 'partly_paid', 'repaired'],
  bad: ['expired', 'revoked', 'decided_refuse', 'not_accepted', 'extra_fine', 'court'],
  muted: ['draft', 'archived', 'filed_archive', 'closed', 'cancelled', 'withdrawn', 'transferred', 'settled', 'left', 'completed', 'rejected', 'not_filed'],
}

export function stateTone(state: string): Tone {
  const found = Object.entries(tones).find(([, states]) => states.includes(state))
  return (found?.[0] as Tone | undefined) ?? 'info'
}
