/**
 * The life of one target as unbroken segments, built from ordered steps. A segment knows under which definition of the
 * target it was counted, so a retarget keeps what was counted before it.
 */
import type { ClockEvent, PauseEvent } from './clock-event.ts'
import { unitMs, type ClockTarget } from './clock-target.ts'
import type { Phase, Step } from './order-events.ts'

export type Segment = {
  readonly from: number
  readonly to: number
  readonly phase: Exclude<Phase, 'idle'>
  readonly target: ClockTarget
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
  return { startedAt, segments, end, phase, target, extendedMs, ...(stop && { stop }) }
}
