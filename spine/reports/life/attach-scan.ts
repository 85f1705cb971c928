import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { reportErrors } from '../report.ts'
import { addReportEvent, changeReport, findVersion, lockSeenReport } from '../reports.store.ts'

/** The digest printed in the footer may be typed in part: its first characters are enough to tell versions apart. */
const MIN_HASH = 8

/** The signed and sealed scan belongs to the one version whose digest stands in its footer; any other is refused. */
export async function attachScan(ctx: SpineCtx, reportId: string, seen: number, scan: { readonly version: number; readonly hash: string; readonly note: string; readonly file: EvidenceFile }): Promise<{ evidenceId: string }> {
  requirePermission(ctx, 'report:submit')
  const row = await lockSeenReport(ctx, reportId, seen)
  const version = await findVersion(ctx, reportId, scan.version)
  const typed = scan.hash.replaceAll(/\s/g, '').toLowerCase()
  if (typed.length < MIN_HASH || !version.dataSm3.startsWith(typed)) throw reportErrors['scan-mismatch']({ detail: await mismatch(ctx, reportId, scan.version, typed) })
  const contract = await currentContract(ctx)
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'signed-report',
    title: `${row.title} 第 ${scan.version} 版 签字盖章件`,
    about: { contract: contract.code, service: 'operations-reporting', report: row.number },
    body: { report: row.number, version: scan.version, dataSm3: version.dataSm3, note: scan.note },
    files: [scan.file],
  })
  await changeReport(ctx, row, {})
  await addReportEvent(ctx, reportId, { kind: 'scan-attached', version: scan.version, note: scan.note, fileSm3: scan.file.sm3, evidenceId })
  return { evidenceId }
}

async function mismatch(ctx: SpineCtx, reportId: string, version: number, typed: string): Promise<string> {
  if (typed.length < MIN_HASH) return `请填写扫描件页脚校验值的至少前 ${MIN_HASH} 位`
  const all = await spineTables(ctx).selectFrom('spine.reportVersion').select(['version', 'dataSm3']).where('reportId', '=', reportId).execute()
  const other = all.find(({ dataSm3 }) => dataSm3.startsWith(typed))
  return other ? `该校验值属于第 ${other.version} 版，不是第 ${version} 版` : `该校验值不属于这份报告的任何版次`
}
