import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { ConnectorError, dataLimits } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import { formatInstant } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { closeWorkOrder, findRequest, kindRequest, recordEvidence, sensitiveColumns, shownInstant, spineTables, type SensitiveColumn, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { findDataTarget, withDoor, type DataTarget } from '../orders/data-targets.ts'
import { readyToReview } from '../review/review-sql.ts'
import { bindQuery, parameterProblems } from './bind-query.ts'
import { exportErrors } from './export-errors.ts'
import { deliveredColumns, passRows, TooManyRows, type DeliveredColumn, type RowTally } from './export-rows.ts'
import { exportSm3, reviewQuery, scriptOf, type ExportScript } from './export-script.ts'
import { exportStore } from './export-store.ts'
import { aboutExport, isServing, tellReceiver, type ExportRequest } from './open-generation.ts'
import { openResult, type ResultColumn } from './stream-rows.ts'
import { traceClasses } from './trace-classes.ts'
import { newFileKey, readBackExport, writeExport, type FileDescription, type WrittenExport } from './write-export.ts'

export const generateInput = z.strictObject({ requestId: z.uuid() })
export const generateResult = z.strictObject({ state: z.string(), rows: z.int() })
export const exporter = { kind: 'system', name: '数据导出' } as const
export const keyContext = (dataExportId: string) => `data-export/${dataExportId}`

/** Why the rows do not leave: the target's or the rules' no, told to people and not tried again. */
export class ExportRefusal extends Error {}

export type ExportRow = NonNullable<Awaited<ReturnType<typeof findExport>>>
export type Plan = { readonly made: ExportRow; readonly target: DataTarget; readonly script: ExportScript; readonly confirmed: readonly SensitiveColumn[]; readonly unmasked: readonly string[]; readonly statementMs: number; readonly maxRows: number | undefined; readonly figureColumns: readonly string[]; readonly reason: string }
export type Generated = { readonly written: WrittenExport; readonly columns: readonly DeliveredColumn[]; readonly tookMs: number; readonly fileName: string }

export function findExport(ctx: SpineCtx, workOrderId: string) {
  return maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').selectAll().where('workOrderId', '=', workOrderId).where('state', '<>', 'refused').where(isServing).orderBy('madeAt', 'desc').executeTakeFirst()
}

/** Makes the file of an approved order, from wherever an earlier attempt broke off: a half-written file is made anew under a new key. */
export async function performGeneration(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { requestId } = generateInput.parse(order.input)
  await readyToReview()
  const plan = await look(runtime, exporter, (ctx) => planOf(ctx, requestId, order.workOrderId))
  if (plan !== undefined && ['waiting', 'generating'].includes(plan.made.state)) {
    const store = exportStore(runtime.attached)
    try {
      const generated = await writeFile(runtime, plan, order.signal)
      const rows = generated.written.tally.rows
      if (Math.abs(rows - (plan.made.approvedRows ?? 0)) > plan.made.tolerance) throw new ExportRefusal(`批准 ${plan.made.approvedRows ?? 0} 行（±${plan.made.tolerance}），读到 ${rows} 行，文件已作废`)
      const second = plan.made.purpose === 'analysis' ? await runAgain(runtime.attached, plan, generated.columns, order.signal) : undefined
      await act(runtime, exporter, (ctx) => keepGenerated(ctx, plan, generated, second))
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === undefined) throw error
      await store.remove(plan.made.dataExportId)
      await act(runtime, exporter, (ctx) => maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ state: 'refused', reason: refusal.slice(0, 1_000), sealedKey: null }).where('dataExportId', '=', plan.made.dataExportId).where('state', 'in', ['waiting', 'generating']).execute())
    }
  }
  await act(runtime, exporter, (ctx) => closeGeneration(ctx, order))
}

async function planOf(ctx: SpineCtx, requestId: string, workOrderId: string): Promise<Plan | undefined> {
  const made = await findExport(ctx, workOrderId)
  const row = await findRequest(ctx, requestId)
  if (!made || !row) return undefined
  const { form, title } = (await kindRequest(ctx, row)) as ExportRequest
  const script = await scriptOf(ctx, form)
  if (exportSm3(form.componentId, script, form.unmasked) !== made.querySm3) throw exportErrors['not-ready']({ detail: '需求单在下达之后被修改' })
  return { made, target: await findDataTarget(ctx, made.componentId), script, confirmed: await sensitiveColumns(ctx, made.subsystem), unmasked: form.unmasked, statementMs: form.statementSeconds * 1_000, maxRows: form.expectedRows + form.tolerance, figureColumns: [], reason: title }
}

/** Why a statement was refused for good; undefined: not known to be, so that it is tried again. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof ExportRefusal || error instanceof TooManyRows) return error.message
  if (error instanceof ConnectorError && ['forbidden', 'unsupported', 'conflict', 'timeout', 'bad-answer'].includes(error.failure)) return error.message
  return undefined
}

/** Reviewed once more against what it is now, streamed in one read-only snapshot, sealed, and read back from the disk. */
export async function writeFile(runtime: SpineRuntime, plan: Plan, signal: AbortSignal | undefined, checkColumns: (columns: readonly ResultColumn[]) => void = () => {}, leading: FileDescription['leading'] = []): Promise<Generated> {
  const { made, target, script } = plan
  const { findings, statement } = reviewQuery(target, script)
  const wrong = [...findings.filter(({ severity }) => severity === 'error').map(({ title, detail }) => `${title}${detail === '' ? '' : `：${detail}`}`), ...parameterProblems(script.parameters, script.values)]
  if (statement === undefined || wrong.length > 0) throw new ExportRefusal(wrong.join('；') || '不是一条查询')
  const store = exportStore(runtime.attached)
  await store.remove(made.dataExportId)
  const [key, password] = [newFileKey(), newPassword()]
  const sealedKey = runtime.attached.secretBox.seal(JSON.stringify({ key: key.toString('hex'), password }), keyContext(made.dataExportId))
  await act(runtime, exporter, (ctx) => maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ state: 'generating', sealedKey }).where('dataExportId', '=', made.dataExportId).execute())
  const startedAt = performance.now()
  const at = runtime.clock.now()
  const fileName = `${made.number}-${made.title}`.replace(/[\\/:*?"<>|\s]+/g, '_').slice(0, 80)
  const { written, columns } = await withDoor(runtime.attached, target.componentId, signal, async (door) => {
    const result = await openResult(door, bindQuery(script.script, target.dialect, script.values), signal)
    checkColumns(result.columns)
    const delivered = deliveredColumns(result.columns, traceClasses(statement, target.schemas[0] ?? '', plan.confirmed, result.columns.map(({ name }) => name)), plan.unmasked)
    const description = { title: made.title, at, leading: [{ title: '说明', lines: watermark(made, plan.reason, delivered, at) }, ...leading], footer: `${made.number} ${made.receiverUnit} ${made.receiverName} ${shownInstant(at)}` }
    return { columns: delivered, written: await writeExport(store, made.dataExportId, key, made.format as 'xlsx' | 'csv', description, result, delivered, { figureColumns: plan.figureColumns, maxRows: plan.maxRows }) }
  }, { ...dataLimits, questionTimeoutMs: plan.statementMs })
  const back = await readBackExport(store, made.dataExportId, key, made.format as 'xlsx' | 'csv', 1 + leading.length)
  if (back.rows !== written.tally.rows || back.fileSm3 !== written.fileSm3 || back.fileSha256 !== written.fileSha256) throw new Error(`export ${made.dataExportId} reads back differently: ${back.rows} of ${written.tally.rows} rows`)
  return { written, columns, tookMs: Math.round(performance.now() - startedAt), fileName: `${fileName}.${made.format}` }
}

/** The same query and parameters once more, masked as it was: rows pass by and only their digest is kept. */
export async function runAgain(attached: Pick<SpineCtx, 'openDoor'>, { target, script, figureColumns, statementMs }: Plan, masked: ReadonlyArray<Pick<DeliveredColumn, 'rule' | 'by'>>, signal: AbortSignal | undefined, seen?: (columns: readonly DeliveredColumn[], batch: ReadonlyArray<readonly (string | null)[]>) => void): Promise<RowTally> {
  return withDoor(attached, target.componentId, signal, async (door) => {
    const result = await openResult(door, bindQuery(script.script, target.dialect, script.values), signal)
    const columns = result.columns.map((column, at): DeliveredColumn => ({ ...column, rule: 'content', by: 'content', ...masked[at], name: column.name, kind: column.kind }))
    const { tally, batches } = passRows(result, columns, { figureColumns })
    for await (const batch of batches) seen?.(columns, batch)
    return tally
  }, { ...dataLimits, questionTimeoutMs: statementMs })
}

const maskWords: Readonly<Record<string, string>> = { confirmed: '按已确认的分类', name: '按列名', content: '按内容', approved: '经批准不脱敏' }

/** What says of whom the file is, also when somebody passes it on. */
function watermark(made: ExportRow, reason: string, columns: readonly DeliveredColumn[], at: Date): Array<[string, string]> {
  return [
    ['编号', made.number], ['内容', made.title], ['用途', reason], ['接收单位', made.receiverUnit], ['接收人', made.receiverName], ['生成时间', shownInstant(at)], ['保留至', shownInstant(new Date(at.getTime() + made.keepDays * 86_400_000))],
    ['使用要求', '仅限所列用途与接收人使用，不得转发；到期前销毁自留副本并在系统中确认。'], ['查询摘要', `SM3 ${made.querySm3}`],
    ...columns.map(({ name, rule, by }): [string, string] => [`列 ${name}`, rule === null ? '原值（经批准不脱敏）' : rule === 'content' ? '文字中的证件号、手机号、银行卡号、邮箱脱敏' : `脱敏（${maskWords[by] ?? by}）`]),
  ]
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'
const newPassword = () => Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** What the file is, as facts of the export and as evidence. Kept once. */
export async function keepGenerated(ctx: SpineCtx, plan: Plan, { written, columns, tookMs, fileName }: Generated, second: RowTally | undefined, more: { readonly comparison?: unknown; readonly heldReason?: string } = {}): Promise<void> {
  const db = maintenanceTables(ctx)
  const { made } = plan
  const present = await db.selectFrom('dataMaintenance.dataExport').select('state').where('dataExportId', '=', made.dataExportId).forUpdate().executeTakeFirstOrThrow()
  if (present.state !== 'generating') return
  const rowsSm3 = written.tally.digest()
  const isHeld = more.heldReason !== undefined && more.heldReason !== ''
  const order = await spineTables(ctx).selectFrom('spine.workOrder').select(['number', 'occurrenceId']).where('workOrderId', '=', made.workOrderId).executeTakeFirstOrThrow()
  const about = { ...(await aboutExport(ctx, { ...made, occurrenceId: order.occurrenceId })), workOrder: order.number }
  const common = { export: made.dataExportId, number: made.number, querySm3: made.querySm3, rows: written.tally.rows, rowsSm3, figures: written.tally.figures }
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'export-file', title: `${made.number} 导出文件`, about,
    body: { ...common, format: made.format, fileName, bytes: written.bytes, fileSm3: written.fileSm3, fileSha256: written.fileSha256, sealedFileSm3: written.storedSm3, readBackRows: written.tally.rows, approvedRows: made.approvedRows, tolerance: made.tolerance, columns: columns.map((column) => ({ ...column })), receiver: made.receiverName, receiverUnit: made.receiverUnit, orderedBy: made.orderedByName, period: made.periodKey, comparison: more.comparison ?? null, tookMs },
  })
  const result = second === undefined ? null : await recordEvidence(ctx, {
    kind: 'analysis-result', title: `${made.number} 统计结果`, about,
    body: { ...common, savedQuery: made.exportQueryId, version: made.queryVersion, parameters: plan.script.values, rerun: { rows: second.rows, rowsSm3: second.digest(), isSame: second.digest() === rowsSm3 } },
  })
  await db
    .updateTable('dataMaintenance.dataExport')
    .set({
      state: isHeld ? 'held' : 'generated', reason: more.heldReason ?? '', rowCount: written.tally.rows, rowsSm3, columnList: JSON.stringify(columns), figures: JSON.stringify(written.tally.figures), comparison: more.comparison === undefined ? null : JSON.stringify(more.comparison), fileName, bytes: written.bytes, fileSm3: written.fileSm3, fileSha256: written.fileSha256, storedSm3: written.storedSm3,
      generatedAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + made.keepDays * 86_400_000), tookMs, fileEvidenceId: evidenceId, resultEvidenceId: result?.evidenceId ?? null,
    })
    .where('dataExportId', '=', made.dataExportId)
    .execute()
  if (!isHeld) await tellReceiver(ctx, made)
}

/** The order is closed once, with its proof, however often its end is reached. */
async function closeGeneration(ctx: SpineCtx, order: PerformedOrder): Promise<void> {
  const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
  if (present.state === 'closed') return
  const made = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').selectAll().where('workOrderId', '=', order.workOrderId).orderBy('madeAt', 'desc').executeTakeFirstOrThrow()
  const evidenceIds = made.fileEvidenceId !== null ? [made.fileEvidenceId, ...(made.resultEvidenceId === null ? [] : [made.resultEvidenceId])] : [
    (await recordEvidence(ctx, { kind: 'data-maintenance.export-refusal', title: `${made.number} 未生成的记录`, about: { ...(await aboutExport(ctx, made)), workOrder: present.number }, body: { export: made.dataExportId, number: made.number, reason: made.reason, querySm3: made.querySm3, approvedRows: made.approvedRows, orderedBy: made.orderedByName, at: formatInstant(ctx.now) } })).evidenceId,
  ]
  await closeWorkOrder(ctx, order.workOrderId, { evidenceIds, result: { state: made.state, rows: made.rowCount ?? 0 } })
}
