import type { JobQueue } from '#platform/jobs/job-queue.ts'

/**
 * The six systems have no background work yet, so they open no job engine: seven processes share one server's connections.
 * Whoever sends a job here has forgotten that, and is told.
 */
export const noJobs: JobQueue = Object.freeze({
  send: () => Promise.reject(new Error('this system has no job engine: open one in run-subsystem before sending jobs')),
  within: () => ({ send: noJobs.send }),
  declare: () => Promise.resolve(),
  work: () => Promise.resolve(),
  isReady: () => Promise.resolve(true),
  counts: () => Promise.resolve([]),
  stop: () => Promise.resolve(),
})
