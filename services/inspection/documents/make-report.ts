import { sql } from 'kysely'
import { act } from '#platform/context/runtime.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { pageOf } from '#platform/database/page-of.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import type { SpineCtx, SpineRuntime } from '#spine/context.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { closeWorkOrder } from '#spine/work-orders/close-work-order.ts'
import { nextNumber } from '#spine/work-orders/work-orders.store.ts'
import { measureCoverage } from '../coverage/read-coverage.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runSummary } from '../runs/run.ts'
import { composeReport } from './compose-report.ts'
import { currentDocument, renderDocument } from './documents.store.ts'

const reportErrors = defineErrors('inspection-report', {
  'not-found': [404, '没有这份巡检报告'],
  'no-records': [409, '该期间没有尚未汇总的巡检记录'],
  'not-over': [409, '汇总期尚未结束'],
})

/** Sums up the records of a period that no report has yet: every record is in exactly one report. */
export async function makeReport(ctx: SpineCtx, { subsystem, from, to, occurrenceId }: { subsystem: string; from: string; to: string; occurrenceId?: string | undefined }): Promise<{ reportId: string; number: string; evidenceId: string }> {
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
  if (runs.length === 0) throw reportErrors['no-records']()
  const day = businessDate(ctx.now)
  const number = documentNumber('XB', day, await nextNumber(ctx, `XB-${day}`))
  const obligation = await db.selectFrom('spine.obligation').select(['code', 'clause']).where('code', '=', 'M3-03').where('subsystem', '=', subsystem).executeTakeFirst()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'inspection-report',
    title: `巡检报告 ${number}（${from} 至 ${to}）`,
    about: { service: 'inspection', subsystem, period: `${from}/${to}`, report: number, ...(obligation ? { obligation: obligation.code, clause: obligation.clause } : {}), ...(occurrenceId ? { occurrence: occurrenceId } : {}) },
    body: { report: number, subsystem, from, to, records: runs.map((run) => run.number), evidence: runs.map((run) => run.evidenceId) },
  })
  const reportId = newId(ctx.now)
  await db.insertInto('inspection.report').values({ reportId, number, subsystem, periodFrom: from, periodTo: to, madeAt: ctx.now, madeBy: actorUserId(ctx.actor), evidenceId }).execute()
  await db.insertInto('inspection.reportRun').values(runs.map(({ runId }) => ({ runId, reportId }))).execute()
  return { reportId, number, evidenceId }
}

/** The day after the period, when its last record is there. */
export function afterPeriod({ endsOn }: { endsOn: string }): Date {
  return instantOf(addDays(endsOn, 1), 60)
}

/** The report of an occurrence of 合同 M3-03. */
export async function performReport(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  await act(runtime, { kind: 'system', name: '巡检报告' }, async (ctx) => {
    const occurrence = await inspectionTables(ctx).selectFrom('spine.occurrence').select(['opensOn', 'endsOn', 'occurrenceId']).where('occurrenceId', '=', order.occurrenceId ?? '').executeTakeFirstOrThrow()
    const { evidenceId, number } = await makeReport(ctx, { subsystem: order.subsystem, from: occurrence.opensOn, to: occurrence.endsOn, occurrenceId: occurrence.occurrenceId })
    await closeWorkOrder(ctx, order.workOrderId, { result: { report: number }, evidenceIds: [evidenceId] })
    await assessOccurrences(ctx, [occurrence.occurrenceId])
  })
}

export async function downloadReport(ctx: SpineCtx, reportId: string, format: 'docx' | 'pdf'): Promise<FileAnswer> {
  requirePermission(ctx, 'inspection:read')
  const db = inspectionTables(ctx)
  const report = await db.selectFrom('inspection.report').selectAll().where('reportId', '=', reportId).executeTakeFirst()
  if (!report) throw reportErrors['not-found']()
  const records = await db.selectFrom('inspection.reportRun as x').innerJoin('inspection.run as r', 'r.runId', 'x.runId').select(['r.number', 'r.kind', 'r.startedAt', 'r.evidenceId', 'r.summary']).where('x.reportId', '=', reportId).orderBy('r.startedAt').execute()
  // Frozen as of when the report was made: what happened later belongs to later reports.
  const then: SpineCtx = { ...ctx, now: report.madeAt }
  const findings = await db
    .selectFrom('spine.finding').select(['number', 'title', 'state', 'firstSeenAt', 'closedAt'])
    .where('subsystem', '=', report.subsystem).where('firstSeenAt', '<', instantOf(addDays(report.periodTo, 1))).where('lastSeenAt', '>=', instantOf(report.periodFrom)).orderBy('number').execute()
  const facts = {
    number: report.number, subsystem: report.subsystem, from: report.periodFrom, to: report.periodTo, madeAt: report.madeAt,
    records: records.map((record) => ({ ...record, evidenceId: record.evidenceId ?? '', summary: runSummary.parse(record.summary) })),
    coverage: await measureCoverage(then, { from: report.periodFrom, to: report.periodTo, subsystem: report.subsystem }),
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
