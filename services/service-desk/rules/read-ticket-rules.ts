import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { rulePriorities, ruleTargets, type TicketRules } from './ticket-rules.ts'

/** The rules in force on a business date. Read by verbs that have checked their own permission. */
export async function ticketRulesOn(ctx: Pick<SpineCtx, 'tx'>, date: string): Promise<TicketRules> {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.ticketRules').selectAll().where('effectiveOn', '<=', date).orderBy('effectiveOn', 'desc').limit(1).executeTakeFirst()
  if (!row) throw new Error(`no ticket rules are in force on ${date}; the first were put in by the migration`)
  return { effectiveOn: row.effectiveOn, priorities: rulePriorities.parse(row.priorities), targets: ruleTargets.parse(row.targets) }
}

/** All of them, newest first, and which is in force today. */
export async function readTicketRules(ctx: SpineCtx) {
  const rows = await serviceDeskTables(ctx).selectFrom('serviceDesk.ticketRules').selectAll().orderBy('effectiveOn', 'desc').execute()
  const items = rows.map((row) => ({ effectiveOn: row.effectiveOn, priorities: rulePriorities.parse(row.priorities), targets: ruleTargets.parse(row.targets), reason: row.reason, setAt: row.setAt, setByName: row.setByName }))
  return { items, inForceOn: (await ticketRulesOn(ctx, businessDate(ctx.now))).effectiveOn }
}
