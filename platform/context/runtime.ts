import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock/clock.ts'
import type { JobQueue } from '#platform/jobs/job-queue.ts'
import type { Logger } from '#platform/logging/logger.ts'
import { KeptRefusal } from '#platform/errors/kept-refusal.ts'
import type { Actor, Ctx } from './context.ts'

/**
 * What a process has for its whole life. `attached` is what a program built on the platform adds to every ctx
 * (the centre adds its doors and its contract), so that verbs find it without any global.
 */
export type Runtime<Attached extends object = object> = {
  readonly name: string
  readonly database: Kysely<unknown>
  readonly clock: Clock
  readonly log: Logger
  readonly jobs: JobQueue
  readonly attached: Attached
}

export type ActOptions = { readonly traceId?: string; readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'; readonly isReadOnly?: boolean; readonly log?: Logger }

/** Serialization failure and deadlock, and a kept statement whose table has got other columns: the whole act is safe to try again, because nothing of it was kept. */
const RETRYABLE = new Set(['40001', '40P01', '0A000'])
const MAX_ATTEMPTS = 4

/** Runs one act in one transaction: everything of it is kept, or nothing. A `KeptRefusal` is thrown after the commit. */
export async function act<Attached extends object, T>(
  runtime: Runtime<Attached>,
  actor: Actor,
  work: (ctx: Ctx & Attached) => Promise<T>,
  options: ActOptions = {},
): Promise<T> {
  const traceId = options.traceId ?? newTraceId()
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await runtime.database
        .transaction()
        .setIsolationLevel(options.isolation ?? 'read committed')
        .setAccessMode(options.isReadOnly ? 'read only' : 'read write')
        .execute((tx) => work(contextIn(runtime, actor, tx, traceId, options.log)).catch(keptRefusal))
      if (outcome instanceof KeptRefusal) throw outcome.refusal
      return outcome
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !RETRYABLE.has(databaseErrorCode(error))) throw error
    }
  }
}

/** Runs reads that see one and the same state of the database, and cannot write. */
export function look<Attached extends object, T>(
  runtime: Runtime<Attached>,
  actor: Actor,
  work: (ctx: Ctx & Attached) => Promise<T>,
  options: ActOptions = {},
): Promise<T> {
  return act(runtime, actor, work, { ...options, isolation: 'repeatable read', isReadOnly: true })
}

function keptRefusal(error: unknown): KeptRefusal {
  if (error instanceof KeptRefusal) return error
  throw error
}

function contextIn<Attached extends object>(runtime: Runtime<Attached>, actor: Actor, tx: Kysely<unknown>, traceId: string, log?: Logger): Ctx & Attached {
  const own: Ctx = {
    actor,
    now: runtime.clock.now(),
    clock: runtime.clock,
    tx,
    log: log ?? runtime.log.child({ traceId }),
    jobs: runtime.jobs.within(tx),
    traceId,
  }
  return { ...runtime.attached, ...own }
}

export function newTraceId(): string {
  return randomBytes(8).toString('hex')
}

/** SQLSTATE of a database error, `''` for any other. */
export function databaseErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
