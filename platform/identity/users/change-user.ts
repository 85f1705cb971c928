import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { UserState } from '../api.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { keepLastHolder } from '../roles/keep-last-holder.ts'
import { endSessionsOf } from '../sessions/sessions.store.ts'
import { clearFailures } from '../sessions/sign-in-failures.store.ts'
import { changeAccount, readAccount } from './users.store.ts'

export type UserChanges = { version: number; displayName?: string | undefined; unit?: string | undefined; post?: string | undefined; phone?: string | null | undefined; email?: string | null | undefined }

/** Changes the fields given; needs the version that the editor saw. */
export async function updateUser(ctx: Ctx, userId: string, { version, ...changes }: UserChanges): Promise<{ version: number }> {
  requirePermission(ctx, 'user:manage')
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return changeAccount(ctx, userId, version, given)
}

const FROM: Readonly<Record<UserState, readonly UserState[]>> = { active: ['suspended'], suspended: ['active'], closed: ['active', 'suspended'] }

/** Suspends, reopens or closes an account. Its sessions end; closing also takes its roles away, for good. Nobody does this to himself, nor to the last holder of a role that must be held. */
export async function changeUserState(ctx: Ctx, parts: IdentityParts, userId: string, state: UserState, { version, reason }: { version: number; reason: string }): Promise<{ version: number }> {
  requirePermission(ctx, 'user:manage')
  if (actorUserId(ctx.actor) === userId) throw identityErrors['not-for-oneself']()
  const account = await readAccount(ctx, userId)
  if (state !== 'active') await keepLastHolder(ctx, userId)
  const changed = await changeAccount(ctx, userId, version, { state, stateReason: reason })
  if (!(FROM[state] as readonly string[]).includes(account.state)) throw identityErrors['wrong-state']()
  await endSessionsOf(ctx, parts, userId, 'state-changed')
  if (state === 'closed') {
    await identityTables(ctx.tx)
      .updateTable('platform.roleGrant')
      .set({ state: 'revoked', decisionReason: '账号注销' })
      .where('userId', '=', userId)
      .where('state', 'in', ['pending', 'active'])
      .execute()
  }
  return changed
}

export async function unlockUser(ctx: Ctx, userId: string): Promise<void> {
  requirePermission(ctx, 'user:manage')
  await clearFailures(ctx, (await readAccount(ctx, userId)).username)
}
