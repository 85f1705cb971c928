import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#platform/clock/clock.ts'
import type { Logger } from '#platform/logging/logger.ts'
import { signatureHeaders } from '#platform/crypto/signed-body.ts'

export type EventOutbox = {
  /** Keeps an event; on disk when it resolves. Kept twice under one id, it is sent once. */
  keep(event: { readonly eventId: string }): Promise<void>
  /** How many wait, and how many the receiver refused for good. */
  counts(): Promise<{ waiting: number; refused: number }>
  close(): Promise<void>
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const ATTEMPT_MS = 10_000
/** Faults of the event itself: sent again it would be refused again. Everything else is the way or the settings, which people mend. */
const REFUSALS = new Set([400, 409, 413, 415, 422])
const REPLAYED = 'telephone-event.replayed'

/**
 * Events on their way to a webhook: one file each, sent signed in the order in which they were kept, and deleted only when
 * the receiver has them. While he does not answer, all wait. What he refuses for good is kept in `refused/` with his words.
 */
export async function openEventOutbox(options: { folder: string; url: string; secret: string; clock: Clock; log: Logger; firstPauseMs?: number }): Promise<EventOutbox> {
  const { folder, clock, log, firstPauseMs = FIRST_PAUSE_MS } = options
  const refused = path.join(folder, 'refused')
  await mkdir(refused, { recursive: true, mode: 0o700 })
  const closing = new AbortController()
  let order = Math.max(0, ...(await waiting()).map((name) => Number(name.split('-')[0]) || 0))
  let isNew: () => void = () => {}
  const sending = sendAll()

  async function waiting(): Promise<string[]> {
    return (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
  }

  async function sendAll(): Promise<void> {
    let pause = firstPauseMs
    while (!closing.signal.aborted) {
      // Asked for before the look, so that nothing kept after it is slept through.
      const more = new Promise<void>((resolve) => (isNew = resolve))
      const [name] = await waiting()
      if (name === undefined) {
        await Promise.race([more, aborted(closing.signal)])
        continue
      }
      const outcome = await attempt(await readFile(path.join(folder, name), 'utf8'))
      if (outcome.state === 'kept') {
        await rm(path.join(folder, name), { force: true })
        pause = firstPauseMs
        continue
      }
      if (outcome.state === 'refused') {
        log.error({ event: name, answer: outcome.answer }, 'event refused by the receiver, kept in refused/')
        await writeSafely(path.join(refused, `${name}.answer.txt`), outcome.answer)
        await rename(path.join(folder, name), path.join(refused, name))
        continue
      }
      if (closing.signal.aborted) return
      log.warn({ answer: outcome.answer, pauseMs: pause }, 'receiver does not take events, they wait')
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => {})
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }

  async function attempt(text: string): Promise<{ state: 'kept' | 'refused' | 'waits'; answer: string }> {
    try {
      const response = await fetch(options.url, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json', ...signatureHeaders(options.secret, text, clock.now()) },
        body: text,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ATTEMPT_MS)]),
      })
      const answer = `${response.status} ${(await response.text()).slice(0, 500)}`
      // An answer that was lost on the way made us say it again within a second: he has it.
      if (response.ok || (response.status === 409 && answer.includes(REPLAYED))) return { state: 'kept', answer }
      return { state: REFUSALS.has(response.status) ? 'refused' : 'waits', answer }
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
      return { state: 'waits', answer: `${error instanceof Error ? error.message : String(error)} ${cause}`.trim() }
    }
  }

  return {
    async keep(event) {
      if (!/^[\w.:-]{1,100}$/.test(event.eventId)) throw new Error('an event id names a file')
      if ((await waiting()).some((name) => name.endsWith(`-${event.eventId}.json`))) return
      order += 1
      await writeSafely(path.join(folder, `${String(order).padStart(12, '0')}-${event.eventId}.json`), JSON.stringify(event))
      isNew()
    },
    counts: async () => ({ waiting: (await waiting()).length, refused: (await readdir(refused)).filter((name) => name.endsWith('.json')).length }),
    async close() {
      closing.abort()
      await sending
    },
  }
}

/** Either not there or whole, also after a power cut. */
async function writeSafely(file: string, text: string): Promise<void> {
  const temporary = `${file}.part`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })))
}
