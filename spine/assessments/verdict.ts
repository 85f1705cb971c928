import { closedSet, type Member } from '#shared/closed-set.ts'

/** What an occurrence comes to. Derived from facts, never set by hand. Symbols are those of the console. */
export const verdict = closedSet({
  met: '已完成',
  late: '逾期完成',
  missed: '未履行',
  excused: '已免责',
  waived: '已豁免',
  suspended: '中止',
  'not-yet-due': '未到期',
  'not-applicable': '不适用',
  undecided: '待判',
})
export type Verdict = Member<typeof verdict>

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
