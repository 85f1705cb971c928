import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { instantOf } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { findCheck } from '../checks/catalogue.ts'
import type { Judge } from '../checks/check.ts'
import { describeJudge } from '../checks/describe-judge.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runErrors, runSummary } from './run.ts'

export type RunQuery = ListQuery & { kind?: string | undefined; state?: string | undefined; subsystem?: string | undefined; from?: string | undefined; to?: string | undefined; verdict?: string | undefined }

export async function listRuns(ctx: SpineCtx, query: RunQuery) {
  requirePermission(ctx, 'inspection:read')
  let rows = summaries(ctx)
  if (query.search) rows = rows.where((where) => where.or([where('r.number', 'ilike', containing(query.search ?? '')), where('r.title', 'ilike', containing(query.search ?? ''))]))
  if (query.kind) rows = rows.where('r.kind', '=', query.kind)
  if (query.state) rows = rows.where('r.state', '=', query.state)
  if (query.subsystem) rows = rows.where('r.subsystem', '=', query.subsystem)
  if (query.from) rows = rows.where('r.startedAt', '>=', instantOf(query.from))
  if (query.to) rows = rows.where('r.startedAt', '<', instantOf(addDays(query.to, 1)))
  if (query.verdict) rows = rows.where(sql<boolean>`(r.summary #>> ${sql.val(`{counts,${query.verdict}}`)}::text[])::int > 0`)
  const page = await pageOf(ctx.tx, rows, query, { sortable: { number: sql.ref('r.number'), startedAt: sql.ref('r.started_at'), endedAt: sql.ref('r.ended_at'), subsystem: sql.ref('r.subsystem') }, order: sql`r.started_at desc, r.run_id desc` })
  return { ...page, items: page.items.map(plain) }
}

export async function readRun(ctx: SpineCtx, runId: string) {
  requirePermission(ctx, 'inspection:read')
  const db = inspectionTables(ctx)
  const run = await summaries(ctx).select(['r.evidenceId', 'r.occurrenceId', 'r.catalogueSm3', 'r.cancelRequestedAt', 'r.summary']).where('r.runId', '=', runId).executeTakeFirst()
  if (!run) throw runErrors['not-found']()
  const template = await db.selectFrom('inspection.catalogue').select(['version', 'sm3']).where('sm3', '=', run.catalogueSm3).executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('inspection.runItem as i')
    .leftJoin('inspection.result as r', 'r.runItemId', 'i.runItemId')
    .select(['i.runItemId', 'i.position', 'i.componentId', 'i.subsystem', 'i.componentTitle', 'i.checkCode', 'i.checkTitle', 'i.section', 'i.isManual', 'i.judge', 'i.checkOverrideId'])
    .select(['r.verdict', 'r.value', 'r.unit', 'r.previous', 'r.delta', 'r.reason', 'r.tookMs', 'r.engine', 'r.engineVersion', 'r.capturedAt', 'r.capturedByName'])
    .where('i.runId', '=', runId)
    .orderBy('i.position')
    .execute()
  const ofRun = <T extends { runItemId: string }>(list: T[]) => Map.groupBy(list, (one) => one.runItemId)
  const comments = ofRun(await db.selectFrom('inspection.resultComment as c').innerJoin('inspection.runItem as i', 'i.runItemId', 'c.runItemId').select(['c.runItemId', 'c.at', 'c.authorName', 'c.text']).where('i.runId', '=', runId).orderBy('c.resultCommentId').execute())
  const files = ofRun(await db.selectFrom('inspection.resultFile as f').innerJoin('inspection.runItem as i', 'i.runItemId', 'f.runItemId').select(['f.runItemId', 'f.position', 'f.fileName', 'f.mediaType']).where('i.runId', '=', runId).orderBy('f.position').execute())
  const signed = await db.selectFrom('inspection.runSignature').select(['role', 'name', 'signedAt', 'note']).where('runId', '=', runId).orderBy('signedAt').execute()
  const report = await db.selectFrom('inspection.reportRun as x').innerJoin('inspection.report as p', 'p.reportId', 'x.reportId').select(['p.reportId', 'p.number']).where('x.runId', '=', runId).executeTakeFirst()
  const items = rows.map((row) => {
    const check = findCheck(row.checkCode)
    const unit = row.unit || (check?.unit ?? '')
    return {
      runItemId: row.runItemId, position: row.position, componentId: row.componentId, subsystem: row.subsystem, component: row.componentTitle, check: row.checkCode, title: row.checkTitle, section: row.section, isManual: row.isManual,
      verdict: row.verdict, value: scalarOf(row.value), unit, threshold: describeJudge(row.judge as Judge, unit), isOverridden: row.checkOverrideId !== null, previous: scalarOf(row.previous), delta: row.delta,
      reason: row.reason ?? '', advice: check?.advice ?? '', tookMs: row.tookMs, engine: [row.engine, row.engineVersion].filter(Boolean).join(' '), capturedAt: row.capturedAt, capturedByName: row.capturedByName,
      comments: comments.get(row.runItemId) ?? [], files: files.get(row.runItemId) ?? [],
    }
  })
  const isRunning = run.state === 'running'
  const byComponent = Map.groupBy(items.filter((item) => !item.isManual), (item) => item.component)
  const inProgress = isRunning ? [...byComponent].filter(([, own]) => own.some((item) => item.verdict === null) && own.some((item) => item.verdict !== null)).map(([component]) => component) : []
  return {
    ...plain(run), template, evidenceId: run.evidenceId, occurrenceId: run.occurrenceId, canCancel: isRunning && run.occurrenceId === null && run.cancelRequestedAt === null, inProgress,
    hazards: run.summary === null ? null : runSummary.parse(run.summary).hazards, signed, report: report ?? null, documents: await documentsOf(ctx, runId), items,
  }
}

async function documentsOf(ctx: SpineCtx, runId: string) {
  const db = inspectionTables(ctx)
  const documents = await db.selectFrom('inspection.document').select(['documentId', 'version', 'modelSm3', 'madeAt']).where('runId', '=', runId).orderBy('version').execute()
  if (documents.length === 0) return []
  const scans = await db.selectFrom('inspection.signedScan').select(['documentId', 'fileName', 'uploadedAt', 'uploadedByName', 'evidenceId']).where('documentId', 'in', documents.map((one) => one.documentId)).orderBy('uploadedAt').execute()
  return documents.map((document) => ({ ...document, scans: scans.filter((scan) => scan.documentId === document.documentId) }))
}

/** The last values of one check of one component, oldest first. */
export async function readTrend(ctx: SpineCtx, { componentId, check: code, last }: { componentId: string; check: string; last: number }) {
  requirePermission(ctx, 'inspection:read')
  const check = findCheck(code)
  if (!check) throw runErrors['unknown-check']({ detail: code })
  const rows = await inspectionTables(ctx)
    .selectFrom('inspection.runItem as i')
    .innerJoin('inspection.result as r', 'r.runItemId', 'i.runItemId')
    .select(['i.runId', 'r.capturedAt as at', 'r.value', 'r.verdict', 'i.judge'])
    .where('i.componentId', '=', componentId)
    .where('i.checkCode', '=', code)
    .orderBy('i.runItemId', 'desc')
    .limit(last)
    .execute()
  const points = rows.toReversed().map(({ judge: _judge, value, ...row }) => ({ ...row, value: scalarOf(value) }))
  const judge = (rows[0]?.judge ?? check.judge) as Judge
  const limits = (judge.kind === 'above' || judge.kind === 'below') && judge.on === 'value' ? judge : undefined
  const numbers = points.map((point) => (typeof point.value === 'number' ? point.value : null))
  return {
    title: check.title,
    unit: check.unit,
    points,
    chart: numbers.some((number) => number !== null)
      ? {
          type: 'line' as const, title: check.title, alternative: `${check.title}最近 ${points.length} 次取值`, categories: points.map((point) => shortTime(point.at)), y: { title: check.title, unit: check.unit }, series: [{ name: check.title, values: numbers }],
          thresholds: [limits?.warn === undefined ? [] : { label: '关注', value: limits.warn, severity: 'watch' as const }, limits?.critical === undefined ? [] : { label: '异常', value: limits.critical, severity: 'bad' as const }].flat(),
        }
      : null,
  }
}

export async function readRaw(ctx: SpineCtx, runItemId: string) {
  requirePermission(ctx, 'inspection:read')
  const row = await inspectionTables(ctx).selectFrom('inspection.result').select('raw').where('runItemId', '=', runItemId).executeTakeFirst()
  if (!row) throw runErrors['result-not-found']()
  return { raw: row.raw }
}

function summaries(ctx: SpineCtx) {
  return inspectionTables(ctx)
    .selectFrom('inspection.run as r')
    .select(['r.runId', 'r.number', 'r.kind', 'r.subsystem', 'r.title', 'r.state', 'r.requestedByName', 'r.startedAt', 'r.endedAt', 'r.workOrderId'])
    .select(({ selectFrom }) => [
      selectFrom('inspection.runItem as i').select(sql<number>`count(*)`.as('n')).whereRef('i.runId', '=', 'r.runId').as('planned'),
      selectFrom('inspection.runSignature as s').select(sql<number>`count(*)`.as('n')).whereRef('s.runId', '=', 'r.runId').as('signatures'),
      sql<Record<string, number>>`(select coalesce(jsonb_object_agg(v.verdict, v.n), '{}') from (select x.verdict, count(*) as n from inspection.result x join inspection.run_item i using (run_item_id) where i.run_id = r.run_id group by 1) v)`.as('verdicts'),
    ])
}

function plain<T extends { planned: number | null; signatures: number | null; verdicts: Record<string, number> }>({ verdicts, planned, signatures, ...row }: T) {
  const counts = { normal: 0, attention: 0, abnormal: 0, unchecked: 0, ...verdicts }
  return { ...row, planned: planned ?? 0, signatures: signatures ?? 0, counts, answered: Object.values(counts).reduce((sum, count) => sum + count, 0) }
}

function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null
}

function shortTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')
}
