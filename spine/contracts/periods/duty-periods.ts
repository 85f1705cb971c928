/** Who owes the duties on which dates: the previous operator, this operator, or this operator in continuation (四(二)7). */
import type { ContractDocument, DutyKind } from '../contract-document.ts'
import { resolveReferences, type Settings } from '../settle-defaults.ts'

export type DutyPeriod = { readonly kind: DutyKind; readonly from: string; readonly to: string }

/** An open end: later than any date that is planned. */
export const OPEN_END = '9999-12-31'

export function dutyPeriods({ term }: Pick<ContractDocument, 'term'>, settings: Settings): DutyPeriod[] {
  const beforeSigning = resolveReferences(term.beforeSigning, settings)
  const afterTerm = resolveReferences(term.afterTerm, settings)
  const periods: DutyPeriod[] = []
  for (const { kind, from, to = OPEN_END } of term.periods.toSorted((a, b) => a.from.localeCompare(b.from))) {
    if (kind === 'previous-operator' && beforeSigning === 'not-planned') continue
    if (kind === 'continuation' && afterTerm === 'stop') continue
    const owner: DutyKind = kind === 'previous-operator' && beforeSigning === 'operator' ? 'operator' : kind
    const last = periods.at(-1)
    // A term that the operator owes from its first day is one stretch: no part week arises at the signing.
    if (last !== undefined && last.kind === owner) periods[periods.length - 1] = { ...last, to }
    else periods.push({ kind: owner, from, to })
  }
  return periods
}

/** First day on which this operator owes the duties. */
export function dutyStart(periods: readonly DutyPeriod[]): string {
  return (periods.find(({ kind }) => kind === 'operator') ?? periods[0])?.from ?? OPEN_END
}
