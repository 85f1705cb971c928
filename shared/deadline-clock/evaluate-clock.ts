/**
 * The deadline clock (时限时钟): a pure function from events to verdicts. Nothing is stored, so any past moment can be
 * computed again: `asOf` decides what has happened, `knownAt` what had been written down.
 *
 * The defects of other clocks that this one must never have are named, one test each, in `clock-defects.test.ts`.
 */
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { InputProblem } from '../problem.ts'
import { outlineOf, type ClockEvent } from './clock-event.ts'
import type { ClockTarget } from './clock-target.ts'
import { wholeMinutes } from './describe-clock.ts'
import { explainTarget } from './explain-clock.ts'
import { measure, type ClockVerdict } from './measure.ts'
import { orderEvents } from './order-events.ts'
import { timelineOf } from './timeline.ts'
import { standardWindows, type WorkingWindow } from './working-window.ts'

export type ClockQuestion = {
  readonly events: readonly ClockEvent[]
  readonly targets: readonly ClockTarget[]
  readonly calendar: WorkingCalendar
  /** Added to the standard windows 5x8, 5x9 and 7x24; the same name replaces one. */
  readonly windows?: Readonly<Record<string, WorkingWindow>>
  readonly asOf: Date
  /** Leaves out what was written down after this instant: what one would have said then. */
  readonly knownAt?: Date | undefined
}

/** Whole minutes; `elapsed + paused + outside + stopped` is `wall`, broken minutes being left in `outside`. */
export type TargetState = {
  readonly name: string
  readonly contractual: boolean
  readonly clause?: string
  readonly verdict: ClockVerdict
  readonly startedAt: Date | null
  /** While paused: the due moment if it were resumed at `asOf`. */
  readonly dueAt: Date | null
  readonly elapsedMinutes: number
  readonly pausedMinutes: number
  readonly outsideMinutes: number
  readonly stoppedMinutes: number
  readonly wallMinutes: number
  readonly remainingMinutes: number
  /** Wall minutes past due. */
  readonly overdueMinutes: number
  readonly isProvisional: boolean
  readonly calendarVersion: string
  readonly lines: readonly string[]
}

/** Events that cannot have happened in this order, all of them. */
export class ClockProblemsError extends Error {
  readonly problems: readonly InputProblem[]
  constructor(problems: readonly InputProblem[]) {
    super(`时钟事件有 ${problems.length} 处问题：${problems.map((problem) => `${problem.place} ${problem.message}`).join('；')}`)
    this.name = 'ClockProblemsError'
    this.problems = problems
  }
}

/** Everything that is wrong with a sequence; a verb asks this before it appends an event. */
export function checkEvents(events: readonly ClockEvent[], targets: readonly ClockTarget[]): readonly InputProblem[] {
  return orderEvents(placed(events), targets.map((target) => target.name)).problems
}

export function evaluateClock({ events, targets, calendar, windows: added, asOf, knownAt }: ClockQuestion): TargetState[] {
  const windows = { ...standardWindows, ...added }
  const known = knownAt === undefined ? events : events.filter((event) => event.recordedAt <= knownAt)
  const { steps, problems } = orderEvents(placed(known), targets.map((target) => target.name))
  if (problems.length > 0) throw new ClockProblemsError(problems)
  return targets.map((original) => {
    const timeline = timelineOf(original, steps, asOf.getTime())
    const measured = timeline && measure(timeline, windows, calendar)
    const { name, contractual, clause } = timeline?.target ?? original
    const minutes = (ms: number | undefined) => wholeMinutes(ms ?? 0)
    const [wall, elapsed, paused, stopped] = [minutes(measured?.wall), minutes(measured?.elapsed), minutes(measured?.paused), minutes(measured?.stopped)]
    return {
      name,
      contractual,
      ...(clause !== undefined && { clause }),
      verdict: measured?.verdict ?? 'not-started',
      startedAt: timeline ? new Date(timeline.startedAt) : null,
      dueAt: measured ? new Date(measured.dueAt) : null,
      elapsedMinutes: elapsed,
      pausedMinutes: paused,
      outsideMinutes: wall - elapsed - paused - stopped,
      stoppedMinutes: stopped,
      wallMinutes: wall,
      remainingMinutes: minutes(measured?.remaining),
      overdueMinutes: minutes(measured?.overdue),
      isProvisional: measured?.isProvisional ?? false,
      calendarVersion: calendar.version,
      lines: explainTarget({ original, steps, timeline, measured, calendar, windows, asOf: asOf.getTime() }),
    }
  })
}

function placed(events: readonly ClockEvent[]) {
  return events.map((event, index) => ({ event, outline: outlineOf(event), place: `events[${index}]` }))
}
