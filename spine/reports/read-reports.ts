import { sql } from 'kysely'
import type { z } from 'zod'
import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { composeDocument } from '#shared/compose-document.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import type { ReportKind } from '#spine/service.ts'
import type { reportDetail, reportsApi } from './api.ts'
import { thawReport } from './frozen-report.ts'
import { reportKindTitle, type ReportState } from './api.ts'
import { reportErrors } from './report.ts'
import { findVersion, type ReportRow } from './reports.store.ts'
import { reviewClock, reviewRule, type ReviewClock } from './time/review-clock.ts'
import { versionFiles } from './version-files.ts'

type ListInput = EndpointInput<(typeof reportsApi)['endpoints']['listReports']>['query']
type Action = z.output<typeof reportDetail>['actions'][number]

function summaries(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.report as r')
    .innerJoin('spine.reportVersion as v', (join) => join.onRef('v.reportId', '=', 'r.reportId').onRef('v.version', '=', 'r.currentVersion'))
    .select(['r.reportId', 'r.number', 'r.kind', 'r.periodKey', 'r.periodFrom', 'r.periodTo', 'r.title', 'r.state', 'r.currentVersion', 'r.receivedAt', 'r.decidedAt', 'r.version', 'v.isPartial', 'v.builtAt', 'v.builtBy'])
}

export async function listReports(ctx: SpineCtx, filter: ListInput) {
  let query = summaries(ctx)
  if (filter.kind) query = query.where('r.kind', '=', filter.kind)
  if (filter.state) query = query.where('r.state', 'in', filter.state.split(','))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('r.title', 'ilike', pattern), where('r.number', 'ilike', pattern), where('r.periodKey', 'ilike', pattern)]))
  }
  const page = await pageOf(spineTables(ctx), query, filter, {
    sortable: { number: sql.ref('r.number'), title: sql.ref('r.title'), periodFrom: sql.ref('r.period_from'), state: sql.ref('r.state'), builtAt: sql.ref('v.built_at'), receivedAt: sql.ref('r.received_at') },
    order: sql`r.period_to desc, r.number desc`,
  })
  const clockOf = await reviewClocks(ctx)
  return { ...page, items: page.items.map((row) => summary(row, clockOf)) }
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number]
type ClockOf = (row: Pick<ReportRow, 'state' | 'receivedAt' | 'decidedAt'>) => ReviewClock | null

function summary(row: SummaryRow, clockOf: ClockOf) {
  const kind = row.kind as ReportKind
  return { ...row, kind, kindTitle: reportKindTitle[kind], review: shownClock(clockOf(row)) }
}

function shownClock(clock: ReviewClock | null) {
  return clock && { ...clock, lines: [...clock.lines] }
}

/** The review clock of a report's last submission, recomputed at each reading. */
async function reviewClocks(ctx: SpineCtx): Promise<ClockOf> {
  const { document, contractId } = await currentContract(ctx)
  const decisions = await defaultDecisions(ctx, contractId)
  return ({ receivedAt, decidedAt }) => {
    const rule = receivedAt && reviewRule(document, decisions, receivedAt)
    return rule ? reviewClock(rule, receivedAt, decidedAt, ctx.calendar(), ctx.now) : null
  }
}

/** One report with every version, its timeline, and which acts are this person's. */
export async function readReport(ctx: SpineCtx, reportId: string) {
  const db = spineTables(ctx)
  const row = await summaries(ctx).where('r.reportId', '=', reportId).executeTakeFirst()
  if (!row) throw reportErrors['not-found']()
  const events = await db.selectFrom('spine.reportEvent').select(['at', 'kind', 'reportVersion', 'actorName', 'note', 'evidenceId']).where('reportId', '=', reportId).orderBy('reportEventId').execute()
  const rows = await db
    .selectFrom('spine.reportVersion')
    .select(['version', 'dataSm3 as hash', 'isPartial', 'asOf', 'reason', 'builtAt', 'builtByName', 'evidenceId', 'snapshotEvidenceId'])
    .where('reportId', '=', reportId)
    .orderBy('version', 'desc')
    .execute()
  const versions = []
  for (const version of rows) {
    const files = (await versionFiles(ctx, version)).map(({ fileName, bytes, sm3 }) => ({ format: fileName.endsWith('.pdf') ? ('pdf' as const) : ('docx' as const), fileName, bytes, sm3 }))
    versions.push({ ...version, files, scans: events.filter(({ kind, reportVersion }) => kind === 'scan-attached' && reportVersion === version.version) })
  }
  return { ...summary(row, await reviewClocks(ctx)), versions, events, actions: actionsOf(ctx, row) }
}

function actionsOf(ctx: SpineCtx, row: SummaryRow): Action[] {
  const state = row.state as ReportState
  const isDraft = state === 'draft' || state === 'revised'
  const may = (permission: 'report:build' | 'report:review' | 'report:submit' | 'report:decide') => isPermitted(ctx.actor, permission)
  const actions: Action[] = []
  if (may('report:build') && isDraft) actions.push('build')
  if (may('report:build') && state === 'questioned') actions.push('revise')
  if (may('report:review') && isDraft && !row.isPartial && row.builtBy !== actorUserId(ctx.actor)) actions.push('review')
  if (may('report:review') && state === 'reviewed') actions.push('return')
  if (may('report:submit') && state === 'reviewed') actions.push('submit')
  if (may('report:decide') && state === 'submitted') actions.push('accept', 'question')
  if (may('report:submit')) actions.push('attach-scan')
  return actions
}

/** What the browser shows: the composed document, whose notes name the figures behind them. */
export async function previewReport(ctx: SpineCtx, reportId: string, version: number) {
  requirePermission(ctx, 'report:read')
  const row = await findVersion(ctx, reportId, version)
  const { document } = thawReport(row.frozenText)
  const composed = composeDocument(document)
  return { hash: row.dataSm3, document: JSON.parse(JSON.stringify(composed)) as z.output<ReturnType<typeof z.json>> }
}
