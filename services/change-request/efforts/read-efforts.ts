import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { SpineCtx } from '#spine/spine.ts'
import type { changeRequestApi } from '../api.ts'
import { changeTables } from '../database/change-tables.ts'

type Days = { readonly from: string; readonly to: string }

function entriesWithin(ctx: SpineCtx, { from, to }: Days) {
  return changeTables(ctx).selectFrom('changeRequest.effortEntry as e').innerJoin('spine.request as r', 'r.requestId', 'e.requestId').where('e.workedOn', '>=', from).where('e.workedOn', '<', addDays(to, 1))
}

/** AMB-51: 功能、适应性调整 has no ceiling, so what it takes is shown by month and subsystem, and by change against its estimate. */
export async function readEfforts(ctx: SpineCtx, days: Days) {
  requirePermission(ctx, 'change:read')
  const months = await entriesWithin(ctx, days)
    .select([sql<string>`to_char(e.worked_on, 'YYYY-MM')`.as('month'), 'r.subsystem', sql<number>`sum(e.days)::float8`.as('days'), sql<number>`count(distinct r.request_id)::int`.as('changes')])
    .groupBy([sql`1`, 'r.subsystem'])
    .orderBy(sql`1`)
    .orderBy('r.subsystem')
    .execute()
  return { months }
}

type Filter = EndpointInput<(typeof changeRequestApi)['endpoints']['listEfforts']>['query']

/** What each change took within the days asked for, the most first. */
export async function listEfforts(ctx: SpineCtx, filter: Filter) {
  requirePermission(ctx, 'change:read')
  const estimate = sql<number>`(f.form ->> 'estimateDays')::float8`
  const spent = sql<number>`sum(e.days)::float8`
  let query = entriesWithin(ctx, filter)
    .innerJoin('spine.requestForm as f', (join) => join.onRef('f.requestId', '=', 'r.requestId').onRef('f.formVersion', '=', 'r.formVersion'))
    .groupBy(['r.requestId', 'r.number', 'r.title', 'r.subsystem', 'f.form'])
    .select(['r.requestId', 'r.number', 'r.title', 'r.subsystem', estimate.as('estimateDays'), spent.as('spentDays')])
  if (filter.subsystem) query = query.where('r.subsystem', '=', filter.subsystem)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('r.title', 'ilike', pattern), where('r.number', 'ilike', pattern)]))
  }
  return pageOf(ctx.tx, query, filter, { sortable: { number: sql.ref('r.number'), title: sql.ref('r.title'), estimateDays: estimate, spentDays: spent }, order: filter.sort ? sql`r.number` : sql`sum(e.days) desc, r.number` })
}
