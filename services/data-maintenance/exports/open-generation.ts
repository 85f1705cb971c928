import { sql } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { newId } from '#shared/ids.ts'
import { formatInstant } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { addRequestEvent, currentContract, findRequest, kindRequest, lockRequest, openWorkOrder, recordEvidence, requireVisible, sendReminder, spineTables, type KindRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { DATA_EXPORT_KIND, type DataExportForm } from './api.ts'
import { exportErrors } from './export-errors.ts'
import { exportSm3, scriptOf } from './export-script.ts'

/** Destroyed before anybody signed for it: nobody was served, and it may be made again. */
export const isServing = sql<boolean>`not (state in ('expired', 'destroyed') and received_at is null)`

export const GENERATE_KIND = 'data-maintenance.generate-export'
export type ExportRequest = KindRequest<DataExportForm>

export async function seeExportRequest(ctx: SpineCtx, requestId: string, isLocked = false): Promise<{ row: RequestRow; request: ExportRequest }> {
  const row = isLocked ? await lockRequest(ctx, requestId) : await findRequest(ctx, requestId)
  if (row?.kind !== DATA_EXPORT_KIND) throw exportErrors['no-request']()
  await requireVisible(ctx, row)
  if (row.formVersion === 0) throw exportErrors['not-submitted']()
  return { row, request: (await kindRequest(ctx, row)) as ExportRequest }
}

/** What stands in the way of generating the file at this moment, all at once. */
export async function generationObstacles(ctx: SpineCtx, request: ExportRequest, executorId?: string | null): Promise<string[]> {
  const db = maintenanceTables(ctx)
  const obstacles: string[] = []
  if (!['ready', 'in-progress'].includes(request.state)) obstacles.push('需求单还没有批准，或已经办结')
  const open = await db.selectFrom('dataMaintenance.dataExport').select('state').where('requestId', '=', request.requestId).where('state', '<>', 'refused').where(isServing).executeTakeFirst()
  if (open) obstacles.push(['waiting', 'generating'].includes(open.state) ? '正在生成' : '已经生成过')
  if (executorId) {
    if (executorId === request.requesterId) obstacles.push('编写需求单的人不能生成')
    const approved = await db.selectFrom('spine.requestApproval').select('step').where('requestId', '=', request.requestId).where('formVersion', '=', request.formVersion).where('decidedBy', '=', executorId).executeTakeFirst()
    if (approved) obstacles.push('审批过它的人不能生成')
  }
  return obstacles
}

export async function generateExport(ctx: SpineCtx, requestId: string): Promise<{ dataExportId: string }> {
  requirePermission(ctx, 'data-export:execute')
  const { request } = await seeExportRequest(ctx, requestId, true)
  const obstacles = await generationObstacles(ctx, request, actorUserId(ctx.actor))
  if (obstacles.length > 0) throw exportErrors['not-ready']({ detail: obstacles.join('；') })
  const { form, number, subsystem, formVersion } = request
  const { workOrderId } = await openWorkOrder(ctx, { kind: GENERATE_KIND, service: 'data-maintenance', subsystem, title: `${number} 生成导出文件`, requestId, input: { requestId } })
  const receiver = await spineTables(ctx).selectFrom('platform.userAccount').select('displayName').where('userId', '=', form.receiverId).executeTakeFirstOrThrow()
  const dataExportId = newId(ctx.now)
  await maintenanceTables(ctx)
    .insertInto('dataMaintenance.dataExport')
    .values({
      dataExportId, number, title: request.title, requestId, formVersion, workOrderId, exportQueryId: form.exportQueryId, queryVersion: form.queryVersion, componentId: form.componentId, subsystem, purpose: form.purpose, format: form.format, state: 'waiting',
      querySm3: exportSm3(form.componentId, await scriptOf(ctx, form), form.unmasked), approvedRows: form.expectedRows, tolerance: form.tolerance, receiverId: form.receiverId, receiverName: receiver.displayName, receiverUnit: form.receiverUnit, keepDays: form.keepDays,
      orderedBy: actorUserId(ctx.actor), orderedByName: actorName(ctx.actor), madeAt: ctx.now,
    })
    .execute()
  return { dataExportId }
}

/** Generated: its receiver is told. Refused: a person looks at it, corrects the order, and it is approved again. */
export async function goOnAfterGeneration(ctx: SpineCtx, request: KindRequest, order: { readonly workOrderId: string; readonly kind: string }): Promise<void> {
  if (order.kind !== GENERATE_KIND || ['closed', 'delivered'].includes(request.state)) return
  const made = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').selectAll().where('workOrderId', '=', order.workOrderId).executeTakeFirst()
  if (made === undefined) return
  if (made.state === 'refused') {
    await addRequestEvent(ctx, request.requestId, 'failed', `没有生成：${made.reason}`)
    await sendReminder(ctx, { permission: 'data-export:execute', kind: 'decision', dedupeKey: `data-export-refused:${order.workOrderId}`, title: `数据导出没有生成：${request.title}（${request.number}）`, content: made.reason, link: `/data-maintenance/export-requests/${request.requestId}` })
    return
  }
  await addRequestEvent(ctx, request.requestId, 'noted', `已生成 ${made.rowCount ?? 0} 行，等待接收人签收`)
}

/** Told once the file may be fetched. */
export async function tellReceiver(ctx: SpineCtx, made: { readonly dataExportId: string; readonly receiverId: string; readonly title: string; readonly number: string }): Promise<void> {
  await sendReminder(ctx, { userIds: [made.receiverId], kind: 'submitted', dedupeKey: `data-export:${made.dataExportId}`, title: `请下载并签收：${made.title}（${made.number}）`, content: '文件已加密，打开口令在同一页查看；核对摘要后签收。', link: `/data-maintenance/exports/${made.dataExportId}` })
}

export async function receiptsMissing(ctx: SpineCtx, request: KindRequest): Promise<readonly InputProblem[]> {
  const rows = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').select('receivedAt').where('requestId', '=', request.requestId).where('state', '<>', 'refused').execute()
  return rows.some(({ receivedAt }) => receivedAt !== null) ? [] : [{ place: 'receipt', message: '接收人还没有签收' }]
}

/** 需求单 with its approvals, the file that was made of it, the receipt, and for an analysis the result with its second run. */
export async function proveExport(ctx: SpineCtx, request: ExportRequest): Promise<readonly string[]> {
  const { form, number, requestId, formVersion } = request
  const db = spineTables(ctx)
  const version = await db.selectFrom('spine.requestForm').select('formSm3').where('requestId', '=', requestId).where('formVersion', '=', formVersion).executeTakeFirstOrThrow()
  const approvals = await db.selectFrom('spine.requestApproval').select(['step', 'title', 'decidedByName', 'decidedAt']).where('requestId', '=', requestId).where('formVersion', '=', formVersion).where('state', '=', 'approved').orderBy('step').execute()
  const made = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').selectAll().where('requestId', '=', requestId).where('receivedAt', 'is not', null).executeTakeFirstOrThrow()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'demand-form', title: `数据导出需求单 ${number}`, about: await aboutExport(ctx, request),
    body: {
      form: number, formVersion, formSm3: version.formSm3, documentNo: form.documentNo, department: form.department, demandedBy: form.demandedBy, writer: request.requesterName, purpose: form.purpose, reason: form.reason, script: form.script.slice(0, 20_000), querySm3: made.querySm3,
      savedQuery: form.exportQueryId === null ? null : { exportQueryId: form.exportQueryId, version: form.queryVersion, parameters: form.parameters }, expectedRows: form.expectedRows, tolerance: form.tolerance, unmasked: form.unmasked, unmaskReason: form.unmaskReason, receiver: made.receiverName, receiverUnit: form.receiverUnit, keepDays: form.keepDays,
      approvals: approvals.map(({ step, title, decidedByName, decidedAt }) => ({ step, title, by: decidedByName ?? '', at: decidedAt === null ? '' : formatInstant(decidedAt) })),
    },
  })
  return [evidenceId, ...[made.fileEvidenceId, made.resultEvidenceId, made.receiptEvidenceId].filter((one) => one !== null)]
}

export async function aboutExport(ctx: SpineCtx, of: { readonly number: string; readonly subsystem: string; readonly occurrenceId?: string | null; readonly requestId?: string | null }) {
  return { contract: (await currentContract(ctx)).code, service: 'data-maintenance', subsystem: of.subsystem, export: of.number, ...(of.requestId ? { request: of.number } : {}), ...(of.occurrenceId ? { occurrence: of.occurrenceId } : {}) }
}
