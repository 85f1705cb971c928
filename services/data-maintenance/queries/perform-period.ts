import { z } from 'zod'
import { createHash } from 'node:crypto'
import { act, look } from '#platform/context/runtime.ts'
import { businessDate } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { sendReminder, sensitiveColumns, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { findDataTarget } from '../orders/data-targets.ts'
import { readyToReview } from '../review/review-sql.ts'
import { queryParameter } from '../exports/api.ts'
import { exportStore } from '../exports/export-store.ts'
import type { ResultColumn } from '../exports/stream-rows.ts'
import { ExportRefusal, exporter, findExport, keepGenerated, refusalOf, runAgain, writeFile, type Plan } from '../exports/perform-generation.ts'
import type { DeliveredColumn } from '../exports/export-rows.ts'
import { comparePeriods, comparisonLines, DEFAULT_BAND, heldReason, periodBefore, type KeyedRows, type PeriodFigures } from './compare-periods.ts'
import { openPeriodExport, periodOf, PERIODS } from './open-period.ts'

export const PERIOD_KIND = 'data-maintenance.export-period'
export const periodInput = z.object({}).loose()
export const periodResult = z.strictObject({ state: z.string(), rows: z.int() })

/** Most rows of a period: beyond, somebody has changed what the query means. */
const MAX_ROWS = 1_000_000
/** Rows of two periods are held against each other by their keys as long as they are so few. */
const MAX_KEYED_ROWS = 200_000
const STATEMENT_MS = 30 * 60_000

type Fixed = { readonly columns: readonly ResultColumn[]; readonly keyColumns: readonly string[]; readonly earlier: readonly PeriodFigures[]; readonly band: number; readonly before: Plan | undefined }

/**
 * The system opens the export of a month or quarter by itself: from the approved saved query, of the last whole period. Columns that differ
 * from those that were fixed stop it; figures beyond the band wait for a person. The order stays open until the receiver has signed.
 */
export async function performPeriod(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  await readyToReview()
  const missing = await act(runtime, exporter, (ctx) => openPeriodExport(ctx, order))
  if (missing !== '') {
    await act(runtime, exporter, (ctx) => sendReminder(ctx, { permission: 'export-query:write', kind: 'decision', dedupeKey: `period-export:${order.workOrderId}:${missing}`, title: `定期导出还不能生成（${order.obligationCode ?? ''}）`, content: missing, link: '/data-maintenance/queries' }))
    return
  }
  const told = await look(runtime, exporter, (ctx) => planOf(ctx, order.workOrderId))
  if (told === undefined || !['waiting', 'generating'].includes(told.plan.made.state)) return
  const { plan, fixed } = told
  try {
    const first = await weigh(runtime, plan, fixed, order.signal)
    const generated = await writeFile(runtime, plan, order.signal, (columns) => sameColumns(columns, fixed.columns), [{ title: '与上期比对', lines: comparisonLines(first.comparison) }])
    if (generated.written.tally.rows !== first.rows) throw new Error('the data of the period changed while it was exported')
    await act(runtime, exporter, (ctx) => keepGenerated(ctx, plan, generated, undefined, { comparison: first.comparison, heldReason: heldReason(first.comparison) }))
    if (heldReason(first.comparison) !== '') await act(runtime, exporter, (ctx) => tellHeld(ctx, plan, heldReason(first.comparison)))
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    await exportStore(runtime.attached).remove(plan.made.dataExportId)
    await act(runtime, exporter, async (ctx) => {
      await maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ state: 'refused', reason: refusal.slice(0, 1_000), sealedKey: null }).where('dataExportId', '=', plan.made.dataExportId).where('state', 'in', ['waiting', 'generating']).execute()
      // Who mends the query, and who makes it again when the query was not the reason.
      for (const permission of ['export-query:write', 'data-export:execute']) await sendReminder(ctx, { permission, kind: 'decision', dedupeKey: `period-export-refused:${plan.made.dataExportId}`, title: `定期导出没有生成：${plan.made.title}（${plan.made.number}）`, content: refusal, link: `/data-maintenance/exports/${plan.made.dataExportId}` })
    })
  }
}

async function planOf(ctx: SpineCtx, workOrderId: string): Promise<{ plan: Plan; fixed: Fixed } | undefined> {
  const db = maintenanceTables(ctx)
  const made = await findExport(ctx, workOrderId)
  if (made === undefined || made.exportQueryId === null || made.periodKey === null) return undefined
  const version = await db.selectFrom('dataMaintenance.exportQueryVersion').selectAll().where('exportQueryId', '=', made.exportQueryId).where('queryVersion', '=', made.queryVersion ?? 0).executeTakeFirstOrThrow()
  const query = await db.selectFrom('dataMaintenance.exportQuery').select(['title', 'obligation']).where('exportQueryId', '=', made.exportQueryId).executeTakeFirstOrThrow()
  const band = await db.selectFrom('dataMaintenance.exportBand').select('percent').where('exportQueryId', '=', made.exportQueryId).where('effectiveOn', '<=', businessDate(ctx.now)).orderBy('effectiveOn', 'desc').executeTakeFirst()
  const earlier = await db.selectFrom('dataMaintenance.dataExport').select(['periodKey', 'rowCount', 'figures']).where('exportQueryId', '=', made.exportQueryId).where('periodKey', '<', made.periodKey).where('rowCount', 'is not', null).where('state', 'not in', ['refused', 'held']).orderBy('periodKey', 'desc').limit(3).execute()
  const length = PERIODS[query.obligation ?? ''] ?? 'month'
  const period = periodOf(made.periodKey, length)
  const parameters = z.array(queryParameter).parse(version.parameters)
  const plan: Plan = { made, target: await findDataTarget(ctx, made.componentId), script: { script: version.script, parameters, values: { from: period.from, to: period.to } }, confirmed: await sensitiveColumns(ctx, made.subsystem), unmasked: [], statementMs: STATEMENT_MS, maxRows: MAX_ROWS, figureColumns: version.figureColumns, reason: `${query.title}（合同 ${query.obligation ?? ''}）` }
  const before = periodBefore(period.from, length)
  return {
    plan,
    fixed: {
      columns: version.columns as ResultColumn[], keyColumns: version.keyColumns, band: band?.percent ?? DEFAULT_BAND, earlier: earlier.map((one) => ({ key: one.periodKey ?? '', rows: Number(one.rowCount), figures: one.figures as Record<string, number> })),
      before: earlier.length === 0 || version.keyColumns.length === 0 ? undefined : { ...plan, script: { ...plan.script, values: { from: before.from, to: before.to } } },
    },
  }
}

/** The rows once without a file: what the comparison sheet will say, before the file is written. */
async function weigh(runtime: SpineRuntime, plan: Plan, fixed: Fixed, signal: AbortSignal) {
  const keyed = async (of: Plan) => {
    const rows = new Map<string, string>()
    const tally = await runAgain(runtime.attached, of, [], signal, (columns, batch) => {
      sameColumns(columns, fixed.columns)
      const places = fixed.keyColumns.map((name) => columns.findIndex((column) => column.name === name))
      if (places.length === 0) return
      for (const row of batch) rows.set(places.map((at) => row[at] ?? '').join('\u0000'), createHash('sm3').update(JSON.stringify(row)).digest('base64'))
      if (rows.size > MAX_KEYED_ROWS) throw new ExportRefusal(`多于 ${MAX_KEYED_ROWS} 行，不能逐行与上期比对，请去掉认行的列`)
    })
    return { tally, rows: rows as KeyedRows }
  }
  const now = await keyed(plan)
  const before = fixed.before === undefined ? undefined : await keyed(fixed.before)
  return { rows: now.tally.rows, comparison: comparePeriods({ rows: now.tally.rows, figures: now.tally.figures }, fixed.earlier, fixed.band, before === undefined ? undefined : { before: before.rows, now: now.rows }) }
}

/** Names, types and order as they were fixed; any difference stops the export. */
export function sameColumns(columns: ReadonlyArray<Pick<DeliveredColumn, 'name' | 'kind'>>, fixed: readonly ResultColumn[]): void {
  const wrong = [
    ...fixed.filter(({ name }) => !columns.some((one) => one.name === name)).map(({ name }) => `少了“${name}”`),
    ...columns.filter(({ name }) => !fixed.some((one) => one.name === name)).map(({ name }) => `多了“${name}”`),
    ...columns.flatMap(({ name, kind }) => {
      const was = fixed.find((one) => one.name === name)
      return was === undefined || was.kind === kind ? [] : [`“${name}”的类型由 ${was.kind} 变为 ${kind}`]
    }),
  ]
  if (wrong.length === 0 && columns.some(({ name }, at) => fixed[at]?.name !== name)) wrong.push('列的次序变了')
  if (wrong.length > 0) throw new ExportRefusal(`查询结果的列与固定的不一致：${wrong.join('；')}。请核对目标表的变更，改好查询并批准新的一版`)
}

async function tellHeld(ctx: SpineCtx, { made }: Plan, reason: string): Promise<void> {
  await sendReminder(ctx, { permission: 'data-export:confirm', kind: 'decision', dedupeKey: `period-export-held:${made.dataExportId}`, title: `定期导出待确认：${made.title}（${made.number}）`, content: reason, link: `/data-maintenance/exports/${made.dataExportId}` })
}
