import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { changeErrors } from '../changes/change.ts'
import { lockChange } from '../changes/changes.store.ts'
import { changeTables } from '../database/change-tables.ts'
import { businessDate } from '#shared/instant.ts'

export type NewEffort = { /** Chosen by the sender: sent twice, it is logged once. */ readonly effortEntryId: string; readonly workedOn: string; readonly workerId: string; readonly days: number; readonly note: string }

/** Man-days of one person on one day; a wrong entry is corrected by a negative one with its reason. */
export async function logEffort(ctx: SpineCtx, requestId: string, effort: NewEffort): Promise<void> {
  requirePermission(ctx, 'change:handle')
  const { row } = await lockChange(ctx, requestId)
  const db = changeTables(ctx)
  if (await db.selectFrom('changeRequest.effortEntry').select('effortEntryId').where('effortEntryId', '=', effort.effortEntryId).executeTakeFirst()) return
  const worker = await db.selectFrom('platform.userAccount').select('displayName').where('userId', '=', effort.workerId).executeTakeFirst()
  const problems = [
    ...(worker ? [] : [{ place: 'body.workerId', message: '没有这个人员' }]),
    ...(effort.workedOn > businessDate(ctx.now) ? [{ place: 'body.workedOn', message: '工作日期不能晚于今日' }] : []),
    ...(effort.days === 0 ? [{ place: 'body.days', message: '请填写人日' }] : []),
  ]
  if (!worker || problems.length > 0) throw changeErrors['step-invalid']({ problems })
  const sum = await db.selectFrom('changeRequest.effortEntry').select((select) => select.fn.sum<string>('days').as('days')).where('requestId', '=', row.requestId).executeTakeFirst()
  if (Number(sum?.days ?? 0) + effort.days < 0) throw changeErrors['effort-below-zero']()
  await db.insertInto('changeRequest.effortEntry').values({ ...effort, days: String(effort.days), requestId, workerName: worker.displayName, recordedAt: ctx.now, recordedBy: actorUserId(ctx.actor) }).execute()
}
