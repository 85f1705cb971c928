import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { changesBack, type TargetAccount } from '#shared/maintenance/target-account.ts'
import { formOf, linkRequests, openRequest, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { formKindFor, type AccessForm } from '../forms/api.ts'
import { findTarget } from '../targets/targets.store.ts'
import { adjustmentErrors } from './adjustment.ts'

/**
 * A draft that takes an adjustment back, made of its snapshots: the same form of the contract, approved like any other. What
 * has changed since is found at its execution and not overwritten.
 */
export async function undoAdjustment(ctx: SpineCtx, adjustmentId: string, requestId: string, reason: string): Promise<{ requestId: string; number: string }> {
  requirePermission(ctx, 'access-form:open')
  const row = await accessTables(ctx).selectFrom('accessAdjustment.adjustment').selectAll().where('adjustmentId', '=', adjustmentId).executeTakeFirst()
  if (!row) throw adjustmentErrors['not-found']()
  if (row.state !== 'applied' || row.requestId === null || row.formVersion === null || row.cause === 'expiry') throw adjustmentErrors['not-undoable']({ detail: '只有按单执行并读回的调整可以撤销' })
  const changes = changesBack(row.accountBefore as TargetAccount | null, row.accountAfter as TargetAccount)
  if (changes === null || changes.length === 0) throw adjustmentErrors['not-undoable']({ detail: '账号已注销，目标系统不再启用它；请新建账号' })
  const { target } = await findTarget(ctx, row.componentId)
  const former = (await formOf(ctx, row.requestId, row.formVersion)) as AccessForm
  const form: Partial<AccessForm> = {
    subsystem: former.subsystem, issuer: former.issuer, issuerName: former.issuerName, documentNo: former.documentNo, kind: 'undo', reason, startsOn: null, hours: null,
    lines: [{ target: target as AccessForm['lines'][number]['target'], account: row.account, displayName: '', unit: '', post: '', grant: [], revoke: [], undoes: adjustmentId }],
  }
  const draft = await openRequest(ctx, { requestId, kind: formKindFor(former.subsystem), form })
  if (isPermitted(ctx.actor, 'request:handle')) await linkRequests(ctx, draft.requestId, row.requestId, 'related-to', '撤销')
  return { requestId: draft.requestId, number: draft.number }
}
