export type Repeater = { stop(): void }

/** RFC 3261, 17.1.1.1: at most this many T1 between two repetitions. */
const LONGEST_T1 = 8
/** After this many T1 nobody is there (timers B, F, H). */
const GIVEN_UP_T1 = 64

/** Sends again after T1, 2 T1, 4 T1 … until stopped, or until it is given up: UDP may lose any packet. */
export function createRepeater({ t1Ms, send, onGivenUp }: { t1Ms: number; send: () => void; onGivenUp: () => void }): Repeater {
  let pause = 1
  let passed = 0
  let timer: NodeJS.Timeout
  const wait = () => {
    timer = setTimeout(() => {
      passed += pause
      if (passed >= GIVEN_UP_T1) return onGivenUp()
      send()
      pause = Math.min(pause * 2, LONGEST_T1)
      wait()
    }, pause * t1Ms).unref()
  }
  wait()
  return { stop: () => clearTimeout(timer) }
}
