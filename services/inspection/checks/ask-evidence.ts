import { sql } from 'kysely'
import { formatInstant } from '#shared/instant.ts'
import { spineTables, type SpineCtx } from '#spine/spine.ts'
import type { Check, CheckVerdict } from './check.ts'

/** What a module says of its own work in the body of its evidence, as a verdict of ours. */
const VERDICTS: Readonly<Record<string, CheckVerdict>> = Object.freeze({ done: 'normal', passed: 'normal', failed: 'abnormal', unchecked: 'unchecked' })

/** Answers a check by what another module has proven: the newest evidence of that kind about the subsystem. None recent enough is 未检, never a silent pass. */
export async function askEvidence(ctx: SpineCtx, { kind, withinDays }: NonNullable<Check['proof']>, subsystem: string): Promise<{ verdict: CheckVerdict; reason: string; raw: unknown }> {
  const row = await spineTables(ctx)
    .selectFrom('spine.evidence')
    .select(['evidenceId', 'title', 'happenedAt', sql<string | null>`body ->> 'verdict'`.as('verdict')])
    .where('kind', '=', kind)
    .where(sql<boolean>`about ->> 'subsystem' in (${subsystem}, 'all')`)
    .where('happenedAt', '>=', new Date(ctx.now.getTime() - withinDays * 86_400_000))
    .orderBy('happenedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return { verdict: 'unchecked', reason: `${withinDays} 天内没有备份模块的记录`, raw: null }
  return { verdict: VERDICTS[row.verdict ?? ''] ?? 'unchecked', reason: `${row.title}（${formatInstant(row.happenedAt).slice(0, 16).replace('T', ' ')}）`, raw: { evidence: row.evidenceId, verdict: row.verdict } }
}
