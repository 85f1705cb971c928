import { businessDate } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { holdersOf } from '#spine/notices/duty-user-ids.ts'
import { delegationErrors } from '../request.ts'

export type DeclareDelegation = { readonly delegationId: string; readonly toUserId: string; readonly fromOn: string; readonly toOn: string; readonly kinds: readonly string[]; readonly reason: string }

/** An approver names who decides for him while he is away. The deputy must be able to approve at all; nobody's own requests come to him. */
export async function declareDelegation(ctx: SpineCtx, request: DeclareDelegation): Promise<void> {
  requirePermission(ctx, 'request:approve')
  const fromUserId = actorUserId(ctx.actor)
  const db = spineTables(ctx)
  const problems: InputProblem[] = []
  if (fromUserId === null || request.toUserId === fromUserId) problems.push({ place: 'body.toUserId', message: '代理人须是另一个人' })
  else if (!(await holdersOf(ctx, ctx.now, { permission: 'request:approve' })).includes(request.toUserId)) problems.push({ place: 'body.toUserId', message: '代理人须有审批权限' })
  if (request.toOn < request.fromOn) problems.push({ place: 'body.toOn', message: '结束日不得早于开始日' })
  else if (request.toOn < businessDate(ctx.now)) problems.push({ place: 'body.toOn', message: '代理期已经过去' })
  if (problems.length > 0 || fromUserId === null) throw delegationErrors.invalid({ problems })
  await db
    .insertInto('spine.delegation')
    .values({ ...request, kinds: [...request.kinds], fromUserId, declaredAt: ctx.now, declaredBy: fromUserId })
    .onConflict((conflict) => conflict.column('delegationId').doNothing())
    .execute()
}

export async function revokeDelegation(ctx: SpineCtx, delegationId: string): Promise<void> {
  requirePermission(ctx, 'request:approve')
  const me = actorUserId(ctx.actor)
  const { numUpdatedRows } = await spineTables(ctx).updateTable('spine.delegation').set({ revokedAt: ctx.now, revokedBy: me }).where('delegationId', '=', delegationId).where('fromUserId', '=', me).where('revokedAt', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) throw delegationErrors['not-found']()
}

/** Delegations given by or to the person who looks; newest first. */
export async function listDelegations(ctx: SpineCtx) {
  requirePermission(ctx, 'request:approve')
  const me = actorUserId(ctx.actor)
  const today = businessDate(ctx.now)
  const rows = await spineTables(ctx)
    .selectFrom('spine.delegation as d')
    .innerJoin('platform.userAccount as f', 'f.userId', 'd.fromUserId')
    .innerJoin('platform.userAccount as t', 't.userId', 'd.toUserId')
    .select(['d.delegationId', 'd.fromUserId', 'f.displayName as fromName', 'd.toUserId', 't.displayName as toName', 'd.fromOn', 'd.toOn', 'd.kinds', 'd.reason', 'd.declaredAt', 'd.revokedAt'])
    .where((where) => where.or([where('d.fromUserId', '=', me), where('d.toUserId', '=', me)]))
    .orderBy('d.declaredAt', 'desc')
    .limit(200)
    .execute()
  return { items: rows.map((row) => ({ ...row, isActive: row.revokedAt === null && row.fromOn <= today && today <= row.toOn })) }
}

/** Who could stand in: everybody who may approve, but oneself. */
export async function listDeputies(ctx: SpineCtx) {
  requirePermission(ctx, 'request:approve')
  const able = (await holdersOf(ctx, ctx.now, { permission: 'request:approve' })).filter((userId) => userId !== actorUserId(ctx.actor))
  if (able.length === 0) return { items: [] }
  return { items: await spineTables(ctx).selectFrom('platform.userAccount').select(['userId', 'displayName', 'post']).where('userId', 'in', able).orderBy('displayName').execute() }
}
