import { sql } from 'kysely'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ReportKind } from '#spine/service.ts'
import { dischargeByReport } from './discharge-by-report.ts'

/** The evidence kinds that a submitted report of each kind is: one paper may serve several obligations (AMB-29). */
const SERVES: Readonly<Record<ReportKind, readonly string[]>> = Object.freeze({
  inspection: ['inspection-report'],
  monthly: ['operations-report', 'work-summary'],
  quarterly: ['operations-report', 'work-summary'],
  'half-year': ['operations-report', 'work-summary'],
  yearly: ['operations-report', 'work-summary'],
  'security-yearly': ['security-report'],
})

export type SubmittedReport = { readonly kind: ReportKind; readonly periodKey: string; readonly contractId: string; readonly number: string; readonly version: number; readonly receivedAt: Date; /** Evidence kind → id, of what was handed over. */ readonly proofs: ReadonlyMap<string, string> }

/** Evidence kinds to record for a report of this kind beside `operations-report` itself. */
export function servedKinds(kind: ReportKind): readonly string[] {
  return SERVES[kind]
}

/**
 * Closes the order of every occurrence that this report of this period discharges: those whose obligation asks for
 * nothing but what was handed over. Their moment is the one at which the client received it. Submission stands on a
 * review by a second person, hence no further one. Returns the numbers of the orders.
 */
export async function fulfilReportDuties(ctx: SpineCtx, report: SubmittedReport): Promise<string[]> {
  const kinds = [...report.proofs.keys()]
  const owed = await spineTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .select(['o.occurrenceId', 'o.title', 'o.dueAt', 'b.code', 'b.service', 'b.subsystem', 'b.evidenceKinds'])
    .where('b.contractId', '=', report.contractId)
    .where('o.withdrawnAt', 'is', null)
    .where('o.periodKey', 'in', [report.periodKey, `${report.periodKey}.continuation`])
    .where(sql<boolean>`b.evidence_kinds <@ ${sql.val(kinds)}::text[] and b.evidence_kinds && ${sql.val([...SERVES[report.kind]])}::text[]`)
    .where(sql<boolean>`not o.tags && array['not-applicable', 'previous-operator']`)
    .orderBy('o.occurrenceId')
    .execute()
  const numbers: string[] = []
  for (const one of owed) {
    const evidenceIds = one.evidenceKinds.flatMap((evidenceKind) => report.proofs.get(evidenceKind) ?? [])
    const number = await dischargeByReport(ctx, one, { report: report.number, version: report.version, evidenceIds, at: report.receivedAt, note: `${report.number} 第 ${report.version} 版已提交甲方` })
    if (number !== undefined) numbers.push(number)
  }
  await assessOccurrences(ctx, owed.map(({ occurrenceId }) => occurrenceId))
  return numbers
}
