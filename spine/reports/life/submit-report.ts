import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import type { ReportKind } from '#spine/service.ts'
import { fulfilReportDuties, servedKinds } from './fulfil-report-duties.ts'
import { openReviewDuty } from './review-duty.ts'
import type { ReportState } from '../api.ts'
import { reportErrors, requireTransition } from '../report.ts'
import { addReportEvent, changeReport, findVersion, lockSeenReport } from '../reports.store.ts'
import { versionFiles } from '../version-files.ts'

export type SubmitReport = {
  /** When the client received it. */
  readonly receivedAt: Date
  readonly channel: string
  /** Number or words of the client's receipt. */
  readonly receipt: string
  readonly receiptFile?: EvidenceFile
}

/** The reviewed version has been handed to the client: receipt, evidence, every occurrence that it discharges, and the client's duty to review it. */
export async function submitReport(ctx: SpineCtx, reportId: string, seen: number, submission: SubmitReport): Promise<{ workOrders: string[] }> {
  requirePermission(ctx, 'report:submit')
  const row = await lockSeenReport(ctx, reportId, seen)
  const version = await findVersion(ctx, reportId, row.currentVersion)
  if (version.isPartial) throw reportErrors['is-partial']()
  requireTransition(row.state as ReportState, 'submitted')
  if (submission.receivedAt > ctx.now || submission.receivedAt < version.builtAt) throw reportErrors['submitted-in-future']()
  const contract = await currentContract(ctx)
  const kind = row.kind as ReportKind
  const about = { contract: contract.code, service: 'operations-reporting', report: row.number, period: `${row.periodFrom}/${row.periodTo}` }
  const facts = { report: row.number, version: version.version, dataSm3: version.dataSm3, receivedAt: submission.receivedAt.toISOString(), channel: submission.channel, receipt: submission.receipt }
  const receipt = await recordEvidence(ctx, { kind: 'submission-receipt', title: `${row.title} 第 ${version.version} 版 提交回执`, about, body: facts, happenedAt: submission.receivedAt, files: submission.receiptFile ? [submission.receiptFile] : [] })
  const proofs = new Map([['operations-report', version.evidenceId], ['data-snapshot', version.snapshotEvidenceId], ['submission-receipt', receipt.evidenceId]])
  for (const served of servedKinds(kind)) {
    if (proofs.has(served)) continue
    const { evidenceId } = await recordEvidence(ctx, { kind: served, title: `${row.title} 第 ${version.version} 版`, about, body: { ...facts, sameAs: version.evidenceId }, happenedAt: submission.receivedAt, files: await versionFiles(ctx, version) })
    proofs.set(served, evidenceId)
  }
  const workOrders = await fulfilReportDuties(ctx, { kind, periodKey: row.periodKey, contractId: row.contractId, number: row.number, version: version.version, receivedAt: submission.receivedAt, proofs })
  await openReviewDuty(ctx, { reportId, kind, number: row.number, title: row.title, version: version.version, receivedAt: submission.receivedAt })
  await changeReport(ctx, row, { state: 'submitted', submittedVersion: version.version, receivedAt: submission.receivedAt, decidedAt: null })
  await addReportEvent(ctx, reportId, {
    kind: 'submitted',
    version: version.version,
    note: `${submission.channel}，回执：${submission.receipt}`,
    details: { receivedAt: submission.receivedAt.toISOString(), channel: submission.channel, receipt: submission.receipt, workOrders },
    fileSm3: submission.receiptFile?.sm3 ?? null,
    evidenceId: receipt.evidenceId,
  })
  return { workOrders }
}
