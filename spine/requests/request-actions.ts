import { actorUserId } from '#platform/context/context.ts'
import { isPermitted } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { RequestAction, RequestState } from './api.ts'
import { waitingForMe } from './approvals/describe-approvals.ts'
import { mayAccept } from './deliver-request.ts'
import { isEditable, isRequester } from './open-request.ts'
import type { RequestKind } from './request-kind.ts'
import { mayFollow } from './request.ts'
import type { RequestRow } from './requests.store.ts'
import { endingProblems } from './submit-request.ts'

/** Which acts are open to the person who looks, by the same rules as the verbs: no button that would only be refused. */
export async function requestActions(ctx: SpineCtx, row: RequestRow, kind: RequestKind): Promise<RequestAction[]> {
  const { actor } = ctx
  const me = actorUserId(actor)
  const state = row.state as RequestState
  const opens = isPermitted(actor, 'request:open') && isPermitted(actor, kind.permissions.open)
  const handles = isPermitted(actor, 'request:handle') && isPermitted(actor, kind.permissions.handle)
  const isMine = isRequester(ctx, row)
  const isPart = handles || (row.requesterId !== null && isMine && opens)
  const actions: RequestAction[] = []
  if (opens && isMine && isEditable(row)) actions.push('edit', 'submit')
  const mayEnd = mayFollow(state, 'withdrawn') && (await endingProblems(ctx, row)).length === 0
  if (opens && isMine && mayEnd) actions.push('withdraw')
  if (state === 'in-approval' && (await waitingForMe(ctx)).includes(row.requestId)) actions.push('approve')
  const isApprover = row.separatesDuties && (await approvedBy(ctx, row, me))
  if (handles && ['ready', 'in-progress', 'waiting'].includes(state) && row.assigneeId !== me && !isApprover) actions.push('take')
  if (isPermitted(actor, 'request:assign') && ['ready', 'in-progress', 'waiting'].includes(state)) actions.push('assign')
  if (isPart && state !== 'draft') actions.push('note', 'attach')
  if (handles && mayFollow(state, 'waiting')) actions.push('wait')
  if (handles && state === 'waiting') actions.push('resume')
  if (handles && mayFollow(state, 'delivered')) actions.push('deliver')
  if (state === 'delivered' && isPermitted(actor, 'request:open') && mayAccept(ctx, row, kind)) actions.push('accept', 'return-delivery')
  if (handles && state === 'closed') actions.push('reopen')
  if (handles && state !== 'draft') actions.push('link')
  if (handles && mayEnd && mayFollow(state, 'merged')) actions.push('merge')
  if (isPart && row.formVersion > 0) actions.push('attach-scan')
  if (opens && row.formVersion > 0) actions.push('clone')
  return actions
}

async function approvedBy(ctx: SpineCtx, row: RequestRow, userId: string | null): Promise<boolean> {
  const found = await spineTables(ctx).selectFrom('spine.requestApproval').select('step').where('requestId', '=', row.requestId).where('formVersion', '=', row.formVersion).where('state', '=', 'approved').where('decidedBy', '=', userId).executeTakeFirst()
  return found !== undefined
}
