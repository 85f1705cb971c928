import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { z } from 'zod'
import type { EndpointInput } from '#shared/define-api.ts'
import type { Ctx } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf, type Page } from '#platform/database/page-of.ts'
import { userState, type identityApi, type userDetail, type userSummary } from '../api.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables } from '../identity-parts.ts'
import { listRoleGrants } from '../roles/list-role-grants.ts'
import { maskEmail, maskPhone } from './mask-contact.ts'
import { nameOf } from './users.store.ts'

type UsersQuery = EndpointInput<typeof identityApi.endpoints.users>['query']

export async function listUsers(ctx: Ctx, query: UsersQuery): Promise<Page<z.input<typeof userSummary>>> {
  requirePermission(ctx, 'user:read')
  let rows = summaries(ctx)
  if (query.state) rows = rows.where('a.state', '=', query.state)
  if (query.kind) rows = rows.where('a.kind', '=', query.kind)
  if (query.role) rows = rows.where((row) => row.exists(row.selectFrom('platform.roleGrant as g').select('g.roleGrantId').whereRef('g.userId', '=', 'a.userId').where('g.state', '=', 'active').where('g.roleCode', '=', query.role as string)))
  if (query.search) {
    const typed = containing(query.search)
    rows = rows.where((row) => row.or(['a.username', 'a.displayName', 'a.unit', 'a.post'].map((column) => row(sql.ref<string>(column), 'ilike', typed))))
  }
  const page = await pageOf(ctx.tx, rows, query, {
    sortable: { username: sql`lower(a.username)`, displayName: sql`a.display_name`, unit: sql`a.unit`, post: sql`a.post`, state: sql`a.state`, lastSignInAt: sql`a.last_sign_in_at` },
    order: sql`lower(a.username)`,
  })
  return { ...page, items: page.items.map((row) => ({ ...typed(row), phone: maskPhone(row.phone), email: maskEmail(row.email) })) }
}

/** Contact fields in clear only for those who may change them. */
export async function readUser(ctx: Ctx, userId: string): Promise<z.input<typeof userDetail>> {
  requirePermission(ctx, 'user:read')
  const row = await summaries(ctx)
    .select(['a.mustChangePassword', 'a.passwordChangedAt', 'a.createdAt', 'a.updatedAt', 'a.updatedBy', 'f.blockedUntil as lockedUntil'])
    .where('a.userId', '=', userId)
    .executeTakeFirst()
  if (!row) throw identityErrors['user-not-found']()
  const isClear = isPermitted(ctx.actor, 'user:manage')
  const { items } = await listRoleGrants(ctx, { userId, page: 1, pageSize: 200 })
  return {
    ...typed(row),
    ...(isClear ? {} : { phone: maskPhone(row.phone), email: maskEmail(row.email) }),
    lockedUntil: row.isLocked ? row.lockedUntil : null,
    updatedBy: await nameOf(ctx, row.updatedBy),
    grants: items,
  }
}

function typed<Row extends { kind: string; state: string }>(row: Row) {
  return { ...row, kind: row.kind === 'service' ? ('service' as const) : ('person' as const), state: userState.schema.parse(row.state) }
}

function summaries(ctx: Ctx) {
  return identityTables(ctx.tx)
    .selectFrom('platform.userAccount as a')
    .leftJoin('platform.signInFailure as f', (join) => join.on(sql`f.subject`, '=', sql`'user:' || lower(a.username)`))
    .select(['a.userId', 'a.username', 'a.displayName', 'a.kind', 'a.unit', 'a.post', 'a.phone', 'a.email', 'a.state', 'a.lastSignInAt', 'a.version'])
    .select((row) => [
      sql<boolean>`coalesce(f.blocked_until > ${ctx.now}, false)`.as('isLocked'),
      row.exists(row.selectFrom('platform.totpSecret as t').select('t.userId').whereRef('t.userId', '=', 'a.userId').where('t.confirmedAt', 'is not', null)).$castTo<boolean>().as('hasTotp'),
      jsonArrayFrom(
        row
          .selectFrom('platform.roleGrant as g')
          .innerJoin('platform.role as r', 'r.roleCode', 'g.roleCode')
          .select(['r.roleCode as code', 'r.title'])
          .whereRef('g.userId', '=', 'a.userId')
          .where('g.state', '=', 'active')
          .orderBy('r.roleCode'),
      ).as('roles'),
    ])
}
