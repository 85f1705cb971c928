import type { z } from 'zod'
import type { Runtime } from '#platform/context/runtime.ts'

/**
 * One background job of the house, declared in a `jobs.ts`. `perform` opens its own acts (transactions); it may be
 * run again after a crash, so it must be idempotent: read what is already done, then go on.
 */
export type Job<Payload extends z.ZodType = z.ZodType, Attached extends object = object> = {
  /** Queue name, `owner.verb-noun`. */
  readonly name: `${string}.${string}`
  readonly payload: Payload
  /** Cron in Asia/Shanghai; such a job runs with an empty payload. */
  readonly cron?: string
  /** How many may run at once in one worker process (default 1). */
  readonly concurrency?: number
  /** `exclusive`: at most one queued or running for the same key. */
  readonly policy?: 'standard' | 'exclusive'
  /** Retries after a failure, with back-off (default 3). */
  readonly retries?: number
  /** Seconds after which a run is given up (default 900). A worker that dies is noticed within half a minute. */
  readonly expiresInSeconds?: number
  perform(runtime: Runtime<Attached>, payload: z.output<Payload>, run: JobRun): Promise<void>
}

export type JobRun = { readonly id: string; readonly signal: AbortSignal }

export function defineJob<Payload extends z.ZodType, Attached extends object = object>(job: Job<Payload, Attached>): Job<Payload, Attached> {
  return Object.freeze(job)
}

/** What a queue can hold: jobs of any payload for one kind of runtime. */
export type AnyJob<Attached extends object> = Omit<Job<z.ZodType, Attached>, 'perform'> & {
  // Method syntax keeps the parameter bivariant, so that jobs of different payloads stand in one list.
  perform(runtime: Runtime<Attached>, payload: never, run: JobRun): Promise<void>
}
