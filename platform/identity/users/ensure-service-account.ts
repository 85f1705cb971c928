import { randomUUID } from 'node:crypto'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { settleRoles } from '../roles/settle-roles.ts'
import { writeSystemAudit } from '../write-system-audit.ts'
import { findAccountByName } from './users.store.ts'

export type ServiceAccount = { readonly username: string; readonly displayName: string; readonly roles: readonly string[]; /** At least 32 characters from a random source. */ readonly token: string }

/**
 * An account for a program (the command line), known by a bearer token. Made, or brought to exactly what is given; called
 * at every start by the program itself. Returns the account's id.
 */
export async function ensureServiceAccount(ctx: Ctx, parts: IdentityParts, account: ServiceAccount): Promise<string> {
  requirePermission(ctx, 'service-account:manage')
  if (account.token.length < 32) throw identityErrors['weak-token']()
  const db = identityTables(ctx.tx)
  const found = await findAccountByName(ctx, account.username)
  if (found && found.kind !== 'service') throw identityErrors['username-taken']({ detail: `${account.username} 是人员账号` })
  const given = { displayName: account.displayName, serviceTokenSm3: sm3(account.token) }
  const userId = found?.userId ?? randomUUID()
  if (!found) {
    await db
      .insertInto('platform.userAccount')
      .values({ userId, kind: 'service', username: account.username, ...given, passwordChangedAt: ctx.now, createdAt: ctx.now, updatedAt: ctx.now })
      .execute()
  } else if (found.displayName !== given.displayName || found.serviceTokenSm3 !== given.serviceTokenSm3) {
    await db.updateTable('platform.userAccount').set({ ...given, updatedAt: ctx.now }).where('userId', '=', userId).execute()
  }
  const areRolesChanged = await settleRoles(ctx, parts, userId, account.roles)
  if (!found || areRolesChanged) await writeSystemAudit(ctx, 'service-account.settled', { kind: 'user', id: userId }, { username: account.username, roles: account.roles })
  parts.actors.forget()
  return userId
}
