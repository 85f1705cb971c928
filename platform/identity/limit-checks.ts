import { requestErrors } from '#platform/errors/request-errors.ts'

/**
 * Lets `max` password checks run at once and refuses the next: each waits in a transaction of its own, so a flood of
 * sign-ins must not take every connection of the process.
 */
export function limitChecks(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  return async (work) => {
    if (running >= max) throw requestErrors['too-many']()
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
    }
  }
}
