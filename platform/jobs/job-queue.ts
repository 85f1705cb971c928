import type { Kysely } from 'kysely'
import { fromKysely, PgBoss } from 'pg-boss'

import type { z } from 'zod'
import { BUSINESS_ZONE } from '#shared/instant.ts'
import type { Runtime } from '#platform/context/runtime.ts'
import type { Logger } from '#platform/logging/logger.ts'
import type { AnyJob, Job } from './job.ts'

export type SendOptions = {
  /** Not before this instant. */
  readonly startAfter?: Date
  /** At most one queued or running job with this key (queues of policy `exclusive`). */
  readonly key?: string
}

export type JobSender = {
  /** Sends a job; with a transaction behind it, the job exists only if the transaction commits. */
  send<P extends z.ZodType>(job: Pick<Job<P>, 'name' | 'payload'>, payload: z.input<P>, options?: SendOptions): Promise<void>
}

export type JobQueue = JobSender & {
  within(tx: Kysely<unknown>): JobSender
  /** Makes queues and schedules for all jobs; call once at boot in every role, so that senders find their queues. */
  declare<Attached extends object>(jobs: ReadonlyArray<AnyJob<Attached>>): Promise<void>
  /** Starts working on the jobs (role `worker`). */
  work<Attached extends object>(jobs: ReadonlyArray<AnyJob<Attached>>, runtime: Runtime<Attached>): Promise<void>
  /** Answers whether the engine's tables can be read: part of readiness. */
  isReady(): Promise<boolean>
  /** Jobs waiting and running now, by queue. */
  counts(): Promise<ReadonlyArray<{ name: string; waiting: number; active: number; failed: number }>>
  stop(): Promise<void>
}

/** Seconds between signs of life of a running job: a worker killed with -9 is noticed after this long. */
const HEARTBEAT_SECONDS = 20
/** The engine announces only jobs that are due when they are sent; the others are looked for this often, all queues in one query. */
const DUE_LOOK_MS = 400

/** Opens the job engine (pg-boss) in its own schema `jobs` of the same database. */
export async function openJobQueue(options: { url: string; log: Logger; maxConnections: number; runsSchedules: boolean }): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: options.url,
    schema: 'jobs',
    application_name: 'xinyun jobs',
    max: options.maxConnections,
    useListenNotify: true,
    schedule: options.runsSchedules,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  })
  boss.on('error', (error) => options.log.error({ error: error.message }, 'job engine error'))
  boss.on('warning', (warning) => options.log.warn({ warning: warning.message }, 'job engine warning'))
  await boss.start()

  const sendWith = async (job: { name: string; payload: z.ZodType }, payload: unknown, sendOptions: SendOptions, tx?: Kysely<unknown>) => {
    await boss.send(job.name, job.payload.parse(payload) as object, {
      ...(sendOptions.startAfter ? { startAfter: sendOptions.startAfter } : {}),
      ...(sendOptions.key ? { singletonKey: sendOptions.key } : {}),
      ...(tx ? { db: fromKysely(tx.withoutPlugins()) } : {}),
    })
  }

  const workersOf = new Map<string, string[]>()
  let dueLook: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  const wakeForDueJobs = async () => {
    try {
      const { rows } = await boss.getDb().executeSql(
        `select queue.name from unnest($1::text[]) as queue (name)
         where exists (select from jobs.job where job.name = queue.name and state < 'active' and not blocked and start_after <= now())`,
        [[...workersOf.keys()]],
      )
      for (const { name } of rows as Array<{ name: string }>) for (const worker of workersOf.get(name) ?? []) boss.notifyWorker(worker)
    } catch (error) {
      options.log.warn({ error }, 'due jobs could not be looked for; the engine polls')
    }
  }

  return {
    send: (job, payload, sendOptions = {}) => sendWith(job, payload, sendOptions),
    within: (tx) => ({ send: (job, payload, sendOptions = {}) => sendWith(job, payload, sendOptions, tx) }),
    async declare(jobs) {
      for (const job of jobs) {
        const queue = {
          policy: job.policy ?? 'standard',
          retryLimit: job.retries ?? 3,
          retryDelay: 5,
          retryBackoff: true,
          expireInSeconds: job.expiresInSeconds ?? 900,
          heartbeatSeconds: HEARTBEAT_SECONDS,
          notify: true,
        } as const
        if (await boss.getQueue(job.name)) {
          const { policy: _unchangeable, ...changeable } = queue
          await boss.updateQueue(job.name, changeable)
        } else {
          await boss.createQueue(job.name, queue)
        }
        if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: BUSINESS_ZONE })
        else await boss.unschedule(job.name)
      }
    },
    async work(jobs, runtime) {
      for (const job of jobs) {
        const log = options.log.child({ job: job.name })
        const workers: string[] = []
        workersOf.set(job.name, workers)
        for (let at = 0; at < (job.concurrency ?? 1); at += 1) {
          const worker = await boss.work<object>(job.name, { batchSize: 1, notifyPollingIntervalSeconds: 10 }, async ([run]) => {
            if (!run) return
            const started = performance.now()
            try {
              await job.perform(runtime, job.payload.parse(run.data ?? {}) as never, { id: run.id, signal: run.signal })
              log.debug({ id: run.id, milliseconds: Math.round(performance.now() - started) }, 'job done')
            } catch (error) {
              log.error({ id: run.id, error }, 'job failed')
              throw error
            } finally {
              // Several jobs sent in one transaction are announced once: whoever has done one asks for the next at once.
              const own = workers[at]
              if (own) boss.notifyWorker(own)
            }
          })
          workers.push(worker)
        }
      }
      dueLook ??= setInterval(() => (looking ??= wakeForDueJobs().finally(() => (looking = undefined))), DUE_LOOK_MS).unref()
    },
    async isReady() {
      await boss.getQueues()
      return true
    },
    async counts() {
      const queues = await boss.getQueues()
      return queues.map((queue) => ({ name: queue.name, waiting: queue.queuedCount, active: queue.activeCount, failed: queue.failedCount }))
    },
    async stop() {
      clearInterval(dueLook)
      await looking
      await boss.stop({ graceful: true, timeout: 5_000, close: true })
    },
  }
}
