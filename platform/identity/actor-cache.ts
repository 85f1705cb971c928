import type { Clock } from '#platform/clock/clock.ts'

const KEPT_MS = 5_000
const MAX_ENTRIES = 2_000

/**
 * Who stands behind a token, for a few seconds. After a change nothing is kept for as long as an entry lives: a look
 * that began before the change was committed must not bring the old rights back.
 */
export type ActorCache<T> = {
  get(key: string): T | undefined
  put(key: string, value: T): void
  /** Called by every verb that changes accounts, roles or sessions. */
  forget(): void
}

export function createActorCache<T>(clock: Clock): ActorCache<T> {
  const entries = new Map<string, { value: T; until: number }>()
  let pausedUntil = 0
  return {
    get(key) {
      const entry = entries.get(key)
      return entry && entry.until > clock.now().getTime() ? entry.value : undefined
    },
    put(key, value) {
      const now = clock.now().getTime()
      if (now < pausedUntil) return
      if (entries.size >= MAX_ENTRIES) entries.clear()
      entries.set(key, { value, until: now + KEPT_MS })
    },
    forget() {
      entries.clear()
      pausedUntil = clock.now().getTime() + KEPT_MS
    },
  }
}
