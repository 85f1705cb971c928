import { actorName } from '#platform/context/context.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runErrors, type SignatureRole } from './run.ts'
import { lockRun } from './runs.store.ts'

/**
 * Signs a finished record. Inspector first, then a reviewer who is somebody else. The run itself counts from when it
 * was made (甲方 AMB-11: checks run every day, signatures follow on working days), so signing has no due moment.
 */
export async function signRun(ctx: SpineCtx, runId: string, { role, note }: { role: SignatureRole; note: string }): Promise<void> {
  requirePermission(ctx, 'inspection:sign')
  if (ctx.actor.kind !== 'person') throw requestErrors.forbidden({ detail: '签认须由本人进行' })
  const run = await lockRun(ctx, runId)
  if (run.state !== 'done') throw runErrors['not-done']()
  const db = inspectionTables(ctx)
  const signed = await db.selectFrom('inspection.runSignature').select(['role', 'userId']).where('runId', '=', runId).execute()
  const { userId } = ctx.actor
  if (signed.some((one) => one.role === role)) throw runErrors['already-signed']()
  if (signed.some((one) => one.userId === userId)) throw runErrors['same-person']()
  if (role === 'reviewer' && !signed.some((one) => one.role === 'inspector')) throw runErrors['sign-in-order']()
  await db.insertInto('inspection.runSignature').values({ runId, role, userId, name: actorName(ctx.actor), signedAt: ctx.now, note }).execute()
}
