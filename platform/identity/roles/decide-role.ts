import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { endSessionsOf } from '../sessions/sessions.store.ts'
import { keepLastHolder } from './keep-last-holder.ts'

/** The security administrator's yes. Neither who asked nor who receives may give it. */
export async function approveRole(ctx: Ctx, parts: IdentityParts, roleGrantId: string): Promise<void> {
  requirePermission(ctx, 'role-grant:approve')
  const grant = await takePending(ctx, roleGrantId)
  await settle(ctx, roleGrantId, 'active')
  await endSessionsOf(ctx, parts, grant.userId, 'roles-changed')
}

/**
 * The yes of an approved order of another system, whose approver has no account here: named by reference. Who carries the
 * order out has asked, so his own name may not stand for the decision.
 */
export async function approveRoleByOrder(ctx: Ctx, parts: IdentityParts, roleGrantId: string, reference: string): Promise<void> {
  requirePermission(ctx, 'role-grant:approve-by-order')
  const grant = await take(ctx, roleGrantId)
  if (grant.state !== 'pending') throw identityErrors['grant-settled']()
  await identityTables(ctx.tx).updateTable('platform.roleGrant').set({ state: 'active', decidedAt: ctx.now, decidedReference: reference }).where('roleGrantId', '=', roleGrantId).execute()
  await endSessionsOf(ctx, parts, grant.userId, 'roles-changed')
}

export async function refuseRole(ctx: Ctx, roleGrantId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'role-grant:approve')
  await takePending(ctx, roleGrantId)
  await settle(ctx, roleGrantId, 'refused', reason)
}

/** Takes a role away, or a request back; not the last holding of a role that must be held. */
export async function revokeRole(ctx: Ctx, parts: IdentityParts, roleGrantId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'role-grant:revoke')
  const grant = await take(ctx, roleGrantId)
  if (grant.state !== 'pending' && grant.state !== 'active') throw identityErrors['grant-settled']()
  if (grant.state === 'active') await keepLastHolder(ctx, grant.userId, { role: grant.roleCode })
  await settle(ctx, roleGrantId, 'revoked', reason)
  if (grant.state === 'active') await endSessionsOf(ctx, parts, grant.userId, 'roles-changed')
}

async function takePending(ctx: Ctx, roleGrantId: string) {
  const grant = await take(ctx, roleGrantId)
  if (grant.state !== 'pending') throw identityErrors['grant-settled']()
  const actor = actorUserId(ctx.actor)
  if (actor !== null && actor === grant.requestedBy) throw identityErrors['own-request']()
  if (actor !== null && actor === grant.userId) throw identityErrors['not-for-oneself']()
  return grant
}

async function take(ctx: Ctx, roleGrantId: string) {
  const grant = await identityTables(ctx.tx).selectFrom('platform.roleGrant').selectAll().where('roleGrantId', '=', roleGrantId).forUpdate().executeTakeFirst()
  if (!grant) throw identityErrors['grant-not-found']()
  return grant
}

async function settle(ctx: Ctx, roleGrantId: string, state: 'active' | 'refused' | 'revoked', reason: string | null = null): Promise<void> {
  await identityTables(ctx.tx)
    .updateTable('platform.roleGrant')
    .set({ state, decidedBy: actorUserId(ctx.actor), decidedAt: ctx.now, decisionReason: reason })
    .where('roleGrantId', '=', roleGrantId)
    .execute()
}
