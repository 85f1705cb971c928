import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { dataExportsApi } from './exports/api.ts'
import { confirmCopiesDestroyed, destroyExport, downloadExport, revealExportPassword, signExport } from './exports/hand-over.ts'
import { generateExport } from './exports/open-generation.ts'
import { listDataExports, listExportReceivers, readDataExport, readExportRequest, rerunExport } from './exports/read-exports.ts'
import { previewExport, reviewExportRequest } from './exports/review-export.ts'
import { dataOrdersApi } from './orders/api.ts'
import { executeDataOrder } from './orders/open-execution.ts'
import { exceptRehearsal, readDataImage, readDataOrder, tryDataOrder, undoDataExecution } from './orders/read-order.ts'
import { rehearseDataOrder } from './orders/rehearse-order.ts'
import { listDataTargets, listReviewRules, reviewDataOrder, reviewScript } from './orders/review-order.ts'
import { exportQueriesApi } from './queries/api.ts'
import { confirmHeldExport } from './queries/confirm-held.ts'
import { redoPeriodExport } from './queries/open-period.ts'
import { listExportQueries, listQueryTemplates, readExportQuery } from './queries/read-queries.ts'
import { decideExportQuery, retireExportQuery, reviseExportQuery, saveExportQuery, setExportBand, setExportReceiver } from './queries/save-query.ts'

const orderRoutes = implementApi<typeof dataOrdersApi.endpoints, SpineCtx>(dataOrdersApi, {
  listDataTargets: (ctx) => listDataTargets(ctx),
  reviewScript: (ctx, { body }) => reviewScript(ctx, body),
  listReviewRules: (ctx) => listReviewRules(ctx),
  reviewDataOrder: (ctx, { params }) => reviewDataOrder(ctx, params.requestId),
  getDataOrder: (ctx, { params }) => readDataOrder(ctx, params.requestId),
  rehearseDataOrder: (ctx, { params }) => rehearseDataOrder(ctx, params.requestId),
  tryDataOrder: (ctx, { params }) => tryDataOrder(ctx, params.requestId),
  exceptRehearsal: (ctx, { params, body }) => exceptRehearsal(ctx, params.requestId, body.reason),
  executeDataOrder: (ctx, { params }) => executeDataOrder(ctx, params.requestId),
  getDataImage: (ctx, { params }) => readDataImage(ctx, params.dataExecutionId),
  undoDataExecution: (ctx, { params, body }) => undoDataExecution(ctx, params.dataExecutionId, body.requestId, body.reason),
})

const exportRoutes = implementApi<typeof dataExportsApi.endpoints, SpineCtx>(dataExportsApi, {
  listDataExports: (ctx, { query }) => listDataExports(ctx, query),
  getDataExport: (ctx, { params }) => readDataExport(ctx, params.dataExportId),
  listExportReceivers: (ctx) => listExportReceivers(ctx),
  previewExport: (ctx, { body }) => previewExport(ctx, body),
  reviewExportRequest: (ctx, { params }) => reviewExportRequest(ctx, params.requestId),
  getExportRequest: (ctx, { params }) => readExportRequest(ctx, params.requestId),
  generateExport: (ctx, { params }) => generateExport(ctx, params.requestId),
  revealExportPassword: (ctx, { params }, facts) => revealExportPassword(ctx, params.dataExportId, facts.address),
  downloadExport: (ctx, { params }, facts) => downloadExport(ctx, params.dataExportId, facts.address),
  signExport: (ctx, { params, body }) => signExport(ctx, params.dataExportId, body),
  destroyExport: (ctx, { params }) => destroyExport(ctx, params.dataExportId),
  confirmCopiesDestroyed: (ctx, { params, body }) => confirmCopiesDestroyed(ctx, params.dataExportId, body.note),
  confirmHeldExport: (ctx, { params, body }) => confirmHeldExport(ctx, params.dataExportId, body.reason),
  redoPeriodExport: (ctx, { params }) => redoPeriodExport(ctx, params.dataExportId),
  rerunExport: (ctx, { params }) => rerunExport(ctx, params.dataExportId),
})

const queryRoutes = implementApi<typeof exportQueriesApi.endpoints, SpineCtx>(exportQueriesApi, {
  listExportQueries: (ctx, { query }) => listExportQueries(ctx, query),
  listQueryTemplates: (ctx) => listQueryTemplates(ctx),
  getExportQuery: (ctx, { params }) => readExportQuery(ctx, params.exportQueryId),
  saveExportQuery: (ctx, { body }) => saveExportQuery(ctx, body),
  reviseExportQuery: (ctx, { params, body }) => reviseExportQuery(ctx, params.exportQueryId, body),
  decideExportQuery: (ctx, { params, body }) => decideExportQuery(ctx, params.exportQueryId, params.queryVersion, body),
  setExportBand: (ctx, { params, body }) => setExportBand(ctx, params.exportQueryId, body),
  setExportReceiver: (ctx, { params, body }) => setExportReceiver(ctx, params.exportQueryId, body),
  retireExportQuery: (ctx, { params, body }) => retireExportQuery(ctx, params.exportQueryId, body.version),
})

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [orderRoutes, exportRoutes, queryRoutes]
