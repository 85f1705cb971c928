import type { Selectable } from 'kysely'
import { formatInstant } from '#shared/instant.ts'
import { actorUserId, type Ctx } from '#platform/context/context.ts'
import type { UserAccountTable } from '#platform/database/tables.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables } from '../identity-parts.ts'

export type Account = Selectable<UserAccountTable>

export function findAccountByName(ctx: Pick<Ctx, 'tx'>, username: string): Promise<Account | undefined> {
  return identityTables(ctx.tx)
    .selectFrom('platform.userAccount')
    .selectAll()
    .where((row) => row.fn('lower', ['username']), '=', username.toLowerCase())
    .executeTakeFirst()
}

/** Throws `identity.user-not-found`. */
export async function readAccount(ctx: Pick<Ctx, 'tx'>, userId: string): Promise<Account> {
  const account = await identityTables(ctx.tx).selectFrom('platform.userAccount').selectAll().where('userId', '=', userId).executeTakeFirst()
  if (!account) throw identityErrors['user-not-found']()
  return account
}

type Changes = Partial<Pick<Account, 'displayName' | 'unit' | 'post' | 'phone' | 'email' | 'state' | 'stateReason'>>

/** Changes an account that is still as the caller saw it; otherwise `request.conflict` tells who changed it, and when. */
export async function changeAccount(ctx: Ctx, userId: string, version: number, changes: Changes): Promise<{ version: number }> {
  const changed = await identityTables(ctx.tx)
    .updateTable('platform.userAccount')
    .set({ ...changes, updatedAt: ctx.now, updatedBy: actorUserId(ctx.actor) })
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('userId', '=', userId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
  if (changed) return changed
  const present = await readAccount(ctx, userId)
  throw requestErrors.conflict({ detail: `${await nameOf(ctx, present.updatedBy)}于 ${formatInstant(present.updatedAt).slice(0, 16).replace('T', ' ')} 修改过` })
}

/** Display name for a `…_by` column; null stands for the system. */
export async function nameOf(ctx: Pick<Ctx, 'tx'>, userId: string | null): Promise<string> {
  return userId === null ? '系统' : (await readAccount(ctx, userId)).displayName
}

/** Whether the person holds, or has been asked to be given, a role that requires a second factor: the stricter password rules apply. */
export async function isAdministrator(ctx: Pick<Ctx, 'tx'>, userId: string): Promise<boolean> {
  const found = await identityTables(ctx.tx)
    .selectFrom('platform.roleGrant')
    .innerJoin('platform.role', 'platform.role.roleCode', 'platform.roleGrant.roleCode')
    .select('platform.roleGrant.roleGrantId')
    .where('platform.roleGrant.userId', '=', userId)
    .where('platform.roleGrant.state', 'in', ['pending', 'active'])
    .where('platform.role.requiresTotp', '=', true)
    .executeTakeFirst()
  return found !== undefined
}
