import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { assessOccurrence } from './assess-occurrence.ts'
import { loadFacts } from './load-facts.ts'

/** Occurrences judged in one go: bounds memory, not correctness. */
const BATCH = 2_000

/** Judges the given occurrences again from their facts and keeps the result as a projection. Returns how many verdicts changed. */
export async function assessOccurrences(ctx: SpineCtx, occurrenceIds: readonly string[]): Promise<number> {
  const db = spineTables(ctx)
  let changed = 0
  for (let start = 0; start < occurrenceIds.length; start += BATCH) {
    const batch = occurrenceIds.slice(start, start + BATCH)
    const kept = new Map((await db.selectFrom('spine.assessment').select(['occurrenceId', 'verdict', 'factsSm3']).where('occurrenceId', 'in', batch).execute()).map((row) => [row.occurrenceId, row]))
    const rows = []
    for (const { occurrenceId, facts } of await loadFacts(ctx, batch)) {
      const { verdict, fulfilledAt, lines } = assessOccurrence(facts, ctx.now)
      const factsSm3 = sm3(canonicalJson(JSON.parse(JSON.stringify({ ...facts, verdict }))))
      const before = kept.get(occurrenceId)
      if (before?.factsSm3 === factsSm3) continue
      rows.push({ occurrenceId, verdict, lines: JSON.stringify(lines), fulfilledAt, factsSm3, assessedAt: ctx.now })
      if (before?.verdict !== verdict) changed += 1
    }
    if (rows.length === 0) continue
    await db
      .insertInto('spine.assessment')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('occurrenceId').doUpdateSet((set) => ({
          verdict: set.ref('excluded.verdict'),
          lines: set.ref('excluded.lines'),
          fulfilledAt: set.ref('excluded.fulfilledAt'),
          factsSm3: set.ref('excluded.factsSm3'),
          assessedAt: set.ref('excluded.assessedAt'),
        })),
      )
      .execute()
  }
  return changed
}

/** Occurrences whose verdict can still change by the passing of time: opened, and not judged for good. */
export async function openOccurrences(ctx: SpineCtx): Promise<string[]> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.occurrence as o')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .select('o.occurrenceId')
    .where('o.withdrawnAt', 'is', null)
    .where('o.opensOn', '<=', businessDate(ctx.now))
    .where((where) => where.or([where('a.verdict', 'is', null), where('a.verdict', 'in', ['not-yet-due', 'undecided'])]))
    .execute()
  return rows.map((row) => row.occurrenceId)
}

/** Every occurrence that has opened: after a decision, a new contract version or a new calendar. */
export async function allOpenedOccurrences(ctx: SpineCtx): Promise<string[]> {
  const rows = await spineTables(ctx).selectFrom('spine.occurrence').select('occurrenceId').where('withdrawnAt', 'is', null).where('opensOn', '<=', businessDate(ctx.now)).execute()
  return rows.map((row) => row.occurrenceId)
}
