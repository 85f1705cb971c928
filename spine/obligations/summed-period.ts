import { currentContract } from '#spine/contracts/contracts.store.ts'
import { naturalPeriods, type PeriodKind } from '#spine/contracts/periods/natural-periods.ts'
import type { SpineCtx } from '#spine/context.ts'
import { operatorTerm } from '#spine/reports/time/operator-term.ts'

const LENGTHS: readonly PeriodKind[] = ['weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly']

/**
 * The business dates that an occurrence sums up, both included. What is handed in after its period opens only when that is over: then
 * they are those of the natural period in its key, from the operator's first day.
 */
export async function summedPeriod(ctx: SpineCtx, { periodKey, opensOn, endsOn }: { periodKey: string; opensOn: string; endsOn: string }): Promise<{ from: string; to: string }> {
  if (opensOn <= endsOn) return { from: opensOn, to: endsOn }
  const natural = LENGTHS.flatMap((length) => naturalPeriods(length, endsOn, endsOn)).find(({ key }) => periodKey === key || periodKey.startsWith(`${key}.`))
  if (!natural) throw new Error(`the period ${periodKey} of an occurrence is no natural period`)
  const { termFrom } = await operatorTerm(ctx, await currentContract(ctx))
  return { from: natural.from < termFrom && termFrom <= endsOn ? termFrom : natural.from, to: endsOn }
}
