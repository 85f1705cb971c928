import type { State } from '#web/kit/state/states.ts'

const BY_CONCERN = ['missed', 'undecided', 'late'] as const

/** What a day shows: its worst verdict, 已完成 only when nothing of it is left open, nothing while all is still to come. */
export function dayStateOf(counts: Readonly<Record<string, number>>): State | undefined {
  const has = (verdict: string) => (counts[verdict] ?? 0) > 0
  const worst = BY_CONCERN.find(has)
  if (worst) return worst
  if (has('not-yet-due')) return undefined
  if (has('met')) return 'met'
  return (['suspended', 'excused', 'waived'] as const).find(has)
}
