import { z } from 'zod'
import { clockTarget, type ClockTarget } from '#shared/deadline-clock/clock-target.ts'
import { requestPriority, type RequestPriority } from '#spine/requests/api.ts'
import { ticketImpact, ticketUrgency, type TicketImpact, type TicketUrgency } from '../tickets/ticket-form.ts'

/** Names of the targets, as clocks, lists and reports show them. A promised call-back is a moment of its own. */
export const ANSWER_TARGET = '首次响应'
export const SOLUTION_TARGET = '解决'
export const CALL_BACK_TARGET = '回电'

const contractual = { contractual: z.boolean(), clause: z.string().trim().min(1).max(60).optional() }
const minutes = z.int().min(1, '至少 1 分钟').max(100_000)
/**
 * Minutes only: a priority may be raised at any moment, and the time that was used then counts against the new target too. Of a
 * target in whole days every day after the first would then count as the 24 hours that it was, not as its nine. Two working days of nine hours are 1,080 minutes of 5×9.
 */
export const ruleTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wall-minutes'), amount: minutes, ...contractual }),
  z.strictObject({ kind: z.literal('window-minutes'), amount: minutes, window: z.enum(['5x8', '5x9']), ...contractual }),
])
export type RuleTarget = z.output<typeof ruleTarget>

const ofPriority = z.strictObject({ answer: ruleTarget, solution: ruleTarget })
export const ruleTargets = z.strictObject({ p1: ofPriority, p2: ofPriority, p3: ofPriority, p4: ofPriority })
const byUrgency = z.strictObject({ stopped: requestPriority.schema, hindered: requestPriority.schema, none: requestPriority.schema })
export const rulePriorities = z.strictObject({ subsystem: byUrgency, unit: byUrgency, person: byUrgency })

export type TicketRules = { readonly effectiveOn: string; readonly priorities: z.output<typeof rulePriorities>; readonly targets: z.output<typeof ruleTargets> }

export function priorityOf({ priorities }: Pick<TicketRules, 'priorities'>, { impact, urgency }: { readonly impact: TicketImpact; readonly urgency: TicketUrgency }): RequestPriority {
  return priorities[impact][urgency]
}

/** First answer and solution of a priority, and the promised call-back where there is one. A promise is the operator's own word. */
export function targetsOf({ targets }: Pick<TicketRules, 'targets'>, priority: RequestPriority, callBackAt: Date | null = null): ClockTarget[] {
  const { answer, solution } = targets[priority]
  return [
    clockTarget.parse({ name: ANSWER_TARGET, ...answer }),
    clockTarget.parse({ name: SOLUTION_TARGET, ...solution }),
    ...(callBackAt === null ? [] : [callBackTarget(callBackAt)]),
  ]
}

export function callBackTarget(dueAt: Date): ClockTarget {
  return { name: CALL_BACK_TARGET, kind: 'fixed', dueAt, contractual: false }
}

/** The worst case of the matrix gets no longer than the mildest: problems in words, empty when the rules make sense. */
export function problemsOfRules({ priorities, targets }: Pick<TicketRules, 'priorities' | 'targets'>): Array<{ place: string; message: string }> {
  const problems: Array<{ place: string; message: string }> = []
  const rank = (priority: RequestPriority) => requestPriority.values.indexOf(priority)
  for (const impact of ticketImpact.values) {
    for (const [at, urgency] of ticketUrgency.values.entries()) {
      const milder = ticketUrgency.values[at + 1]
      if (milder && rank(priorities[impact][urgency]) > rank(priorities[impact][milder])) problems.push({ place: `body.priorities.${impact}.${urgency}`, message: `${ticketImpact.titles[impact]}：${ticketUrgency.titles[urgency]}的优先级不应低于${ticketUrgency.titles[milder]}` })
    }
  }
  for (const priority of requestPriority.values) {
    for (const which of ['answer', 'solution'] as const) {
      const { contractual: isContractual, clause } = targets[priority][which]
      if (isContractual && clause === undefined) problems.push({ place: `body.targets.${priority}.${which}.clause`, message: '标为合同约定的时限须写明条款号' })
    }
  }
  return problems
}
