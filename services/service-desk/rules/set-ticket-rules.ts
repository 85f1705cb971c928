import { businessDate } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { ticketRuleErrors } from '../tickets/ticket.ts'
import { problemsOfRules, type TicketRules } from './ticket-rules.ts'

/** New rules from a day on. What is under way keeps the targets it was given; rules that were in force are never changed. */
export async function setTicketRules(ctx: SpineCtx, { reason, ...rules }: TicketRules & { readonly reason: string }): Promise<void> {
  requirePermission(ctx, 'ticket-rules:set')
  const problems: InputProblem[] = problemsOfRules(rules)
  if (rules.effectiveOn < businessDate(ctx.now)) problems.push({ place: 'body.effectiveOn', message: '规则只能自今天或以后生效' })
  if (problems.length > 0) throw ticketRuleErrors.invalid({ problems })
  const written = await serviceDeskTables(ctx)
    .insertInto('serviceDesk.ticketRules')
    .values({ effectiveOn: rules.effectiveOn, priorities: JSON.stringify(rules.priorities), targets: JSON.stringify(rules.targets), reason, setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) })
    .onConflict((conflict) => conflict.column('effectiveOn').doNothing())
    .returning('effectiveOn')
    .executeTakeFirst()
  if (!written) throw ticketRuleErrors.exists()
}
