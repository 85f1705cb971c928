import { requirePermission } from '#platform/context/require-permission.ts'
import { actorName } from '#platform/context/context.ts'
import { openWorkOrder, type SpineCtx } from '#spine/spine.ts'
import { changeErrors } from '../changes/change.ts'
import { lockChange, requireRunning, type Change } from '../changes/changes.store.ts'
import { changeTables } from '../database/change-tables.ts'

export type CheckSide = 'before' | 'after'

/** Has the touched parts checked by the inspection, one order each; its result comes back when each is done. */
export async function startChecks(ctx: SpineCtx, requestId: string, side: CheckSide): Promise<{ workOrderIds: string[] }> {
  requirePermission(ctx, 'change:handle')
  const change = await lockChange(ctx, requestId)
  requireRunning(change)
  return { workOrderIds: await openChecks(ctx, change, side) }
}

/** The same within another act. Asked again, the newer checks are the ones that count. */
export async function openChecks(ctx: SpineCtx, { row, form }: Change, side: CheckSide): Promise<string[]> {
  if (form.componentIds.length === 0) throw changeErrors['no-components']()
  const db = changeTables(ctx)
  const running = await db.selectFrom('changeRequest.checkRun').select('workOrderId').where('requestId', '=', row.requestId).where('side', '=', side).where('closedAt', 'is', null).executeTakeFirst()
  if (running) throw changeErrors['checks-running']()
  const components = await db.selectFrom('spine.component').select(['componentId', 'title']).where('componentId', 'in', form.componentIds).orderBy('title').execute()
  const workOrderIds: string[] = []
  for (const { componentId, title } of components) {
    const word = side === 'before' ? '变更前检查' : '变更后检查'
    const { workOrderId } = await openWorkOrder(ctx, { kind: 'inspection.run-on-demand', service: 'inspection', subsystem: row.subsystem, title: `${row.number} ${word}：${title}`, requestId: row.requestId, input: { componentId, requestedByName: actorName(ctx.actor) } })
    await db.insertInto('changeRequest.checkRun').values({ workOrderId, requestId: row.requestId, side, componentId, openedAt: ctx.now }).execute()
    workOrderIds.push(workOrderId)
  }
  return workOrderIds
}
