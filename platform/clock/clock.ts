/** The only door to the wall clock. Everything that decides by time takes a Clock, so a term can be lived through in a test. */
export type Clock = { now(): Date }

export const systemClock: Clock = Object.freeze({ now: () => new Date() })

/** A clock that stands still until it is moved: tests, rehearsals. */
export function manualClock(start: Date): Clock & { set(instant: Date): void; advance(milliseconds: number): void } {
  let current = start.getTime()
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = instant.getTime()
    },
    advance: (milliseconds) => {
      current += milliseconds
    },
  }
}
