import { businessDate } from '#shared/instant.ts'
import { subsystemTitle, type Subsystem } from '#shared/subsystems.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { requestPriority, type RequestPriority } from '#spine/requests/api.ts'
import { addRequestEvent, changeRequest, clockStates, moveDuty, readClock, recordClockEvents, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { ticketRulesOn } from '../rules/read-ticket-rules.ts'
import { priorityOf, targetsOf } from '../rules/ticket-rules.ts'
import { ticketErrors } from './ticket.ts'
import { ticketCategory, ticketImpact, ticketUrgency, type TicketCategory, type TicketImpact, type TicketUrgency } from './ticket-form.ts'
import { changeTicket, lockTicket, requireOpen } from './tickets.store.ts'

export type ReclassifyTicket = {
  readonly version: number
  readonly category: TicketCategory
  readonly impact: TicketImpact
  readonly urgency: TicketUrgency
  readonly subsystem: Subsystem
  readonly reason: string
}

/**
 * A ticket turns out to be of another kind or weight. Its clocks get the targets of the new priority from the moment at
 * which they began, with every pause that was taken; what they said before stays in their events. Targets that were met stay met.
 */
export async function reclassifyTicket(ctx: SpineCtx, ticketId: string, { version, reason, subsystem, ...to }: ReclassifyTicket): Promise<RequestRow> {
  requirePermission(ctx, 'ticket:handle')
  const { request, ticket } = await lockTicket(ctx, ticketId, version)
  requireOpen(request)
  const changes = [
    ...difference('类别', ticketCategory.titles, ticket.category, to.category),
    ...difference('影响', ticketImpact.titles, ticket.impact, to.impact),
    ...difference('紧急程度', ticketUrgency.titles, ticket.urgency, to.urgency),
    ...(request.subsystem === subsystem ? [] : [`子系统 ${subsystemTitle(request.subsystem)} → ${subsystemTitle(subsystem)}`]),
  ]
  if (changes.length === 0) throw ticketErrors.unchanged()
  const rules = await ticketRulesOn(ctx, businessDate(ctx.now))
  const priority = priorityOf(rules, to)
  let row = await changeRequest(ctx, request, { priority, subsystem })
  await changeTicket(ctx, ticketId, { ...to, rulesOn: rules.effectiveOn })
  await addRequestEvent(ctx, ticketId, 'edited', `${changes.join('；')}：${reason}`)
  if (priority !== request.priority) {
    const words = `${titleOf(request.priority)} → ${titleOf(priority)}：${reason}`
    const clock = await readClock(ctx, row)
    const live = new Set(clockStates(ctx, clock).filter(({ verdict }) => ['running', 'paused', 'overdue'].includes(verdict)).map(({ name }) => name))
    const wanted = targetsOf(rules, priority).filter(({ name }) => live.has(name))
    if (wanted.length > 0) await recordClockEvents(ctx, row, wanted.map((target) => ({ kind: 'retarget' as const, to: target, reason: words })))
    await addRequestEvent(ctx, ticketId, 'targets-changed', words, { details: { from: request.priority, to: priority, rulesOn: rules.effectiveOn } })
  }
  if (subsystem !== request.subsystem) row = await moveDuty(ctx, row, `归属改为${subsystemTitle(subsystem)}：${reason}`)
  return row
}

function difference<T extends string>(label: string, titles: Readonly<Record<T, string>>, from: string, to: T): string[] {
  return from === to ? [] : [`${label} ${titles[from as T] ?? from} → ${titles[to]}`]
}

function titleOf(priority: string | null): string {
  return priority === null ? '未定级' : requestPriority.titles[priority as RequestPriority]
}
