/** An obligation with every ambiguity settled: what holds for which subsystems, how often, and how it is cited. */
import { cadence, type Cadence } from './cadence.ts'
import type { ContractDocument, Obligation } from './contract-document.ts'
import { resolveReferences, type Settings } from './settle-defaults.ts'

/** Stands for a subsystem where an obligation concerns the platform as a whole; no contract may declare it. */
export const WHOLE_PLATFORM = 'platform'
/** Stands for a service where no module carries the obligation; no contract may declare it. */
export const CONTRACT_ITSELF = 'contract'

export type SettledObligation = {
  readonly obligation: Obligation
  /** Slug of the module's service, or `contract`. */
  readonly service: string
  /** Slugs, or only `platform`. */
  readonly subsystems: readonly string[]
  readonly cadences: readonly Cadence[]
}

/** Throws a ZodError or RangeError when an option's value does not fit; `checkContract` reports these beforehand. */
export function settleObligation(document: ContractDocument, obligation: Obligation, settings: Settings): SettledObligation {
  return {
    obligation,
    service: document.modules.find(({ code }) => code === obligation.module)?.service ?? CONTRACT_ITSELF,
    subsystems: slugsOf(document, resolveReferences(obligation.subsystems, settings)),
    cadences: obligation.cadences.map((written) => cadence.parse(resolveReferences(written, settings))),
  }
}

function slugsOf(document: ContractDocument, scope: unknown): string[] {
  if (scope === undefined) return [WHOLE_PLATFORM]
  if (scope !== 'all' && !Array.isArray(scope)) throw new RangeError('适用子系统应为 all 或子系统编号清单')
  return document.subsystems.filter(({ code }) => scope === 'all' || (scope as unknown[]).includes(code)).map(({ slug }) => slug)
}

/**
 * The citation that holds for one subsystem: `二·{subsystem}·{item}` for 执法 and M3 becomes `二·S5·2（M3）`, because
 * the item number in the text and the module number of annex 3 differ there.
 */
export function citeClause(document: ContractDocument, obligation: Obligation, subsystemSlug: string): string {
  const code = document.subsystems.find(({ slug }) => slug === subsystemSlug)?.code
  if (code === undefined) return obligation.clause
  const item = document.modules.find((module) => module.code === obligation.module)?.items[code]
  return obligation.clause.replaceAll('{subsystem}', code).replaceAll('{item}', `${item ?? '—'}（${obligation.module}）`)
}
