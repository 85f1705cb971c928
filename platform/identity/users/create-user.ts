import { randomUUID } from 'node:crypto'
import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { hashPassword } from '../passwords/password-hash.ts'
import { randomPassword } from '../passwords/password-rules.ts'
import { requestRole } from '../roles/request-role.ts'
import { writeSystemAudit } from '../write-system-audit.ts'
import { findAccountByName } from './users.store.ts'

export type NewUser = {
  readonly username: string
  readonly displayName: string
  readonly unit?: string
  readonly post?: string
  readonly phone?: string | null
  readonly email?: string | null
  /** Asked for, to be approved by a security administrator; granted at once when the program itself creates the account. */
  readonly roles?: readonly string[]
}

/** Opens an account with a random initial password that is shown once and must be changed at the first sign-in. */
export async function createUser(ctx: Ctx, parts: IdentityParts, user: NewUser): Promise<{ userId: string; initialPassword: string }> {
  requirePermission(ctx, 'user:manage')
  if (await findAccountByName(ctx, user.username)) throw identityErrors['username-taken']({ detail: user.username })
  const userId = randomUUID()
  const initialPassword = randomPassword()
  const passwordHash = await parts.gate(() => hashPassword(initialPassword, parts.policy.hashIterations))
  const by = actorUserId(ctx.actor)
  const db = identityTables(ctx.tx)
  await db
    .insertInto('platform.userAccount')
    .values({
      userId,
      username: user.username,
      displayName: user.displayName,
      unit: user.unit ?? '',
      post: user.post ?? '',
      phone: user.phone ?? null,
      email: user.email ?? null,
      passwordHash,
      passwordChangedAt: ctx.now,
      mustChangePassword: true,
      createdAt: ctx.now,
      createdBy: by,
      updatedAt: ctx.now,
      updatedBy: by,
    })
    .execute()
    .catch((error: unknown) => {
      throw databaseErrorCode(error) === '23505' ? identityErrors['username-taken']({ detail: user.username, cause: error }) : error
    })
  await db.insertInto('platform.passwordHistory').values({ userId, passwordHash, setAt: ctx.now }).execute()
  for (const role of user.roles ?? []) await requestRole(ctx, parts, { userId, role, reason: '新建用户时申请' })
  await writeSystemAudit(ctx, 'user.created', { kind: 'user', id: userId }, { username: user.username, roles: user.roles ?? [] })
  return { userId, initialPassword }
}
