import type { AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'

export const jobs: ReadonlyArray<AnyJob<SpineAttached>> = []
