import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { role } from '../api.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { permissionsOf } from './permissions-of.ts'

export async function listRoles(ctx: Ctx, parts: IdentityParts): Promise<Array<z.input<typeof role>>> {
  requirePermission(ctx, 'role:read')
  const allows = permissionsOf(parts.apis())
  const rows = await identityTables(ctx.tx)
    .selectFrom('platform.role as r')
    .select(['r.roleCode as code', 'r.title', 'r.description', 'r.exclusionGroup', 'r.requiresTotp'])
    .select([
      sql<string[]>`array(select p.permission from platform.role_permission p where p.role_code = r.role_code order by 1)`.as('permissions'),
      sql<number>`(select count(*) from platform.role_grant g where g.role_code = r.role_code and g.state = 'active')`.as('holders'),
    ])
    .where('r.isRetired', '=', false)
    .orderBy('r.roleCode')
    .execute()
  return rows.map((row) => ({
    ...row,
    exclusionGroup: row.exclusionGroup === '' ? null : row.exclusionGroup,
    permissions: row.permissions.map((code) => ({ code, allows: [...(allows.get(code) ?? [])] })),
  }))
}
