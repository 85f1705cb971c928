import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import type { ReportState } from '../api.ts'
import { reportErrors, requireTransition } from '../report.ts'
import { addReportEvent, changeReport, findVersion, lockSeenReport } from '../reports.store.ts'

/** Another person than the builder has read the current version and stands for it. */
export async function reviewReport(ctx: SpineCtx, reportId: string, seen: number, note: string): Promise<void> {
  requirePermission(ctx, 'report:review')
  const row = await lockSeenReport(ctx, reportId, seen)
  const version = await findVersion(ctx, reportId, row.currentVersion)
  if (version.isPartial) throw reportErrors['is-partial']()
  requireTransition(row.state as ReportState, 'reviewed')
  if (version.builtBy !== null && version.builtBy === actorUserId(ctx.actor)) throw reportErrors['own-review']()
  await changeReport(ctx, row, { state: 'reviewed' })
  await addReportEvent(ctx, reportId, { kind: 'reviewed', version: row.currentVersion, note })
}

/** A reviewed report goes back to be built again; the reviewer says why. */
export async function returnReport(ctx: SpineCtx, reportId: string, seen: number, reason: string): Promise<void> {
  requirePermission(ctx, 'report:review')
  const row = await lockSeenReport(ctx, reportId, seen)
  if (row.state !== 'reviewed') throw reportErrors['wrong-state']({ detail: '只有已复核的报告可以退回' })
  await changeReport(ctx, row, { state: row.submittedVersion === null ? 'draft' : 'revised' })
  await addReportEvent(ctx, reportId, { kind: 'returned', version: row.currentVersion, note: reason })
}
