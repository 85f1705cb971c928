/** Everything that is wrong with a contract, at once; and what a reader wants to know of one that is sound. */
import { checkPrices, type PriceTotals } from './check-prices.ts'
import { checkReferences } from './check-references.ts'
import { checkSettings } from './check-settings.ts'
import { checkTerm } from './check-term.ts'
import type { ContractDocument } from '../contract-document.ts'
import type { ContractProblem } from './contract-problem.ts'
import type { ContractSource } from './contract-source.ts'
import { readParts } from './read-parts.ts'

export type ContractCheck = PriceTotals & {
  readonly ok: boolean
  readonly problems: readonly ContractProblem[]
  /** Listed, not counted as problems: a contract with known ambiguities is clean. */
  readonly ambiguities: ReadonlyArray<{ id: string; clause: string; problem: string; default: string; assumption: string; owner: string; effect: string; effectiveOn: string }>
  readonly inconsistencies: ContractDocument['inconsistencies']
  /** The contract, when it is sound. */
  readonly document?: ContractDocument
}

export function checkContract(source: ContractSource): ContractCheck {
  const contract = readParts(source)
  const totals = checkPrices(contract)
  checkTerm(contract)
  checkReferences(contract, source)
  checkSettings(contract)
  const { parts } = contract
  const problems = contract.problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
  const ok = problems.length === 0
  return {
    ok,
    problems,
    ...totals,
    ambiguities: (parts.ambiguities ?? []).toSorted((a, b) => a.id.localeCompare(b.id)).map(({ options, ...rest }) => ({
      id: rest.id,
      clause: rest.clause,
      problem: rest.problem,
      default: rest.default,
      assumption: options.find(({ id }) => id === rest.default)?.title ?? '',
      owner: rest.owner,
      effect: rest.effect,
      effectiveOn: rest.effectiveOn,
    })),
    inconsistencies: parts.inconsistencies ?? [],
    ...(ok && { document: parts as ContractDocument }),
  }
}
