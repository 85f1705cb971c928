import { businessDate } from '#shared/instant.ts'
import type { CurrentContract } from '#spine/contracts/contracts.store.ts'
import { dutyPeriods } from '#spine/contracts/periods/duty-periods.ts'
import { settleDefaults } from '#spine/contracts/settle-defaults.ts'
import type { SpineCtx } from '#spine/context.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import type { Term } from './report-period.ts'

/** The stretch of time for which the operator reports: from the beginning of its own duty, not of the calendar year that the contract names. */
export async function operatorTerm(ctx: SpineCtx, contract: CurrentContract): Promise<Term> {
  const settings = settleDefaults(contract.document, await defaultDecisions(ctx, contract.contractId), businessDate(ctx.now))
  const own = dutyPeriods(contract.document, settings).filter(({ kind }) => kind === 'operator')
  const [first, last] = [own[0], own.at(-1)]
  return { contractId: contract.contractId, termFrom: first?.from ?? contract.termFrom, termTo: last?.to ?? contract.termTo }
}
