import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionApi } from './api.ts'
import { listOverrides, revokeOverride, setOverride } from './checks/override-check.ts'
import { readCatalogue } from './checks/read-catalogue.ts'
import { classifyOutage } from './availability/classify-outage.ts'
import { readResponseSamples } from './availability/read-response-samples.ts'
import { listOutages, readAvailability, readMonitoring } from './availability/read-availability.ts'
import { setMonitor } from './availability/set-monitor.ts'
import { readCoverage } from './coverage/read-coverage.ts'
import { downloadReport, listReports, makeReport } from './documents/make-report.ts'
import { downloadRecord } from './documents/run-record.ts'
import { uploadScan } from './documents/upload-scan.ts'
import { answerManualCheck } from './runs/answer-manual-check.ts'
import { commentResult } from './runs/comment-result.ts'
import { listRuns, readRaw, readRun, readTrend } from './runs/read-runs.ts'
import { readResultFile } from './runs/read-result-file.ts'
import { signRun } from './runs/sign-run.ts'
import { cancelRun, recheckRun, startRun } from './runs/start-run.ts'

const inspectionRoutes = implementApi<typeof inspectionApi.endpoints, SpineCtx>(inspectionApi, {
  listRuns: (ctx, { query }) => listRuns(ctx, query),
  startRun: (ctx, { body }) => startRun(ctx, body),
  getRun: (ctx, { params }) => readRun(ctx, params.runId),
  recheckRun: (ctx, { params }) => recheckRun(ctx, params.runId),
  cancelRun: (ctx, { params }) => cancelRun(ctx, params.runId),
  signRun: (ctx, { params, body }) => signRun(ctx, params.runId, body),
  commentResult: (ctx, { params, body }) => commentResult(ctx, params.runItemId, body.text),
  answerManualCheck: (ctx, { params, body }, { files }) => answerManualCheck(ctx, params.runItemId, { ...body, files }),
  getResultFile: (ctx, { params }) => readResultFile(ctx, params.runItemId, params.position),
  getRaw: (ctx, { params }) => readRaw(ctx, params.runItemId),
  getTrend: (ctx, { query }) => readTrend(ctx, query),
  getRecord: (ctx, { params, query }) => downloadRecord(ctx, params.runId, query.format),
  uploadScan: (ctx, { params }, { files }) => uploadScan(ctx, params.documentId, files),
  listReports: (ctx, { query }) => listReports(ctx, query),
  makeReport: (ctx, { body }) => makeReport(ctx, body),
  getReport: (ctx, { params, query }) => downloadReport(ctx, params.reportId, query.format),
  getCatalogue: (ctx) => readCatalogue(ctx),
  listOverrides: (ctx, { query }) => listOverrides(ctx, query),
  setOverride: (ctx, { body }) => setOverride(ctx, body),
  revokeOverride: (ctx, { params }) => revokeOverride(ctx, params.checkOverrideId),
  getCoverage: (ctx, { query }) => readCoverage(ctx, query),
  getAvailability: (ctx, { query }) => readAvailability(ctx, query),
  getMonitoring: (ctx) => readMonitoring(ctx),
  getSamples: (ctx, { params, query }) => readResponseSamples(ctx, params.componentId, query),
  setMonitor: (ctx, { params, body }) => setMonitor(ctx, params.componentId, body),
  listOutages: (ctx, { query }) => listOutages(ctx, query),
  classifyOutage: (ctx, { params, body }) => classifyOutage(ctx, params.outageId, body),
})

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [inspectionRoutes]
