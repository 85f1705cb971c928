/**
 * The life of one target as unbroken segments, built from ordered steps. A segment knows under which definition of the
 * target it was counted, so a retarget keeps what was counted before it. One thing it adds: the starting day, which no period in
 * days counts (民法典 201), is a part of what minutes are counted of, so the first target in minutes after it counts it too.
 */
import type { ClockEvent, PauseEvent } from './clock-event.ts'
import { unitMs, type ClockTarget } from './clock-target.ts'
import { dayOfInstant, startOfDay } from './ruler.ts'
import type { Phase, Step } from './order-events.ts'

export type Segment = {
  readonly from: number
  readonly to: number
  readonly phase: Exclude<Phase, 'idle'>
  readonly target: ClockTarget
  /** A part of the starting day that passed under a target in days and is counted by the first one in minutes. */
  readonly isStartingDay?: true
  readonly pause?: PauseEvent
}

export type Timeline = {
  readonly startedAt: number
  readonly segments: readonly Segment[]
  /** Where the segments end: the last stop of a stopped clock, else `asOf`. */
  readonly end: number
  readonly phase: Exclude<Phase, 'idle'>
  /** The definition in force at the end, and what was granted on top of it, in milliseconds. */
  readonly target: ClockTarget
  readonly extendedMs: number
  readonly stop?: Extract<ClockEvent, { kind: 'stop' }>
}

/** Undefined for a target that had not started by `asOf`. Steps after `asOf` have not happened yet. */
export function timelineOf(original: ClockTarget, steps: ReadonlyArray<Step<ClockEvent>>, asOf: number): Timeline | undefined {
  let target = original
  let phase: Phase = 'idle'
  let since = 0
  let startedAt: number | undefined
  let extendedMs = 0
  let pause: PauseEvent | undefined
  let stop: Timeline['stop']
  const segments: Segment[] = []

  const close = (to: number) => {
    if (phase !== 'idle' && to > since) segments.push({ from: since, to, phase, target, ...(phase === 'paused' && pause && { pause }) })
    since = to
  }

  for (const { event } of steps.filter((step) => step.targets.includes(original.name) && step.event.at.getTime() <= asOf)) {
    close(event.at.getTime())
    switch (event.kind) {
      case 'start':
        startedAt = since
        phase = 'running'
        break
      case 'pause':
        pause = event
        phase = 'paused'
        break
      case 'resume':
      case 'reopen':
        stop = undefined
        phase = 'running'
        break
      case 'stop':
        stop = event
        phase = 'stopped'
        break
      case 'retarget':
        target = event.to
        extendedMs = 0
        break
      case 'extend':
        extendedMs += event.amount * unitMs(target)
        break
    }
  }
  if (startedAt === undefined || phase === 'idle') return undefined
  // A stopped clock stands still: nothing after its stop belongs to it until it is reopened.
  const end = phase === 'stopped' ? since : asOf
  close(end)
  return { startedAt, segments: withStartingDay(segments, target, startedAt), end, phase, target, extendedMs, ...(stop && { stop }) }
}

function withStartingDay(segments: readonly Segment[], last: ClockTarget, startedAt: number): Segment[] {
  const ends = startOfDay(dayOfInstant(startedAt) + 1)
  const countsMinutes = ({ kind }: ClockTarget) => kind === 'window-minutes' || kind === 'wall-minutes'
  return segments.flatMap((segment, index) => {
    const { from, to, phase } = segment
    const by = [...segments.slice(index + 1).map(({ target }) => target), last].find(countsMinutes)
    if (from >= ends || phase === 'stopped' || by === undefined || !(segment.target.kind === 'working-days' || segment.target.kind === 'calendar-days')) return [segment]
    const first: Segment = { ...segment, to: Math.min(to, ends), target: by, isStartingDay: true }
    return to > ends ? [first, { ...segment, from: ends }] : [first]
  })
}
