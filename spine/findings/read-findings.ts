import { sql } from 'kysely'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { findingErrors } from './finding.ts'

export type FindingQuery = ListQuery & { state?: string | undefined; subsystem?: string | undefined; severity?: string | undefined; owner?: 'me' | 'nobody' | undefined; overdue?: boolean | undefined; component?: string | undefined }

export async function listFindings(ctx: SpineCtx, query: FindingQuery) {
  requirePermission(ctx, 'finding:read')
  let rows = summaries(ctx)
  if (query.search) {
    const pattern = containing(query.search)
    rows = rows.where((where) => where.or([where('f.number', 'ilike', pattern), where('f.title', 'ilike', pattern), where('c.title', 'ilike', pattern)]))
  }
  if (query.state) rows = rows.where('f.state', '=', query.state)
  if (query.subsystem) rows = rows.where('f.subsystem', '=', query.subsystem)
  if (query.severity) rows = rows.where('f.severity', '=', query.severity)
  if (query.component) rows = rows.where('f.componentId', '=', query.component)
  if (query.owner === 'nobody') rows = rows.where('f.ownerId', 'is', null)
  if (query.owner === 'me') rows = rows.where('f.ownerId', '=', ctx.actor.kind === 'person' ? ctx.actor.userId : '')
  if (query.overdue) rows = rows.where('f.state', '=', 'open').where('f.dueAt', '<', ctx.now)
  return pageOf(ctx.tx, rows, query, {
    sortable: { number: sql.ref('f.number'), severity: sql.ref('f.severity'), firstSeenAt: sql.ref('f.first_seen_at'), lastSeenAt: sql.ref('f.last_seen_at'), dueAt: sql.ref('f.due_at'), seenCount: sql.ref('f.seen_count') },
    order: sql`f.state = 'open' desc, f.severity, f.finding_id desc`,
  })
}

export async function readFinding(ctx: SpineCtx, findingId: string) {
  requirePermission(ctx, 'finding:read')
  const row = await summaries(ctx).where('f.findingId', '=', findingId).executeTakeFirst()
  if (!row) throw findingErrors['not-found']()
  const db = spineTables(ctx)
  const events = await db.selectFrom('spine.findingEvent').select(['at', 'kind', 'actorName', 'note', 'evidenceId']).where('findingId', '=', findingId).orderBy('findingEventId').execute()
  const order = await db
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.workOrder as w', 'w.occurrenceId', 'o.occurrenceId')
    .select(['w.workOrderId', 'w.number', 'w.state'])
    .where('o.periodKey', '=', row.number)
    .executeTakeFirst()
  return { ...row, events, workOrder: order ?? null }
}

/** Counts for the overview: what is open, by subsystem and severity, and how much of it is overdue. */
export async function countFindings(ctx: SpineCtx) {
  requirePermission(ctx, 'finding:read')
  const { rows } = await sql<{ subsystem: string; severity: string; open: number; overdue: number; oldestSeenAt: Date }>`
    select subsystem, severity, count(*) as open, count(*) filter (where due_at < ${ctx.now}) as overdue, min(first_seen_at) as oldest_seen_at
    from spine.finding where state = 'open' group by 1, 2 order by 1, 2`.execute(ctx.tx)
  return { counts: rows }
}

export async function listOwners(ctx: SpineCtx) {
  requirePermission(ctx, 'finding:assign')
  const items = await spineTables(ctx).selectFrom('platform.userAccount').select(['userId', 'displayName']).where('state', '=', 'active').where('kind', '=', 'person').orderBy('displayName').execute()
  return { items }
}

function summaries(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.finding as f')
    .leftJoin('spine.component as c', 'c.componentId', 'f.componentId')
    .leftJoin('platform.userAccount as u', 'u.userId', 'f.ownerId')
    .select(['f.findingId', 'f.number', 'f.source', 'f.subsystem', 'f.service', 'f.componentId', 'c.title as componentTitle', 'f.severity', 'f.title', 'f.state', 'f.ownerId', 'u.displayName as ownerName', 'f.dueAt', 'f.firstSeenAt', 'f.lastSeenAt', 'f.seenCount', 'f.closedAt', 'f.closedEvidenceId', 'f.version'])
}
