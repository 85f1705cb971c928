import { systemClock } from '#platform/clock/clock.ts'
import type { Runtime } from '#platform/context/runtime.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { openJobQueue } from '#platform/jobs/job-queue.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { dueJob } from './due-job.ts'

/** A worker process with nothing but the house's job queue; it says when it works and goes on until it is killed. */
const [url = ''] = process.argv.slice(2)
const log = createLogger({ name: 'bench worker', level: 'error' })
const { kysely: database } = connectDatabase({ url, applicationName: 'bench worker', maxConnections: 6, log })
const jobs = await openJobQueue({ url, log, maxConnections: 6, runsSchedules: false })
const runtime: Runtime = { name: 'bench', database, clock: systemClock, log, jobs, attached: {} }
await jobs.work([dueJob], runtime)
process.once('disconnect', () => process.exit())
process.send?.('working')
