import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { listTimedGrants, readExecution } from './adjustments/read-execution.ts'
import { retryRefused } from './adjustments/retry-refused.ts'
import { undoAdjustment } from './adjustments/undo-adjustment.ts'
import { accessAdjustmentApi } from './api.ts'
import { dryRunForm } from './forms/dry-run.ts'
import { importLines, lineTemplate } from './forms/import-lines.ts'
import { listReviews, readReview } from './reviews/read-reviews.ts'
import { downloadSheet, uploadSheetScan } from './reviews/review-sheet.ts'
import { startReview } from './reviews/start-review.ts'
import { takeBaseline } from './reviews/take-baseline.ts'
import { proposeRoles, readAnalysis } from './roles/propose-roles.ts'
import { decideRules, proposeRules, withdrawRules } from './rules/change-rules.ts'
import { listRuleVersions, readRulesInForce, readRuleVersion } from './rules/read-rules.ts'
import { listAccounts, listTargets, readTargetNow, setTarget } from './targets/read-targets.ts'

const accessRoutes = implementApi<typeof accessAdjustmentApi.endpoints, SpineCtx>(accessAdjustmentApi, {
  listTargets: (ctx) => listTargets(ctx),
  setTarget: (ctx, { params, body }) => setTarget(ctx, params.componentId, body),
  listAccounts: (ctx, { params, query }) => listAccounts(ctx, params.componentId, query),
  takeBaseline: (ctx, { params, body }) => takeBaseline(ctx, { ...params, ...body }),
  readTargetNow: (ctx, { params }) => readTargetNow(ctx, params.componentId),
  getTemplate: (ctx) => lineTemplate(ctx),
  importLines: (ctx, { params, body }, { files }) => importLines(ctx, params.requestId, body.version, files),
  dryRun: (ctx, { params }) => dryRunForm(ctx, params.requestId),
  getExecution: (ctx, { params, query }) => readExecution(ctx, params.requestId, query.state),
  retryRefused: (ctx, { params }) => retryRefused(ctx, params.requestId),
  undoAdjustment: (ctx, { params, body }) => undoAdjustment(ctx, params.adjustmentId, body.requestId, body.reason),
  listTimedGrants: (ctx, { query }) => listTimedGrants(ctx, query),
  listReviews: (ctx, { query }) => listReviews(ctx, query),
  getReview: (ctx, { params }) => readReview(ctx, params.reviewId),
  startReview: (ctx, { body }) => startReview(ctx, body.subsystem),
  getSheet: (ctx, { params, query }) => downloadSheet(ctx, params.reviewId, query.format),
  uploadSheetScan: (ctx, { params }, { files }) => uploadSheetScan(ctx, params.reviewSheetId, files),
  getRoleAnalysis: (ctx, { query }) => readAnalysis(ctx, query.subsystem),
  proposeRoles: (ctx, { body }) => proposeRoles(ctx, body),
  getRules: (ctx) => readRulesInForce(ctx),
  listRuleVersions: (ctx, { query }) => listRuleVersions(ctx, query),
  getRuleVersion: (ctx, { params }) => readRuleVersion(ctx, params.ruleVersionId),
  proposeRules: (ctx, { body }) => proposeRules(ctx, body),
  decideRules: (ctx, { params, body }) => decideRules(ctx, params.ruleVersionId, body.decision, body.note),
  withdrawRules: (ctx, { params }) => withdrawRules(ctx, params.ruleVersionId),
})

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [accessRoutes]
