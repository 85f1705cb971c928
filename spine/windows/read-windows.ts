import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { windowsApi, WindowKind, WindowState } from './api.ts'
import { windowErrors } from './window.ts'

export type ActiveWindow = { readonly windowId: string; readonly kind: WindowKind; readonly subsystem: string | null; readonly title: string; readonly startsAt: Date; readonly endsAt: Date }

/**
 * The windows in force at an instant, past or present: those of `kind` when it is given, and of `subsystem` with those
 * of all subsystems when that is given. A cancelled window was in force until it was cancelled. Read by verbs that have
 * checked their own permission.
 */
export async function activeWindows(ctx: SpineCtx, at: Date, kind?: WindowKind, subsystem?: string): Promise<ActiveWindow[]> {
  let query = spineTables(ctx)
    .selectFrom('spine.maintenanceWindow')
    .select(['maintenanceWindowId as windowId', 'kind', 'subsystem', 'title', 'startsAt', 'endsAt'])
    .where('startsAt', '<=', at)
    .where('endsAt', '>', at)
    .where((where) => where.or([where('cancelledAt', 'is', null), where('cancelledAt', '>', at)]))
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (subsystem !== undefined) query = query.where((where) => where.or([where('subsystem', '=', subsystem), where('subsystem', 'is', null)]))
  return (await query.orderBy('startsAt').execute()).map((row) => ({ ...row, kind: row.kind as WindowKind }))
}

/** The windows that meet a stretch of time, cancelled ones left out: what a plan has to look at. */
export async function windowsWithin(ctx: SpineCtx, from: Date, to: Date, subsystem?: string): Promise<ActiveWindow[]> {
  let query = spineTables(ctx)
    .selectFrom('spine.maintenanceWindow')
    .select(['maintenanceWindowId as windowId', 'kind', 'subsystem', 'title', 'startsAt', 'endsAt'])
    .where('startsAt', '<', to)
    .where('endsAt', '>', from)
    .where('cancelledAt', 'is', null)
  if (subsystem !== undefined) query = query.where((where) => where.or([where('subsystem', '=', subsystem), where('subsystem', 'is', null)]))
  return (await query.orderBy('startsAt').execute()).map((row) => ({ ...row, kind: row.kind as WindowKind }))
}

type ListInput = EndpointInput<(typeof windowsApi)['endpoints']['listWindows']>['query']

export async function listWindows(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'window:read')
  let query = windows(ctx)
  if (filter.kind) query = query.where('w.kind', '=', filter.kind)
  if (filter.subsystem) query = query.where('w.subsystem', '=', filter.subsystem)
  if (filter.from) query = query.where('w.endsAt', '>=', instantOf(filter.from))
  if (filter.to) query = query.where('w.startsAt', '<', instantOf(addDays(filter.to, 1)))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('w.title', 'ilike', pattern), where('w.reason', 'ilike', pattern)]))
  }
  const page = await pageOf(spineTables(ctx), query, filter, { sortable: { startsAt: sql.ref('w.starts_at'), endsAt: sql.ref('w.ends_at'), title: sql.ref('w.title') }, order: sql`w.starts_at desc, w.maintenance_window_id` })
  return { ...page, items: page.items.map((row) => ({ ...row, state: stateOf(row, ctx.now) })) }
}

export async function readWindow(ctx: SpineCtx, windowId: string) {
  requirePermission(ctx, 'window:read')
  const row = await windows(ctx).where('w.maintenanceWindowId', '=', windowId).executeTakeFirst()
  if (!row) throw windowErrors['not-found']()
  return { ...row, state: stateOf(row, ctx.now) }
}

function windows(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.maintenanceWindow as w')
    .leftJoin('platform.userAccount as u', 'u.userId', 'w.declaredBy')
    .leftJoin('platform.userAccount as x', 'x.userId', 'w.cancelledBy')
    .select(['w.maintenanceWindowId as windowId', 'w.kind', 'w.subsystem', 'w.title', 'w.startsAt', 'w.endsAt', 'w.reason', 'w.declaredAt', 'u.displayName as declaredByName', 'w.cancelledAt', 'x.displayName as cancelledByName', 'w.cancelReason'])
}

function stateOf({ startsAt, endsAt, cancelledAt }: { startsAt: Date; endsAt: Date; cancelledAt: Date | null }, now: Date): WindowState {
  if (cancelledAt !== null) return 'cancelled'
  if (now < startsAt) return 'planned'
  return now < endsAt ? 'active' : 'past'
}
