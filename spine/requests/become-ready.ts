import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { RequestState } from './api.ts'
import { startClock } from './clock/record-clock-events.ts'
import { requireTransition } from './request.ts'
import { addRequestEvent, changeRequest, findRequestKind, kindRequest, lockRequest, type RequestRow } from './requests.store.ts'

/** Approved, or needing no approval: the work begins, now or on the business date that the form names. Returns the row as the kind left it. */
export async function becomeReady(ctx: SpineCtx, row: RequestRow): Promise<RequestRow> {
  requireTransition(row.state as RequestState, 'ready')
  if (row.state === 'in-approval') await addRequestEvent(ctx, row.requestId, 'all-approved')
  const approved = await changeRequest(ctx, row, { approvedAt: ctx.now })
  if (row.beginsOn === null || row.beginsOn <= businessDate(ctx.now)) return begin(ctx, approved)
  requireTransition(row.state as RequestState, 'scheduled')
  const scheduled = await changeRequest(ctx, approved, { state: 'scheduled' })
  await addRequestEvent(ctx, row.requestId, 'scheduled', `${row.beginsOn} 生效，当日自动开始办理`)
  return scheduled
}

/** Begins what was approved for a day that has come. Returns how many. */
export async function beginScheduled(ctx: SpineCtx): Promise<number> {
  const due = await spineTables(ctx).selectFrom('spine.request').select('requestId').where('state', '=', 'scheduled').where('beginsOn', '<=', businessDate(ctx.now)).orderBy('beginsOn').limit(100).execute()
  let count = 0
  for (const { requestId } of due) {
    const row = await lockRequest(ctx, requestId)
    // Withdrawn between the look and the lock: nothing to begin.
    if (row.state !== 'scheduled') continue
    await addRequestEvent(ctx, requestId, 'begun', `到生效日期 ${row.beginsOn}`)
    await begin(ctx, row)
    count += 1
  }
  return count
}

async function begin(ctx: SpineCtx, row: RequestRow): Promise<RequestRow> {
  const kind = findRequestKind(ctx, row.kind)
  requireTransition(row.state as RequestState, 'ready')
  let ready = await changeRequest(ctx, row, { state: 'ready' })
  if (kind.startsClock === 'approved') ready = await startClock(ctx, ready)
  await kind.onReady?.(ctx, await kindRequest(ctx, ready))
  return lockRequest(ctx, row.requestId)
}
