import { sql } from 'kysely'
import { act } from '#platform/context/runtime.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { pageOf } from '#platform/database/page-of.ts'
import { AppError, defineErrors } from '#platform/errors/app-error.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { assessOccurrences, closeWorkOrder, nextNumber, recordEvidence, type SpineCtx, type SpineRuntime, summedPeriod } from '#spine/spine.ts'
import { measureCoverage } from '../coverage/read-coverage.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { reportBody } from '../evidence.ts'
import { runSummary } from '../runs/run.ts'
import { findAbsence } from './absent-inspections.ts'
import { composeReport } from './compose-report.ts'
import { currentDocument, renderDocument } from './documents.store.ts'

const reportErrors = defineErrors('inspection-report', {
  'not-found': [404, '没有这份巡检报告'],
  'no-records': [409, '该期间的巡检记录都已汇总，没有可编制的新报告'],
  'not-over': [409, '汇总期尚未结束'],
})

export type ReportRequest = { readonly subsystem: string; readonly from: string; readonly to: string; readonly occurrenceId?: string | undefined }

/**
 * Sums up the records of a period that no report has yet: every record is in exactly one report. A period without any record
 * gets one report that says so, and which inspections are absent.
 */
export async function makeReport(ctx: SpineCtx, { subsystem, from, to, occurrenceId }: ReportRequest): Promise<{ reportId: string; number: string; evidenceId: string }> {
  requirePermission(ctx, 'report:build')
  if (to >= businessDate(ctx.now)) throw reportErrors['not-over']()
  const db = inspectionTables(ctx)
  await sql`select pg_advisory_xact_lock(7100022)`.execute(ctx.tx)
  const runs = await db
    .selectFrom('inspection.run as r')
    .leftJoin('inspection.reportRun as x', 'x.runId', 'r.runId')
    .select(['r.runId', 'r.number', 'r.evidenceId'])
    .where('r.state', '=', 'done')
    .where('r.subsystem', '=', subsystem)
    .where('r.startedAt', '>=', instantOf(from))
    .where('r.startedAt', '<', instantOf(addDays(to, 1)))
    .where('x.runId', 'is', null)
    .orderBy('r.startedAt')
    .execute()
  if (runs.length === 0 && (await reportsOf(ctx, { subsystem, from, to })).length > 0) throw reportErrors['no-records']()
  const absence = runs.length === 0 ? { absence: await findAbsence(ctx, { subsystem, from, to }) } : {}
  const day = businessDate(ctx.now)
  const number = documentNumber('XB', day, await nextNumber(ctx, `XB-${day}`))
  const obligation = await db.selectFrom('spine.obligation').select(['code', 'clause']).where('code', '=', 'M3-03').where('subsystem', '=', subsystem).executeTakeFirst()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'inspection-report',
    title: `巡检报告 ${number}（${from} 至 ${to}）`,
    about: { service: 'inspection', subsystem, period: `${from}/${to}`, report: number, ...(obligation ? { obligation: obligation.code, clause: obligation.clause } : {}), ...(occurrenceId ? { occurrence: occurrenceId } : {}) },
    body: { report: number, subsystem, from, to, records: runs.map((run) => run.number), evidence: runs.map((run) => run.evidenceId), ...absence },
  })
  const reportId = newId(ctx.now)
  await db.insertInto('inspection.report').values({ reportId, number, subsystem, periodFrom: from, periodTo: to, madeAt: ctx.now, madeBy: actorUserId(ctx.actor), evidenceId }).execute()
  if (runs.length > 0) await db.insertInto('inspection.reportRun').values(runs.map(({ runId }) => ({ runId, reportId }))).execute()
  return { reportId, number, evidenceId }
}

/** Reports that hold records of the period, or that say of just this period that there were none. */
function reportsOf(ctx: SpineCtx, { subsystem, from, to }: ReportRequest) {
  return inspectionTables(ctx)
    .selectFrom('inspection.report as p')
    .leftJoin('inspection.reportRun as x', 'x.reportId', 'p.reportId')
    .leftJoin('inspection.run as r', 'r.runId', 'x.runId')
    .select(['p.number', 'p.evidenceId'])
    .distinct()
    .where('p.subsystem', '=', subsystem)
    .where((where) => where.or([where.and([where('r.startedAt', '>=', instantOf(from)), where('r.startedAt', '<', instantOf(addDays(to, 1)))]), where.and([where('x.runId', 'is', null), where('p.periodFrom', '=', from), where('p.periodTo', '=', to)])]))
    .orderBy('p.number')
    .execute()
}

/** The day after the period, when its last record is there. */
export function afterPeriod({ endsOn }: { endsOn: string }): Date {
  return instantOf(addDays(endsOn, 1), 60)
}

/** The report of an occurrence of 合同 M3-03; where people have summed up every record already, their reports. */
export async function performReport(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  await act(runtime, { kind: 'system', name: '巡检报告' }, async (ctx) => {
    const occurrence = await inspectionTables(ctx).selectFrom('spine.occurrence').select(['periodKey', 'opensOn', 'endsOn', 'occurrenceId']).where('occurrenceId', '=', order.occurrenceId ?? '').executeTakeFirstOrThrow()
    const request = { subsystem: order.subsystem, ...(await summedPeriod(ctx, occurrence)), occurrenceId: occurrence.occurrenceId }
    const reports = await makeReport(ctx, request).then((made) => [made], async (error: unknown) => {
      if (error instanceof AppError && error.code === 'inspection-report.no-records') return reportsOf(ctx, request)
      throw error
    })
    await closeWorkOrder(ctx, order.workOrderId, { result: { report: reports.map(({ number }) => number).join('、') }, evidenceIds: reports.map(({ evidenceId }) => evidenceId) })
    await assessOccurrences(ctx, [occurrence.occurrenceId])
  })
}

export async function downloadReport(ctx: SpineCtx, reportId: string, format: 'docx' | 'pdf'): Promise<FileAnswer> {
  requirePermission(ctx, 'inspection:read')
  const db = inspectionTables(ctx)
  const report = await db.selectFrom('inspection.report').selectAll().where('reportId', '=', reportId).executeTakeFirst()
  if (!report) throw reportErrors['not-found']()
  const records = await db.selectFrom('inspection.reportRun as x').innerJoin('inspection.run as r', 'r.runId', 'x.runId').select(['r.number', 'r.kind', 'r.startedAt', 'r.evidenceId', 'r.summary']).where('x.reportId', '=', reportId).orderBy('r.startedAt').execute()
  const said = await db.selectFrom('spine.evidence').select('body').where('evidenceId', '=', report.evidenceId).executeTakeFirstOrThrow()
  // Frozen as of when the report was made: what happened later belongs to later reports.
  const then: SpineCtx = { ...ctx, now: report.madeAt }
  const findings = await db
    .selectFrom('spine.finding').select(['number', 'title', 'state', 'firstSeenAt', 'closedAt'])
    .where('subsystem', '=', report.subsystem).where('firstSeenAt', '<', instantOf(addDays(report.periodTo, 1))).where('lastSeenAt', '>=', instantOf(report.periodFrom)).orderBy('number').execute()
  const facts = {
    number: report.number, subsystem: report.subsystem, from: report.periodFrom, to: report.periodTo, madeAt: report.madeAt,
    records: records.map((record) => ({ ...record, evidenceId: record.evidenceId ?? '', summary: runSummary.parse(record.summary) })),
    coverage: await measureCoverage(then, { from: report.periodFrom, to: report.periodTo, subsystem: report.subsystem }),
    absence: reportBody.parse(said.body).absence,
    findings: findings.map((one) => (one.closedAt && one.closedAt > report.madeAt ? { ...one, closedAt: null } : one)),
  }
  return renderDocument(ctx, await currentDocument(ctx, { reportId }, (version) => composeReport(facts, version)), format)
}

export async function listReports(ctx: SpineCtx, query: ListQuery & { subsystem?: string | undefined }) {
  requirePermission(ctx, 'inspection:read')
  let rows = inspectionTables(ctx)
    .selectFrom('inspection.report as p')
    .select(['p.reportId', 'p.number', 'p.subsystem', 'p.periodFrom', 'p.periodTo', 'p.madeAt', 'p.evidenceId'])
    .select(({ selectFrom }) => selectFrom('inspection.reportRun as x').select(sql<number>`count(*)`.as('n')).whereRef('x.reportId', '=', 'p.reportId').as('records'))
  if (query.subsystem) rows = rows.where('p.subsystem', '=', query.subsystem)
  const page = await pageOf(ctx.tx, rows, query, { sortable: { number: sql.ref('p.number'), madeAt: sql.ref('p.made_at') }, order: sql`p.made_at desc, p.report_id` })
  return { ...page, items: page.items.map((row) => ({ ...row, records: row.records ?? 0 })) }
}
