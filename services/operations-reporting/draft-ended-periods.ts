import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { look } from '#platform/context/runtime.ts'
import { buildReport, currentContract, hasReport, operatorTerm, periodKeyOn, reportPeriod, type SpineRuntime } from '#spine/spine.ts'
import type { ReportKind } from '#spine/service.ts'

const KINDS: readonly ReportKind[] = ['monthly', 'quarterly', 'half-year', 'yearly']
/** A centre that stood still for some days still makes the drafts of what ended meanwhile. */
const DAYS_BACK = 10

/** Builds a draft of every period that ended within the last days and has no report yet. Running it again does nothing. */
export async function draftEndedPeriods(runtime: SpineRuntime): Promise<void> {
  const system = { kind: 'system', name: '报告起草' } as const
  const missing = await look(runtime, system, async (ctx) => {
    const contract = await currentContract(ctx)
    const term = await operatorTerm(ctx, contract)
    const today = businessDate(ctx.now)
    const found: Array<{ kind: ReportKind; periodKey: string }> = []
    for (const kind of KINDS) {
      const periodKey = periodKeyOn(kind, addDays(today, -DAYS_BACK))
      if (addDays(today, -DAYS_BACK) < term.termFrom) continue
      const period = reportPeriod(kind, periodKey, term, today)
      if (!period.isPartial && !(await hasReport(ctx, contract.contractId, kind, periodKey))) found.push({ kind, periodKey })
    }
    return found
  })
  for (const request of missing) await buildReport(runtime, system, request)
}
