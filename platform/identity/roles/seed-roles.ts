import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { writeSystemAudit } from '../write-system-audit.ts'
import { permissionsOf } from './permissions-of.ts'

/** Roles are data of the program that is assembled, not of the platform. */
export type RoleDefinition = {
  readonly code: string
  readonly title: string
  readonly description: string
  readonly permissions: readonly string[]
  /** Roles of one group exclude each other in one person; `three-powers` is 三权分立. */
  readonly exclusionGroup?: string
  /** Holders have the role's permissions only once their second factor is on, and choose longer passwords. */
  readonly requiresTotp?: boolean
  /** Somebody must hold it at any time, without a last day: its last holder is not suspended, closed or revoked. */
  readonly isAlwaysHeld?: boolean
}

/**
 * Brings the role tables to what the program defines, at every start. A role that it no longer defines is retired: its
 * grants stay on record and give nothing. A permission that no api declares stops the start, because it would be a typing
 * error that locks people out.
 */
export async function seedRoles(ctx: Ctx, parts: IdentityParts, roles: readonly RoleDefinition[]): Promise<void> {
  requirePermission(ctx, 'role:define')
  refuseUnknownPermissions(parts, roles)
  const db = identityTables(ctx.tx)
  const codes = roles.map((role) => role.code)
  const before = await present(ctx)
  for (const role of roles) {
    const given = { title: role.title, description: role.description, exclusionGroup: role.exclusionGroup ?? '', requiresTotp: role.requiresTotp ?? false, isAlwaysHeld: role.isAlwaysHeld ?? false, isRetired: false }
    await db
      .insertInto('platform.role')
      .values({ roleCode: role.code, ...given })
      .onConflict((conflict) => conflict.column('roleCode').doUpdateSet(given))
      .execute()
    await db.deleteFrom('platform.rolePermission').where('roleCode', '=', role.code).execute()
    const permissions = [...new Set(role.permissions)].map((permission) => ({ roleCode: role.code, permission }))
    if (permissions.length > 0) await db.insertInto('platform.rolePermission').values(permissions).execute()
  }
  await db
    .updateTable('platform.role')
    .set({ isRetired: true })
    .$if(codes.length > 0, (query) => query.where('roleCode', 'not in', codes))
    .execute()
  if ((await present(ctx)) !== before) await writeSystemAudit(ctx, 'role.defined', { kind: 'role', id: '*' }, { roles: codes })
  parts.actors.forget()
}

function refuseUnknownPermissions(parts: IdentityParts, roles: readonly RoleDefinition[]): void {
  const known = permissionsOf(parts.apis())
  const problems = roles.flatMap((role) => role.permissions.filter((permission) => !known.has(permission)).map((permission) => `${role.code}: ${permission}`))
  if (problems.length > 0) throw new Error(`角色中有接口未声明的权限：${problems.join('；')}`)
}

/** The role tables as one text, to see whether anything changed. */
async function present(ctx: Ctx): Promise<string> {
  const db = identityTables(ctx.tx)
  const roles = await db.selectFrom('platform.role').selectAll().orderBy('roleCode').execute()
  const permissions = await db.selectFrom('platform.rolePermission').selectAll().orderBy('roleCode').orderBy('permission').execute()
  return JSON.stringify([roles, permissions])
}
