import { sql, type Kysely } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { instantOf } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { auditApi } from './api.ts'

type Tables = Pick<PlatformTables, 'platform.auditEntry'>
type EntriesQuery = EndpointInput<typeof auditApi.endpoints.list>['query']

const MINUTES_OF_DAY = 24 * 60
const COLUMNS = ['auditEntryId', 'at', 'actorKind', 'userId', 'actorName', 'action', 'outcome', 'objectKind', 'objectId', 'reason', 'address', 'traceId'] as const

function tables(ctx: Pick<Ctx, 'tx'>): Kysely<Tables> {
  return ctx.tx.withTables<Tables>()
}

/** Newest first. */
export function pageOfEntries(ctx: Pick<Ctx, 'tx'>, query: EntriesQuery) {
  let rows = tables(ctx).selectFrom('platform.auditEntry').select(COLUMNS)
  if (query.from) rows = rows.where('at', '>=', instantOf(query.from))
  if (query.to) rows = rows.where('at', '<', instantOf(query.to, MINUTES_OF_DAY))
  if (query.userId) rows = rows.where('userId', '=', query.userId)
  const { action } = query
  if (action) rows = rows.where((row) => row.or([row('action', '=', action), row('action', 'like', `${action.replaceAll(/[\\%_]/g, '\\$&')}.%`)]))
  if (query.outcome) rows = rows.where('outcome', '=', query.outcome)
  if (query.objectKind) rows = rows.where('objectKind', '=', query.objectKind)
  if (query.objectId) rows = rows.where('objectId', '=', query.objectId)
  if (query.traceId) rows = rows.where('traceId', '=', query.traceId)
  if (query.search) {
    const typed = containing(query.search)
    rows = rows.where((row) =>
      row.or([row('actorName', 'ilike', typed), row('action', 'ilike', typed), row('objectId', 'ilike', typed), row('address', 'ilike', typed), row(sql<string>`details::text`, 'ilike', typed)]),
    )
  }
  return pageOf(ctx.tx, rows, query, {
    sortable: { at: sql`at`, actorName: sql`actor_name`, action: sql`action`, outcome: sql`outcome`, objectKind: sql`object_kind`, address: sql`address` },
    order: sql`audit_entry_id desc`,
  })
}

export function findEntry(ctx: Pick<Ctx, 'tx'>, auditEntryId: number) {
  return tables(ctx)
    .selectFrom('platform.auditEntry')
    .select([...COLUMNS, 'details'])
    .where('auditEntryId', '=', auditEntryId)
    .executeTakeFirst()
}

export async function listActions(ctx: Pick<Ctx, 'tx'>): Promise<string[]> {
  const rows = await tables(ctx).selectFrom('platform.auditEntry').select('action').distinct().orderBy('action').execute()
  return rows.map((row) => row.action)
}
