import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { ClockTarget } from '#shared/deadline-clock/clock-target.ts'
import { evaluateClock } from '#shared/deadline-clock/evaluate-clock.ts'
import { businessDate } from '#shared/instant.ts'
import type { ContractDocument } from '#spine/contracts/contract-document.ts'
import { settleDefaults, type DefaultDecision } from '#spine/contracts/settle-defaults.ts'

export type ReviewRule = { /** Code of the client's obligation. */ readonly obligation: string; readonly days: number; readonly unit: 'calendar-days' | 'working-days'; readonly clause: string }

export type ReviewClock = {
  readonly startedAt: Date
  readonly dueAt: Date
  readonly isOverdue: boolean
  readonly isProvisional: boolean
  /** Who has to act, in words; silence is never read as approval (AMB-34). */
  readonly waitingFor: string
  readonly lines: readonly string[]
}

/** Evidence kind of the obligation that gives the client its time for review (K-03). */
const REVIEW_EVIDENCE = 'review-record'
export const SUMMARY_EVIDENCE = 'work-summary'

/** How long the client has to review a report, from the contract; undefined when it does not say. Whether days are working days is an ambiguity that the client may settle. */
export function reviewRule(document: ContractDocument, decisions: readonly DefaultDecision[], on: Date): ReviewRule | undefined {
  const reviews = document.obligations.filter(({ evidence, deadline }) => evidence.includes(REVIEW_EVIDENCE) && typeof deadline.amount === 'number')
  // Of several reviews the one that stands in the clause of the summary report itself.
  const reported = new Set(document.obligations.filter(({ evidence }) => evidence.includes(SUMMARY_EVIDENCE)).map(({ clause }) => clause))
  const obligation = reviews.find(({ clause }) => reported.has(clause)) ?? reviews[0]
  if (!obligation || typeof obligation.deadline.amount !== 'number') return undefined
  const settings = settleDefaults(document, decisions, businessDate(on))
  const settled = (obligation.ambiguities ?? []).map((id) => settings.get(id) as { unit?: string } | undefined).find((value) => value?.unit !== undefined)
  const unit = settled?.unit ?? obligation.deadline.unit
  return { obligation: obligation.id, days: obligation.deadline.amount, unit: unit === 'working-days' ? 'working-days' : 'calendar-days', clause: obligation.clause }
}

/**
 * The review clock of one submission, recomputed from its events: received, and decided when it was. The last day ends
 * at 24:00 and moves past days off (民法典 201, 203).
 */
export function reviewClock(rule: ReviewRule, received: Date, decided: Date | null, calendar: WorkingCalendar, asOf: Date): ReviewClock {
  const target: ClockTarget = rule.unit === 'working-days' ? { name: '评审', contractual: true, clause: rule.clause, kind: 'working-days', amount: rule.days } : { name: '评审', contractual: true, clause: rule.clause, kind: 'calendar-days', amount: rule.days, rolls: true }
  const [state] = evaluateClock({
    events: [
      { id: 'received', kind: 'start', at: received, recordedAt: received },
      ...(decided ? [{ id: 'decided', kind: 'stop', at: decided, recordedAt: decided, outcome: 'done' } as const] : []),
    ],
    targets: [target],
    calendar,
    asOf,
  })
  if (!state?.dueAt) throw new Error('a started clock has a due moment')
  const isOverdue = (decided ?? asOf).getTime() > state.dueAt.getTime()
  const waitingFor = decided ? '' : isOverdue ? '评审逾期，等待甲方；沉默不视为认可' : '等待甲方评审'
  return { startedAt: received, dueAt: state.dueAt, isOverdue, isProvisional: state.isProvisional, waitingFor, lines: state.lines }
}
