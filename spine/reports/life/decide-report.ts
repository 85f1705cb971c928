import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import type { ReportState } from '../api.ts'
import { requireTransition } from '../report.ts'
import { addReportEvent, changeReport, findVersion, lockSeenReport } from '../reports.store.ts'
import { settleReviewDuty } from './review-duty.ts'

/** The client accepts the submitted version. */
export function acceptReport(ctx: SpineCtx, reportId: string, seen: number, note: string): Promise<void> {
  return decide(ctx, reportId, seen, 'accepted', note)
}

/** The client questions it; the operator answers with a new version. */
export function questionReport(ctx: SpineCtx, reportId: string, seen: number, question: string): Promise<void> {
  return decide(ctx, reportId, seen, 'questioned', question)
}

async function decide(ctx: SpineCtx, reportId: string, seen: number, outcome: 'accepted' | 'questioned', note: string): Promise<void> {
  requirePermission(ctx, 'report:decide')
  const row = await lockSeenReport(ctx, reportId, seen)
  requireTransition(row.state as ReportState, outcome)
  const version = await findVersion(ctx, reportId, row.submittedVersion ?? row.currentVersion)
  const contract = await currentContract(ctx)
  const word = outcome === 'accepted' ? '认可' : '质疑'
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'review-record',
    title: `${row.title} 第 ${version.version} 版 ${word}`,
    about: { contract: contract.code, service: 'operations-reporting', report: row.number },
    body: { report: row.number, version: version.version, dataSm3: version.dataSm3, outcome, note, receivedAt: row.receivedAt?.toISOString() ?? null },
  })
  if (row.receivedAt) await settleReviewDuty(ctx, { reportId, kind: row.kind, number: row.number, title: row.title, version: version.version, receivedAt: row.receivedAt }, evidenceId, word)
  await changeReport(ctx, row, { state: outcome, decidedAt: ctx.now })
  await addReportEvent(ctx, reportId, { kind: outcome, version: version.version, note, evidenceId })
}
