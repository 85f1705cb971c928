import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { InputProblem } from '#shared/problem.ts'
import { formatInstant } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import { RESTORED_COPY_KIND } from '#shared/maintenance/restored-copy.ts'
import { activeWindows, addRequestEvent, currentContract, deliver, findRequest, kindRequest, lockRequest, openWorkOrder, recordEvidence, requireVisible, sendReminder, shownInstant, spineTables, type KindRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { DATA_ORDER_KIND, type DataOrderForm } from './api.ts'
import { orderErrors } from './order-errors.ts'
import { scriptSm3 } from './order-script.ts'

export const EXECUTE_KIND = 'data-maintenance.execute-order'
type DataRequest = KindRequest<DataOrderForm>

export async function lockDataOrder(ctx: SpineCtx, requestId: string): Promise<{ row: RequestRow; request: DataRequest }> {
  return asDataOrder(ctx, await lockRequest(ctx, requestId))
}

/** For reading: an act that only reads may not lock. */
export async function seeDataOrder(ctx: SpineCtx, requestId: string): Promise<{ row: RequestRow; request: DataRequest }> {
  return asDataOrder(ctx, await findRequest(ctx, requestId))
}

async function asDataOrder(ctx: SpineCtx, row: RequestRow | undefined): Promise<{ row: RequestRow; request: DataRequest }> {
  if (row?.kind !== DATA_ORDER_KIND) throw orderErrors['not-found']()
  await requireVisible(ctx, row)
  if (row.formVersion === 0) throw orderErrors['not-submitted']()
  return { row, request: (await kindRequest(ctx, row)) as DataRequest }
}

/** Why a copy cannot be had for a rehearsal; empty when it can. Said, and never passed over in silence. */
export function copyUnavailable(ctx: Pick<SpineCtx, 'services'>): string {
  const isOffered = [...ctx.services.values()].some(({ workOrders }) => workOrders.some(({ kind }) => kind === RESTORED_COPY_KIND))
  return isOffered ? '' : '备份模块没有启用，得不到恢复副本，不能演练；须由审批人记录免演练的理由'
}

/** What stands in the way of executing an order at this moment, all at once. */
export async function obstaclesOf(ctx: SpineCtx, request: DataRequest, executor?: { userId: string | null; name: string }): Promise<string[]> {
  const { form, state, requestId, formVersion, subsystem } = request
  const obstacles: string[] = []
  const db = maintenanceTables(ctx)
  if (!['ready', 'in-progress'].includes(state)) obstacles.push('需求单还没有批准，或已经办结')
  if (new Date(form.startsAt) > ctx.now) obstacles.push(`执行时段自 ${shownInstant(new Date(form.startsAt))} 开始`)
  if (new Date(form.endsAt) <= ctx.now) obstacles.push(`执行时段已于 ${shownInstant(new Date(form.endsAt))} 结束，请修改需求单重新审批`)
  for (const { title, endsAt } of await activeWindows(ctx, ctx.now, 'freeze', subsystem)) obstacles.push(`正处于封网期“${title}”，至 ${shownInstant(endsAt)}`)
  if (form.undoes === null) {
    const checks = await db.selectFrom('dataMaintenance.orderCheck').select('kind').where('requestId', '=', requestId).where('scriptSm3', '=', scriptSm3(form)).execute()
    const done = new Set(checks.map(({ kind }) => kind))
    if (!done.has('rehearsal') && !done.has('exception')) obstacles.push(copyUnavailable(ctx) || '还没有在恢复的副本上演练；确不能演练的，由审批人记录理由')
  }
  const open = await db.selectFrom('dataMaintenance.dataExecution').select('state').where('requestId', '=', requestId).where('state', '<>', 'refused').executeTakeFirst()
  if (open) obstacles.push(open.state === 'applied' ? '已经执行过' : '正在执行')
  if (executor?.userId) {
    if (executor.userId === request.requesterId) obstacles.push('编写需求单的人不能执行它')
    if (executor.name === form.demandedBy) obstacles.push('提出需求的人不能执行它')
    const approved = await db.selectFrom('spine.requestApproval').select('step').where('requestId', '=', requestId).where('formVersion', '=', formVersion).where('decidedBy', '=', executor.userId).executeTakeFirst()
    if (approved) obstacles.push('审批过它的人不能执行它')
  }
  return obstacles
}

export async function executeDataOrder(ctx: SpineCtx, requestId: string): Promise<{ workOrderId: string }> {
  requirePermission(ctx, 'data-order:execute')
  const { request } = await lockDataOrder(ctx, requestId)
  const obstacles = await obstaclesOf(ctx, request, { userId: actorUserId(ctx.actor), name: actorName(ctx.actor) })
  if (obstacles.length > 0) throw orderErrors['not-ready']({ detail: obstacles.join('；') })
  const { form, number, subsystem } = request
  const { workOrderId } = await openWorkOrder(ctx, { kind: EXECUTE_KIND, service: 'data-maintenance', subsystem, title: `${number} 执行数据调整`, requestId, input: { requestId } })
  const undone = form.undoes === null ? undefined : await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').select('affectedRows').where('dataExecutionId', '=', form.undoes).executeTakeFirstOrThrow()
  await maintenanceTables(ctx)
    .insertInto('dataMaintenance.dataExecution')
    .values({ dataExecutionId: newId(ctx.now), requestId, formVersion: request.formVersion, workOrderId, componentId: form.componentId, subsystem, undoesId: form.undoes, state: 'waiting', scriptSm3: scriptSm3(form), approvedRows: undone?.affectedRows ?? form.rows.reduce((sum, rows) => sum + rows, 0), orderedBy: actorUserId(ctx.actor), orderedByName: actorName(ctx.actor), madeAt: ctx.now })
    .execute()
  return { workOrderId }
}

/** Executed and read back: delivered. Refused by the target: a person looks at it, corrects the order, and it is approved again. */
export async function goOnAfterExecution(ctx: SpineCtx, request: KindRequest, order: { readonly workOrderId: string; readonly kind: string }): Promise<void> {
  if (order.kind !== EXECUTE_KIND || ['closed', 'delivered'].includes(request.state)) return
  const execution = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').selectAll().where('workOrderId', '=', order.workOrderId).executeTakeFirst()
  if (execution?.state === 'applied' && execution.reason === '') {
    await deliver(ctx, await lockRequest(ctx, request.requestId), `已执行，影响 ${execution.affectedRows} 行，与批准一致，已读回`)
    return
  }
  const reason = execution?.reason ?? ''
  await addRequestEvent(ctx, request.requestId, 'failed', `${execution?.state === 'applied' ? `只执行了一部分（${execution.affectedRows} 行）` : '没有执行'}：${reason}`)
  await sendReminder(ctx, { permission: 'data-order:execute', kind: 'decision', dedupeKey: `data-order-refused:${order.workOrderId}`, title: `数据调整没有执行完：${request.title}（${request.number}）`, content: reason, link: `/data-maintenance/orders/${request.requestId}` })
}

export async function unsettledExecutions(ctx: SpineCtx, request: KindRequest): Promise<readonly InputProblem[]> {
  const rows = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').select('state').where('requestId', '=', request.requestId).execute()
  if (rows.some(({ state }) => state === 'applied')) return []
  return [{ place: 'execution', message: rows.some(({ state }) => state !== 'refused') ? '还在执行，结果未明，请等待自动续办' : '还没有执行并读回' }]
}

/** 需求单 with its approvals, and what its execution was and read back. */
export async function proveOrder(ctx: SpineCtx, request: DataRequest): Promise<readonly string[]> {
  const { form, number, requestId, formVersion } = request
  const db = spineTables(ctx)
  const version = await db.selectFrom('spine.requestForm').select('formSm3').where('requestId', '=', requestId).where('formVersion', '=', formVersion).executeTakeFirstOrThrow()
  const approvals = await db.selectFrom('spine.requestApproval').select(['step', 'title', 'decidedByName', 'decidedAt']).where('requestId', '=', requestId).where('formVersion', '=', formVersion).where('state', '=', 'approved').orderBy('step').execute()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'demand-form', title: `数据调整需求单 ${number}`, about: await aboutOrder(ctx, request),
    body: {
      form: number, formVersion, formSm3: version.formSm3, documentNo: form.documentNo, department: form.department, demandedBy: form.demandedBy, writer: request.requesterName, purpose: 'change', tables: form.tables, script: form.script.slice(0, 20_000), scriptSm3: scriptSm3(form), undoes: form.undoes,
      approvals: approvals.map(({ step, title, decidedByName, decidedAt }) => ({ step, title, by: decidedByName ?? '', at: decidedAt === null ? '' : formatInstant(decidedAt) })),
    },
  })
  const records = await db.selectFrom('spine.workOrderEvidence as l').innerJoin('spine.workOrder as w', 'w.workOrderId', 'l.workOrderId').innerJoin('spine.evidence as e', 'e.evidenceId', 'l.evidenceId').select('e.evidenceId').where('w.requestId', '=', requestId).where('e.kind', '=', 'data-change-record').execute()
  return [evidenceId, ...records.map((row) => row.evidenceId)]
}

export async function aboutOrder(ctx: SpineCtx, request: Pick<KindRequest, 'number' | 'subsystem' | 'occurrenceId'>) {
  return { contract: (await currentContract(ctx)).code, service: 'data-maintenance', subsystem: request.subsystem, request: request.number, ...(request.occurrenceId === null ? {} : { occurrence: request.occurrenceId }) }
}
