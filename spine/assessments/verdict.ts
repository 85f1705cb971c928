import type { OwedState } from '#shared/state-marks.ts'

/** What an occurrence comes to. Derived from facts, never set by hand; the words and marks are those of every page and paper. Provisional is said beside a verdict. */
export type Verdict = Exclude<OwedState, 'provisional'>

/** Worst first: the state that a cell of many occurrences shows. */
const BY_CONCERN: readonly Verdict[] = ['missed', 'undecided', 'late', 'suspended', 'excused', 'waived', 'not-yet-due', 'met', 'not-applicable']

/** The verdict that needs a person most; `not-applicable` when there is none. */
export function worstVerdict(verdicts: readonly string[]): Verdict {
  return BY_CONCERN.find((one) => verdicts.includes(one)) ?? 'not-applicable'
}

/** Whether the duty of the occurrence is discharged, in time or not. */
export function isDone(verdict: string): boolean {
  return verdict === 'met' || verdict === 'late'
}
