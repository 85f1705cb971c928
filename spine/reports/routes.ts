import { implementApi, type ReceivedFile } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import { reportsApi } from './api.ts'
import { attachScan } from './life/attach-scan.ts'
import { compareVersions } from './verification/compare-versions.ts'
import { acceptReport, questionReport } from './life/decide-report.ts'
import { listReports, previewReport, readReport } from './read-reports.ts'
import { rebuildReport } from './verification/rebuild-report.ts'
import { readBuild, requestBuild } from './report-builds.ts'
import { reportErrors } from './report.ts'
import { findVersion } from './reports.store.ts'
import { returnReport, reviewReport } from './life/review-report.ts'
import { submitReport } from './life/submit-report.ts'
import { rerunFigure, verifyReport } from './verification/verify-report.ts'
import { versionFiles } from './version-files.ts'

export const reportRoutes = implementApi<typeof reportsApi.endpoints, SpineCtx>(reportsApi, {
  listReports: (ctx, { query }) => listReports(ctx, query),
  buildReport: (ctx, { body }) => requestBuild(ctx, body),
  getReportBuild: (ctx, { params }) => readBuild(ctx, params.reportBuildId),
  getReport: (ctx, { params }) => readReport(ctx, params.reportId),
  previewReport: (ctx, { params }) => previewReport(ctx, params.reportId, params.version),
  getFigure: async (ctx, { params }) => {
    const { parameters, evidence, ...answer } = await rerunFigure(ctx, params.reportId, params.version, params.figureId)
    return { ...answer, parameters: { ...parameters }, evidence: [...evidence] }
  },
  downloadReport: async (ctx, { params }) => {
    const version = await findVersion(ctx, params.reportId, params.version)
    const file = (await versionFiles(ctx, version)).find(({ sm3 }) => sm3 === (params.format === 'pdf' ? version.pdfSm3 : version.docxSm3))
    if (!file) throw reportErrors['no-version']()
    return { content: await ctx.files.read(file.sm3), fileName: file.fileName, mediaType: file.mediaType }
  },
  compareReportVersions: (ctx, { params, query }) => compareVersions(ctx, params.reportId, query.from, query.to),
  verifyReport: async (ctx, { params }) => {
    const { files, differing, rows, ...check } = await verifyReport(ctx, params.reportId, params.version)
    return { ...check, files: [...files], differing: [...differing], rows: { checked: rows.checked, differing: [...rows.differing] } }
  },
  rebuildReport: async (ctx, { params }) => {
    const rebuilt = await rebuildReport(ctx, params.reportId, params.version)
    return { ...rebuilt, files: [...rebuilt.files] }
  },
  reviewReport: (ctx, { params, body }) => reviewReport(ctx, params.reportId, body.version, body.note),
  returnReport: (ctx, { params, body }) => returnReport(ctx, params.reportId, body.version, body.reason),
  submitReport: (ctx, { params, body }, facts) => {
    const { version, ...submission } = body
    const [file] = facts.files
    return submitReport(ctx, params.reportId, version, { ...submission, ...(file ? { receiptFile: evidenceFileOf(file) } : {}) })
  },
  acceptReport: (ctx, { params, body }) => acceptReport(ctx, params.reportId, body.version, body.note),
  questionReport: (ctx, { params, body }) => questionReport(ctx, params.reportId, body.version, body.question),
  attachReportScan: (ctx, { params, body }, facts) => {
    const [file] = facts.files
    if (!file) throw reportErrors['needs-file']()
    return attachScan(ctx, params.reportId, body.version, { version: body.reportVersion, hash: body.hash, note: body.note, file: evidenceFileOf(file) })
  },
})

function evidenceFileOf({ sm3, fileName, mediaType, bytes }: ReceivedFile): EvidenceFile {
  return { sm3, fileName, mediaType, bytes }
}
