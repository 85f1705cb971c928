/**
 * Measures a timeline: how much counted, what was paused, when it is due, and the verdict.
 */
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import { closedSet, type Member } from '../closed-set.ts'
import { MINUTE_MS, unitMs, type ClockTarget } from './clock-target.ts'
import { consult, dayOfInstant, rulerOf, startOfDay, type Consulted, type Ruler } from './ruler.ts'
import type { Timeline } from './timeline.ts'
import { minuteOfDay, type WorkingWindow } from './working-window.ts'

export const clockVerdict = closedSet({
  'not-started': '尚未启动',
  running: '计时中',
  paused: '暂停中',
  overdue: '已超时限，尚未完成',
  met: '按期完成',
  late: '逾期完成',
  stopped: '已撤销，不判定',
})
export type ClockVerdict = Member<typeof clockVerdict>

/** All in milliseconds; `elapsed + paused + outside + stopped` is exactly `wall`. */
export type Measure = {
  readonly dueAt: number
  /** Start to `asOf`, or to the stop of a stopped clock. */
  readonly wall: number
  readonly elapsed: number
  /** Paused time that would have counted: what the pauses gave back. */
  readonly paused: number
  /** Time outside the counting window, whether paused or not. */
  readonly outside: number
  /** Between a stop and the reopening. */
  readonly stopped: number
  /** Counted time left until due. */
  readonly remaining: number
  /** Wall time past due. */
  readonly overdue: number
  readonly verdict: ClockVerdict
  readonly isProvisional: boolean
}

type Windows = Readonly<Record<string, WorkingWindow>>
type RulerFor = (target: ClockTarget) => Ruler

export function measure(timeline: Timeline, windows: Windows, calendar: WorkingCalendar): Measure {
  const consulted = consult(calendar)
  const rulers = new Map<ClockTarget, Ruler>()
  const rulerFor: RulerFor = (target) => {
    const ruler = rulers.get(target) ?? rulerOf(target, timeline.startedAt, windows, consulted)
    rulers.set(target, ruler)
    return ruler
  }
  const totals = { elapsed: 0, paused: 0, outside: 0, stopped: 0 }
  for (const segment of timeline.segments) {
    const wall = segment.to - segment.from
    if (segment.phase === 'stopped') {
      totals.stopped += wall
      continue
    }
    const counted = rulerFor(segment.target).count(segment.from, segment.to)
    totals[segment.phase === 'paused' ? 'paused' : 'elapsed'] += counted
    totals.outside += wall - counted
  }
  const dueAt = dueOf(timeline, rulerFor, windows, consulted)
  return {
    ...totals,
    dueAt,
    wall: timeline.end - timeline.startedAt,
    remaining: dueAt > timeline.end ? rulerFor(timeline.target).count(timeline.end, dueAt) : 0,
    overdue: Math.max(0, timeline.end - dueAt),
    verdict: verdictOf(timeline, dueAt),
    isProvisional: consulted.isProvisional(),
  }
}

function verdictOf({ phase, stop, end }: Timeline, dueAt: number): ClockVerdict {
  if (stop !== undefined) return stop.outcome === 'cancelled' ? 'stopped' : end <= dueAt ? 'met' : 'late'
  if (end > dueAt) return 'overdue'
  return phase === 'paused' ? 'paused' : 'running'
}

function dueOf(timeline: Timeline, rulerFor: RulerFor, windows: Windows, calendar: Consulted): number {
  const { target, extendedMs } = timeline
  if (target.kind === 'fixed') return target.dueAt.getTime() + extendedMs
  const allowance = target.amount * unitMs(target) + extendedMs
  if (target.kind === 'window-minutes' || target.kind === 'wall-minutes') return reach(timeline, rulerFor, allowance)
  const ends = endOfLastDay(timeline, rulerFor, allowance, target.kind === 'calendar-days' && target.rolls ? calendar : undefined)
  const closing = target.window === undefined ? undefined : windows[target.window]?.spans.at(-1)?.to
  return closing === undefined ? ends : startOfDay(dayOfInstant(ends - 1)) + minuteOfDay(closing) * MINUTE_MS
}

/**
 * 24:00 of the last day of a period in days, moved on by 民法典 203 where it rolls. The rest of that day belongs to the
 * period as well, so a pause within it is given back too: hence the search again with the larger allowance.
 */
function endOfLastDay(timeline: Timeline, rulerFor: RulerFor, allowance: number, rolling: Consulted | undefined): number {
  const reached = reach(timeline, rulerFor, allowance)
  const lastDay = dayOfInstant(reached - 1)
  const end = startOfDay((rolling?.rollForward(lastDay) ?? lastDay) + 1)
  const rest = rulerFor(timeline.target).count(reached, end)
  return rest === 0 ? end : endOfLastDay(timeline, rulerFor, allowance + rest, rolling)
}

/**
 * The instant at which the clock has counted `need`: in its past, or, running on without a further pause, after its
 * end. When it was paused or stopped at that very instant, the instant is the one at which it runs again.
 */
function reach(timeline: Timeline, rulerFor: RulerFor, need: number): number {
  let left = need
  let reached: number | undefined
  for (const segment of timeline.segments) {
    if (reached !== undefined) {
      if (segment.phase === 'running') return reached
      reached = segment.to
      continue
    }
    if (segment.phase !== 'running') continue
    const ruler = rulerFor(segment.target)
    const counted = ruler.count(segment.from, segment.to)
    if (counted < left) {
      left -= counted
      continue
    }
    reached = ruler.reach(segment.from, left)
    if (reached < segment.to) return reached
  }
  return reached ?? rulerFor(timeline.target).reach(timeline.end, left)
}
