import type { AnyJob } from '#platform/jobs/job.ts'
import type { SpineAttached } from '#spine/context.ts'
import type { EvidenceKeeping } from '#spine/evidence/evidence-keeping.ts'
import { evidenceJobs } from '#spine/evidence/jobs.ts'
import { noticeJobs } from '#spine/notices/jobs.ts'
import { assessOpenJob, openDueWorkJob, replanJob } from '#spine/obligations/jobs.ts'
import { removeExpiredContactsJob } from '#spine/parties/contacts/jobs.ts'
import { checkRostersJob } from '#spine/parties/rosters/jobs.ts'
import { requestJobs } from '#spine/requests/jobs.ts'
import { buildReportJob } from '#spine/reports/report-builds.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { services } from '#services/index.ts'

/** Everything that the worker does. */
export function centreJobs(keeping: EvidenceKeeping): ReadonlyArray<AnyJob<SpineAttached>> {
  return [...evidenceJobs(keeping), openDueWorkJob, assessOpenJob, replanJob, performWorkOrderJob, buildReportJob, ...noticeJobs, removeExpiredContactsJob, checkRostersJob, ...requestJobs, ...services.flatMap((service) => service.jobs)]
}
