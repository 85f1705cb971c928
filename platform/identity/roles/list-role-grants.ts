import { sql } from 'kysely'
import type { z } from 'zod'
import type { EndpointInput } from '#shared/define-api.ts'
import { businessDate } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf, type Page } from '#platform/database/page-of.ts'
import { roleGrantState, type identityApi, type roleGrant } from '../api.ts'
import { identityTables } from '../identity-parts.ts'

type GrantsQuery = EndpointInput<typeof identityApi.endpoints.roleGrants>['query']

/** Grants with their story, newest first. One person's are part of that person's detail, so whoever may see the one may see the other. */
export async function listRoleGrants(ctx: Ctx, query: GrantsQuery): Promise<Page<z.input<typeof roleGrant>>> {
  if (!(query.userId && isPermitted(ctx.actor, 'user:read'))) requirePermission(ctx, 'role:read')
  // A grant past its last day gives nothing, whether or not its row was already marked.
  const state = sql<string>`case when g.state = 'active' and g.valid_to < ${businessDate(ctx.now)}::date then 'expired' else g.state end`
  let rows = identityTables(ctx.tx)
    .selectFrom('platform.roleGrant as g')
    .innerJoin('platform.userAccount as a', 'a.userId', 'g.userId')
    .innerJoin('platform.role as r', 'r.roleCode', 'g.roleCode')
    .leftJoin('platform.userAccount as q', 'q.userId', 'g.requestedBy')
    .leftJoin('platform.userAccount as d', 'd.userId', 'g.decidedBy')
    .select(['g.roleGrantId', 'g.userId', 'a.username', 'a.displayName', 'g.roleCode', 'r.title as roleTitle', 'g.reason', 'g.requestedAt', 'g.decidedAt', 'g.decisionReason', 'g.validTo'])
    .select([
      state.as('state'),
      sql<string>`coalesce(q.display_name, '系统')`.as('requestedBy'),
      sql<string | null>`case when g.decided_at is not null then coalesce(d.display_name, g.decided_reference, '系统') end`.as('decidedBy'),
    ])
  if (query.state) rows = rows.where(state, '=', query.state)
  if (query.userId) rows = rows.where('g.userId', '=', query.userId)
  if (query.role) rows = rows.where('g.roleCode', '=', query.role)
  if (query.search) {
    const typed = containing(query.search)
    rows = rows.where((row) => row.or([row('a.username', 'ilike', typed), row('a.displayName', 'ilike', typed), row('r.title', 'ilike', typed)]))
  }
  const page = await pageOf(ctx.tx, rows, query, {
    sortable: { displayName: sql`a.display_name`, role: sql`r.title`, state, requestedAt: sql`g.requested_at`, validTo: sql`g.valid_to` },
    order: sql`g.requested_at desc, g.role_grant_id`,
  })
  return {
    ...page,
    items: page.items.map(({ roleCode, roleTitle, ...row }) => ({ ...row, role: { code: roleCode, title: roleTitle }, state: roleGrantState.schema.parse(row.state) })),
  }
}
