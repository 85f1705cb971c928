import { randomUUID } from 'node:crypto'
import { businessDate } from '#shared/instant.ts'
import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { readAccount } from '../users/users.store.ts'

export type RoleRequest = { readonly userId: string; readonly role: string; readonly reason: string; /** Last business date. */ readonly validTo?: string | null | undefined }

/**
 * Asks for a role for somebody else; a security administrator decides. What the program itself asks for (first start)
 * holds at once. 三权分立: a role that excludes one already held or asked for is refused here, and by a unique index
 * where two requests meet.
 */
export async function requestRole(ctx: Ctx, parts: IdentityParts, request: RoleRequest): Promise<{ roleGrantId: string }> {
  requirePermission(ctx, 'role-grant:request')
  if (actorUserId(ctx.actor) === request.userId) throw identityErrors['not-for-oneself']()
  const today = businessDate(ctx.now)
  if (request.validTo && request.validTo < today) throw requestErrors.invalid({ problems: [{ place: 'body.validTo', message: '有效期不能早于今天' }] })
  const account = await readAccount(ctx, request.userId)
  if (account.state === 'closed') throw identityErrors['wrong-state']()
  const db = identityTables(ctx.tx)
  const role = await db.selectFrom('platform.role').selectAll().where('roleCode', '=', request.role).where('isRetired', '=', false).executeTakeFirst()
  if (!role) throw identityErrors['role-not-found']({ detail: request.role })
  await db.updateTable('platform.roleGrant').set({ state: 'expired' }).where('userId', '=', request.userId).where('state', '=', 'active').where('validTo', '<', today).execute()
  await refuseSecondHolding(ctx, request.userId, role)
  const roleGrantId = randomUUID()
  const isProgram = ctx.actor.kind === 'system'
  await db
    .insertInto('platform.roleGrant')
    .values({
      roleGrantId,
      userId: request.userId,
      roleCode: role.roleCode,
      exclusionGroup: role.exclusionGroup,
      state: isProgram ? 'active' : 'pending',
      reason: request.reason,
      requestedBy: actorUserId(ctx.actor),
      requestedAt: ctx.now,
      decidedAt: isProgram ? ctx.now : null,
      validTo: request.validTo ?? null,
    })
    .execute()
    .catch((error: unknown) => {
      throw brokenRule(error) ?? error
    })
  parts.actors.forget()
  return { roleGrantId }
}

async function refuseSecondHolding(ctx: Ctx, userId: string, role: { roleCode: string; exclusionGroup: string }): Promise<void> {
  const held = await identityTables(ctx.tx)
    .selectFrom('platform.roleGrant')
    .innerJoin('platform.role', 'platform.role.roleCode', 'platform.roleGrant.roleCode')
    .select(['platform.role.roleCode', 'platform.role.title', 'platform.role.exclusionGroup'])
    .where('platform.roleGrant.userId', '=', userId)
    .where('platform.roleGrant.state', 'in', ['pending', 'active'])
    .execute()
  if (held.some((one) => one.roleCode === role.roleCode)) throw identityErrors['role-held']()
  const excluding = held.find((one) => role.exclusionGroup !== '' && one.exclusionGroup === role.exclusionGroup)
  if (excluding) throw identityErrors['roles-exclude']({ detail: excluding.title })
}

function brokenRule(error: unknown): Error | undefined {
  const constraint = error instanceof Error && 'constraint' in error ? error.constraint : undefined
  if (constraint === 'role_grant_exclusive') return identityErrors['roles-exclude']({ cause: error })
  if (constraint === 'role_grant_once') return identityErrors['role-held']({ cause: error })
  return undefined
}
