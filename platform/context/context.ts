import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock/clock.ts'
import type { JobSender } from '#platform/jobs/job-queue.ts'
import type { Logger } from '#platform/logging/logger.ts'

/** Who acts. A `system` actor is a part of the program (a schedule, a start-up step) and may do everything it was written to do. */
export type Actor =
  | {
      readonly kind: 'person'
      readonly userId: string
      readonly username: string
      readonly displayName: string
      readonly roles: readonly string[]
      readonly permissions: ReadonlySet<string>
      readonly address?: string
    }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'nobody'; readonly address?: string }

/** Schema-neutral connection or transaction; a store narrows it to its own tables. */
export type Executor = Kysely<unknown>

/** First argument of every verb: who acts, when, in which transaction, with which log and jobs. */
export type Ctx = {
  readonly actor: Actor
  /** The instant of this act; the same for everything that the act writes. */
  readonly now: Date
  readonly clock: Clock
  readonly tx: Executor
  readonly log: Logger
  /** Jobs sent here are sent with the transaction: rolled back, they never existed. */
  readonly jobs: JobSender
  readonly traceId: string
}

/** Name written to timelines and audit. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.displayName
    case 'system':
      return `系统（${actor.name}）`
    case 'nobody':
      return '未登录访问者'
  }
}

/** The person's id, or null for the system: what goes into `…_by` columns. */
export function actorUserId(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.userId : null
}
