/** Short forms in which the tests of the clock write events and targets. Times are business time, `09-14 10:00` of 2024. */
import { shippedCalendar } from '../calendar/shipped-calendar.ts'
import type { ClockEvent } from './clock-event.ts'
import type { ClockTarget } from './clock-target.ts'
import { evaluateClock, type ClockQuestion, type TargetState } from './evaluate-clock.ts'

export function at(time: string): Date {
  return new Date(`${time.length > 11 ? time.replace(' ', 'T') : `2024-${time.replace(' ', 'T')}`}:00+08:00`)
}

type Details = Record<string, unknown>

/** `event('pause', '09-14 10:00', { reason, owner, proof })`; a pause without details has a complete dummy ground. */
export function event(kind: ClockEvent['kind'], time: string | Date, details: Details = {}): ClockEvent {
  const instant = time instanceof Date ? time : at(time)
  const ground: Details =
    kind === 'pause' ? { reason: '等待用户补充材料', owner: '业务处室', proof: '工单备注 3' }
    : kind === 'reopen' || kind === 'retarget' ? { reason: '用户反馈未解决' }
    : kind === 'extend' ? { reason: '需第三方配合', approvedBy: '甲方项目负责人' }
    : kind === 'stop' ? { outcome: 'done' }
    : {}
  return { id: `${kind}@${instant.toISOString()}`, at: instant, recordedAt: instant, kind, ...ground, ...details } as ClockEvent
}

export function minutesTarget(amount: number, window = '5x9', details: Details = {}): ClockTarget {
  return { name: '解决', kind: 'window-minutes', amount, window, contractual: true, ...details }
}

export function daysTarget(kind: 'working-days' | 'calendar-days', amount: number, details: Details = {}): ClockTarget {
  return { name: '解决', kind, amount, contractual: true, ...(kind === 'calendar-days' && { rolls: true }), ...details } as ClockTarget
}

/** The one target of a clock at a moment. */
export function stateAt(asOf: string | Date, target: ClockTarget, events: readonly ClockEvent[], more: Partial<ClockQuestion> = {}): TargetState {
  const [state] = evaluateClock({ events, targets: [target], calendar: shippedCalendar(), asOf: asOf instanceof Date ? asOf : at(asOf), ...more })
  if (state === undefined) throw new Error('a clock with one target has one state')
  return state
}

/** Due moment in business time, `09-18 10:30`. */
export function due(state: TargetState): string | undefined {
  return state.dueAt === null ? undefined : new Date(state.dueAt.getTime() + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')
}
