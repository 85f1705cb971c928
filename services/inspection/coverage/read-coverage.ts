import { requirePermission } from '#platform/context/require-permission.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'

export type CoverageRow = { readonly subsystem: string; readonly obligation: string; readonly title: string; readonly planned: number; readonly due: number; readonly done: number; readonly late: number; readonly excused: number; readonly missing: number; readonly missingDays: readonly string[] }

/** Obligations whose occurrences are inspections. */
const INSPECTIONS = ['M3-02', 'M3-04', 'M3-05'] as const

/** Inspections that the contract asks for and that end within business dates [from, to], with their verdicts. */
export async function inspectionOccurrences(ctx: SpineCtx, { from, to, subsystem }: { from: string; to: string; subsystem?: string | undefined }) {
  let query = inspectionTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .select(['o.occurrenceId', 'o.title as occurrenceTitle', 'b.subsystem', 'b.code', 'b.title', 'o.endsOn', 'o.dueAt', 'o.tags', 'a.verdict', 'a.lines'])
    .where('b.service', '=', 'inspection')
    .where('b.code', 'in', [...INSPECTIONS])
    .where('o.withdrawnAt', 'is', null)
    .where('o.endsOn', '>=', from)
    .where('o.endsOn', '<=', to)
    .orderBy('b.subsystem')
    .orderBy('b.code')
    .orderBy('o.endsOn')
  if (subsystem) query = query.where('b.subsystem', '=', subsystem)
  return (await query.execute()).filter((row) => row.verdict !== 'not-applicable' && !row.tags.includes('not-applicable') && !row.tags.includes('previous-operator'))
}

/** Planned, done and missing inspections by subsystem and obligation. */
export async function measureCoverage(ctx: SpineCtx, period: { from: string; to: string; subsystem?: string | undefined }): Promise<CoverageRow[]> {
  const owed = await inspectionOccurrences(ctx, period)
  return [...Map.groupBy(owed, (row) => `${row.subsystem} ${row.code}`).values()].map((rows) => {
    const count = (...verdicts: string[]) => rows.filter((row) => verdicts.includes(row.verdict ?? '')).length
    const missing = rows.filter((row) => row.verdict === 'missed' || (row.verdict === null && row.dueAt < ctx.now))
    const [first] = rows
    return {
      subsystem: first?.subsystem ?? '', obligation: first?.code ?? '', title: first?.title ?? '', planned: rows.length, due: rows.filter((row) => row.dueAt <= ctx.now).length,
      done: count('met', 'late'), late: count('late'), excused: count('excused', 'waived', 'suspended'), missing: missing.length, missingDays: missing.map((row) => row.endsOn),
    }
  })
}

export async function readCoverage(ctx: SpineCtx, query: { from?: string | undefined; to?: string | undefined; subsystem?: string | undefined }) {
  requirePermission(ctx, 'inspection:read')
  const today = businessDate(ctx.now)
  const [from, to] = [query.from ?? `${today.slice(0, 8)}01`, query.to ?? today]
  return { from, to, rows: await measureCoverage(ctx, { from, to, subsystem: query.subsystem }) }
}
