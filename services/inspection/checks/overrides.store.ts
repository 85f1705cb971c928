import { businessDate } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import type { Judge } from './check.ts'

export type Override = { readonly checkOverrideId: string; readonly warn: number | null; readonly critical: number | null }

/** Overrides in force today, by `component check`. One that has expired stops counting by itself. */
export async function liveOverrides(ctx: Pick<Ctx, 'tx' | 'now'>): Promise<Map<string, Override>> {
  const rows = await inspectionTables(ctx)
    .selectFrom('inspection.checkOverride')
    .select(['checkOverrideId', 'componentId', 'checkCode', 'warn', 'critical'])
    .where('revokedAt', 'is', null)
    .where('expiresOn', '>=', businessDate(ctx.now))
    .execute()
  return new Map(rows.map((row) => [`${row.componentId} ${row.checkCode}`, row]))
}

/** The rule with the override's thresholds; only rules with thresholds can be overridden. */
export function withOverride(judge: Judge, override: Override | undefined): Judge {
  if (!override || (judge.kind !== 'above' && judge.kind !== 'below')) return judge
  return { ...judge, ...(override.warn === null ? {} : { warn: override.warn }), ...(override.critical === null ? {} : { critical: override.critical }) }
}
