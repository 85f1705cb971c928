/** Laws of the clock over random lives: order, split pauses, moving on, and no negative or lost minute. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { at, daysTarget, event, minutesTarget, stateAt } from './clock-fixtures.ts'
import type { ClockEvent } from './clock-event.ts'
import type { ClockTarget } from './clock-target.ts'
import { ClockProblemsError, type TargetState } from './evaluate-clock.ts'

const MINUTE = 60_000
const origin = at('09-11 08:00').getTime()

const target: fc.Arbitrary<ClockTarget> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.constantFrom('5x8', '5x9', '7x24')).map(([amount, window]) => minutesTarget(amount, window)),
  fc.integer({ min: 1, max: 3000 }).map((amount): ClockTarget => ({ name: '解决', kind: 'wall-minutes', amount, contractual: false })),
  fc.tuple(fc.constantFrom('working-days' as const, 'calendar-days' as const), fc.integer({ min: 1, max: 12 })).map(([kind, amount]) => daysTarget(kind, amount)),
)

/** A life that can have happened: gaps of zero make several events of one instant, told apart by when they were recorded. */
const life: fc.Arbitrary<ClockEvent[]> = fc
  .array(fc.record({ gap: fc.constantFrom(0, 0, 1, 7, 60, 333, 1440, 4321), choice: fc.nat(5), to: target }), { maxLength: 14 })
  .map((moves) => {
    const events: ClockEvent[] = [event('start', new Date(origin), { id: 'e0' })]
    let phase: 'running' | 'paused' | 'stopped' = 'running'
    let now = origin
    moves.forEach(({ gap, choice, to }, index) => {
      now += gap * MINUTE
      const details = { id: `e${index + 1}`, recordedAt: new Date(now + index) }
      const add = (kind: ClockEvent['kind'], more = {}) => events.push(event(kind, new Date(now), { ...details, ...more }))
      if (phase === 'stopped') {
        add('reopen')
        phase = 'running'
      } else if (choice === 0) add('retarget', { to })
      else if (choice === 1) add('extend', { amount: 1 + (gap % 3) })
      else if (choice === 2) {
        add('stop')
        phase = 'stopped'
      } else {
        add(phase === 'running' ? 'pause' : 'resume')
        phase = phase === 'running' ? 'paused' : 'running'
      }
    })
    return events
  })

const moment = fc.integer({ min: -60, max: 60_000 }).map((minutes) => new Date(origin + minutes * MINUTE))

const lifeAndShuffle = life.chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })))

function answerOrRefusal(asOf: Date, aim: ClockTarget, events: ClockEvent[]): TargetState | string[] {
  try {
    return stateAt(asOf, aim, events)
  } catch (error) {
    if (error instanceof ClockProblemsError) return error.problems.map((problem) => problem.message)
    throw error
  }
}

const withoutLines = (state: TargetState): TargetState => ({ ...state, lines: [] })

describe('laws of the deadline clock', () => {
  it('no order in which events of the same life are given changes anything, the account included', () => {
    fc.assert(
      fc.property(lifeAndShuffle, target, moment, ([events, shuffled], aim, asOf) => {
        assert.deepEqual(stateAt(asOf, aim, shuffled), stateAt(asOf, aim, events))
      }),
      { numRuns: 150 },
    )
  })

  it('nor where events of one instant were also recorded at one instant: the same answer or the same refusal', () => {
    fc.assert(
      fc.property(lifeAndShuffle, target, moment, ([events, shuffled], aim, asOf) => {
        const flat = (facts: ClockEvent[]) => facts.map((fact) => ({ ...fact, recordedAt: fact.at }))
        assert.deepEqual(answerOrRefusal(asOf, aim, flat(shuffled)), answerOrRefusal(asOf, aim, flat(events)))
      }),
      { numRuns: 150 },
    )
  })

  it('splitting a pause into two that meet changes no number, due moment or verdict', () => {
    fc.assert(
      fc.property(target, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 9000 }), fc.double({ min: 0, max: 1, noNaN: true }), moment, (aim, before, length, where, asOf) => {
        const from = new Date(origin + before * MINUTE)
        const to = new Date(from.getTime() + length * MINUTE)
        const middle = new Date(from.getTime() + Math.round(length * where) * MINUTE)
        const whole = [event('start', new Date(origin)), event('pause', from, { id: 'p' }), event('resume', to, { id: 'r' })]
        const split = [...whole, event('resume', middle, { id: 'r0' }), event('pause', middle, { id: 'p0' })]
        assert.deepEqual(withoutLines(stateAt(asOf, aim, split)), withoutLines(stateAt(asOf, aim, whole)))
      }),
      { numRuns: 200 },
    )
  })

  it('moving on never takes back elapsed or paused time, and never changes what was met or late', () => {
    fc.assert(
      fc.property(life, target, moment, fc.nat(30_000), (events, aim, asOf, later) => {
        const earlierState = stateAt(asOf, aim, events)
        const then = new Date(asOf.getTime() + later * MINUTE)
        const laterState = stateAt(then, aim, events)
        assert.ok(laterState.elapsedMinutes >= earlierState.elapsedMinutes)
        assert.ok(laterState.pausedMinutes >= earlierState.pausedMinutes)
        const undisturbed = !events.some((fact) => fact.at > asOf && fact.at <= then)
        if (undisturbed && ['met', 'late', 'overdue'].includes(earlierState.verdict)) assert.equal(laterState.verdict, earlierState.verdict)
        if (undisturbed && earlierState.verdict === 'paused') assert.equal(laterState.verdict, 'paused')
      }),
      { numRuns: 200 },
    )
  })

  it('every minute is exactly one of elapsed, paused, outside the window and stopped, and none is negative', () => {
    fc.assert(
      fc.property(life, target, moment, fc.integer({ min: 0, max: 59_999 }), (events, aim, asOf, brokenMs) => {
        const state = stateAt(new Date(asOf.getTime() + brokenMs), aim, events)
        const parts = [state.elapsedMinutes, state.pausedMinutes, state.outsideMinutes, state.stoppedMinutes]
        assert.ok([...parts, state.remainingMinutes, state.overdueMinutes].every((minutes) => Number.isInteger(minutes) && minutes >= 0))
        assert.equal(parts.reduce((sum, minutes) => sum + minutes, 0), state.wallMinutes)
      }),
      { numRuns: 200 },
    )
  })

  it('with every day and hour counted, wall time is all elapsed, paused or stopped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }), moment, (before, length, asOf) => {
        const events = [event('start', new Date(origin)), event('pause', new Date(origin + before * MINUTE)), event('resume', new Date(origin + (before + length) * MINUTE))]
        assert.equal(stateAt(asOf, minutesTarget(600, '7x24'), events).outsideMinutes, 0)
      }),
      { numRuns: 100 },
    )
  })
})
