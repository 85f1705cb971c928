import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'

/** What can be wrong with a ledger. */
export const ledgerProblemKind = closedSet({
  altered: '被改动',
  deleted: '被删除',
  reordered: '次序被调换',
  truncated: '末尾被截去',
  file: '文件缺失或被改动',
})
export type LedgerProblemKind = Member<typeof ledgerProblemKind>

export const ledgerProblem = z.object({
  /** Entry id; `#12` where only the place in the chain is known; number of an anchor. */
  id: z.string(),
  /** `evidence`, `audit`, or `anchor`. */
  ledger: z.string(),
  kind: ledgerProblemKind.schema,
  message: z.string(),
})
export type LedgerProblem = z.output<typeof ledgerProblem>

/** Collects problems without growing for ever: past the limit they are only counted. */
export type ProblemList = {
  readonly problems: readonly LedgerProblem[]
  readonly total: () => number
  readonly isFull: () => boolean
  report(problem: LedgerProblem): void
  /** Counts problems that are not told one by one. */
  reportMore(count: number): void
}

export function problemList(limit = 1000): ProblemList {
  const problems: LedgerProblem[] = []
  let total = 0
  return {
    problems,
    total: () => total,
    isFull: () => total >= limit,
    report(problem) {
      total += 1
      if (problems.length < limit) problems.push(problem)
    },
    reportMore(count) {
      total += count
    },
  }
}
