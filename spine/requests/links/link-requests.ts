import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requestLinkKind, type RequestLinkKind } from '../api.ts'
import { filedRequestErrors } from '../request.ts'
import { addRequestEvent, lockRequest, lockSeenRequest, type RequestRow } from '../requests.store.ts'
import { endRequest } from '../submit-request.ts'

/** Links two requests; both timelines tell it. Linking twice changes nothing; a circle of parents is refused. */
export async function linkRequests(ctx: SpineCtx, requestId: string, toRequestId: string, kind: RequestLinkKind, note = ''): Promise<void> {
  requirePermission(ctx, 'request:handle')
  // Always in the same order, so that two people linking the same pair do not wait for each other for ever.
  const rows = new Map<string, RequestRow>()
  for (const id of [requestId, toRequestId].toSorted()) rows.set(id, await lockRequest(ctx, id))
  if (requestId === toRequestId) throw filedRequestErrors['link-invalid']({ detail: '不能关联到自己' })
  if (kind === 'child-of' && (await isAbove(ctx, requestId, toRequestId))) throw filedRequestErrors['link-invalid']({ detail: '上级关系不能成环' })
  const db = spineTables(ctx)
  const written = await db
    .insertInto('spine.requestLink')
    .values({ fromRequestId: requestId, toRequestId, kind, note, linkedAt: ctx.now, linkedBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .executeTakeFirst()
  if (!written) return
  await addRequestEvent(ctx, requestId, 'linked', `${requestLinkKind.titles[kind]} ${rows.get(toRequestId)?.number ?? ''}${note ? `：${note}` : ''}`)
  await addRequestEvent(ctx, toRequestId, 'linked', `${rows.get(requestId)?.number ?? ''} 关联到本申请（${requestLinkKind.titles[kind]}）`)
}

export async function unlinkRequests(ctx: SpineCtx, requestId: string, toRequestId: string, kind: RequestLinkKind): Promise<void> {
  requirePermission(ctx, 'request:handle')
  await lockRequest(ctx, requestId)
  const { numUpdatedRows } = await spineTables(ctx).updateTable('spine.requestLink').set({ unlinkedAt: ctx.now }).where('fromRequestId', '=', requestId).where('toRequestId', '=', toRequestId).where('kind', '=', kind).where('unlinkedAt', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) throw filedRequestErrors['link-invalid']({ detail: '没有这项关联' })
  await addRequestEvent(ctx, requestId, 'unlinked', requestLinkKind.titles[kind])
  await addRequestEvent(ctx, toRequestId, 'unlinked', requestLinkKind.titles[kind])
}

/**
 * One request is the same as another: it ends here, its clocks stop without a verdict, it no longer counts, and both say so.
 * What was said and attached stays with it.
 */
export async function mergeRequest(ctx: SpineCtx, requestId: string, version: number, intoRequestId: string, reason: string): Promise<RequestRow> {
  requirePermission(ctx, 'request:handle')
  const into = await lockRequest(ctx, intoRequestId)
  const row = await lockSeenRequest(ctx, requestId, version)
  if (requestId === intoRequestId) throw filedRequestErrors['link-invalid']({ detail: '不能并入自己' })
  if (into.kind !== row.kind) throw filedRequestErrors['link-invalid']({ detail: '只能并入同类申请' })
  if (['merged', 'withdrawn', 'refused', 'draft'].includes(into.state)) throw filedRequestErrors['link-invalid']({ detail: '目标申请已结束或尚未提交' })
  await linkRequests(ctx, requestId, intoRequestId, 'duplicate-of', reason)
  await addRequestEvent(ctx, intoRequestId, 'merged', `${row.number} 并入本申请：${reason}`)
  return endRequest(ctx, row, 'merged', `并入 ${into.number}：${reason}`)
}

/** Is `requestId` somewhere above `from` already? */
async function isAbove(ctx: SpineCtx, requestId: string, from: string): Promise<boolean> {
  const seen = new Set<string>()
  let level = [from]
  while (level.length > 0) {
    if (level.includes(requestId)) return true
    for (const id of level) seen.add(id)
    const rows = await spineTables(ctx).selectFrom('spine.requestLink').select('toRequestId').where('fromRequestId', 'in', level).where('kind', '=', 'child-of').where('unlinkedAt', 'is', null).execute()
    level = rows.map(({ toRequestId }) => toRequestId).filter((id) => !seen.has(id))
  }
  return false
}
