import { businessDate } from '#shared/instant.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { contactErrors } from './contact.ts'

/** Until somebody sets another; the contract names none. */
export const DEFAULT_KEEPS_MONTHS = 24

/** Months for which a number is kept after it was last used, by the rule in force on that day. */
export async function keepsMonthsOn(ctx: SpineCtx, date: string): Promise<number> {
  const row = await spineTables(ctx).selectFrom('spine.contactRetention').select('keepsMonths').where('effectiveOn', '<=', date).orderBy('effectiveOn', 'desc').executeTakeFirst()
  return row?.keepsMonths ?? DEFAULT_KEEPS_MONTHS
}

/** Sets the retention from a day on. Never for the past: what was removed under a rule stays explained by it. */
export async function setRetention(ctx: SpineCtx, rule: { effectiveOn: string; keepsMonths: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'contact:retain')
  if (rule.effectiveOn < businessDate(ctx.now)) throw contactErrors['retention-past']({ problems: [{ place: 'body.effectiveOn', message: '须为今天或以后' }] })
  const written = await spineTables(ctx)
    .insertInto('spine.contactRetention')
    .values({ ...rule, setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) })
    .onConflict((conflict) => conflict.column('effectiveOn').doNothing())
    .returning('effectiveOn')
    .executeTakeFirst()
  if (!written) throw contactErrors['retention-exists']()
}

export async function readRetention(ctx: SpineCtx) {
  requirePermission(ctx, 'person:read')
  const rules = await spineTables(ctx).selectFrom('spine.contactRetention').select(['effectiveOn', 'keepsMonths', 'reason', 'setAt', 'setByName']).orderBy('effectiveOn', 'desc').execute()
  return { keepsMonths: await keepsMonthsOn(ctx, businessDate(ctx.now)), rules }
}
