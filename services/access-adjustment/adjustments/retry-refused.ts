import { requirePermission } from '#platform/context/require-permission.ts'
import { addRequestEvent, kindRequest, type SpineCtx } from '#spine/spine.ts'
import { lockAccessForm } from '../forms/lock-access-form.ts'
import { adjustmentErrors } from './adjustment.ts'
import { openRetry } from './open-execution.ts'

/** Whoever handles the form has mended what stood in the way: the refused lines go to the target once more. */
export async function retryRefused(ctx: SpineCtx, requestId: string): Promise<{ lines: number }> {
  requirePermission(ctx, 'access-form:handle')
  const row = await lockAccessForm(ctx, requestId)
  if (!['ready', 'in-progress', 'waiting'].includes(row.state)) throw adjustmentErrors['nothing-refused']()
  const lines = await openRetry(ctx, await kindRequest(ctx, row))
  if (lines === 0) throw adjustmentErrors['nothing-refused']()
  await addRequestEvent(ctx, requestId, 'work-opened', `${lines} 项重新执行`)
  return { lines }
}
