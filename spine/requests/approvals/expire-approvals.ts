import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { addRequestEvent, lockRequest } from '../requests.store.ts'
import { returnToRequester } from './decide-approval.ts'

/** Approvals that nobody gave in time lapse; their requests go back to the requesters. Returns how many. */
export async function expireApprovals(ctx: SpineCtx): Promise<number> {
  const db = spineTables(ctx)
  const lapsed = await db.selectFrom('spine.requestApproval').select(['requestId', 'formVersion', 'step', 'title']).where('state', '=', 'waiting').where('expiresAt', '<', ctx.now).limit(100).execute()
  let count = 0
  for (const { requestId, formVersion, step, title } of lapsed) {
    const row = await lockRequest(ctx, requestId)
    // Decided between the look and the lock: nothing to expire.
    const expired = await db.updateTable('spine.requestApproval').set({ state: 'expired' }).where('requestId', '=', requestId).where('formVersion', '=', formVersion).where('step', '=', step).where('state', '=', 'waiting').returning('step').executeTakeFirst()
    if (!expired || row.state !== 'in-approval' || row.formVersion !== formVersion) continue
    await addRequestEvent(ctx, requestId, 'approval-expired', title)
    await returnToRequester(ctx, row, `${title}：逾期未审批，请核对后重新提交`)
    count += 1
  }
  return count
}
