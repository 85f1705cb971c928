import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { unitsApi } from './api.ts'
import { unitErrors } from './unit.ts'
import type { UnitKind } from './unit-kind.ts'

type ListInput = EndpointInput<(typeof unitsApi)['endpoints']['listUnits']>['query']

export async function listUnits(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'person:read')
  let query = units(ctx)
  if (filter.kind) query = query.where('u.kind', '=', filter.kind)
  if (filter.state) query = query.where('u.isRetired', '=', filter.state === 'retired')
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('u.title', 'ilike', pattern), where('u.note', 'ilike', pattern)]))
  }
  const page = await pageOf(ctx.tx, query, filter, { sortable: { title: sql.ref('u.title'), kind: sql.ref('u.kind'), registeredAt: sql.ref('u.registered_at') }, order: sql`u.is_retired, u.title, u.unit_id` })
  return { ...page, items: page.items.map(typed) }
}

export async function readUnit(ctx: SpineCtx, unitId: string) {
  requirePermission(ctx, 'person:read')
  const row = await units(ctx).where('u.unitId', '=', unitId).executeTakeFirst()
  if (!row) throw unitErrors['not-found']()
  return typed(row)
}

function units(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.unit as u')
    .select(['u.unitId', 'u.kind', 'u.title', 'u.note', 'u.isRetired', 'u.registeredAt', 'u.version'])
    .select((select) => select.selectFrom('spine.person as p').whereRef('p.unitId', '=', 'u.unitId').where('p.state', '=', 'active').select((count) => count.fn.countAll<number>().as('n')).as('people'))
}

function typed<Row extends { kind: string; people: number | null }>(row: Row) {
  return { ...row, kind: row.kind as UnitKind, people: row.people ?? 0 }
}
