import { sql } from 'kysely'
import { z } from 'zod'
import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { queryParameter, type ExportFormat, type ExportState } from '../exports/api.ts'
import { exportErrors } from '../exports/export-errors.ts'
import type { ResultColumn } from '../exports/stream-rows.ts'
import type { QueryPurpose, QueryState } from './api.ts'
import { shippedQueries } from './shipped-queries.ts'

function queryRows(ctx: SpineCtx) {
  const newest = sql`(select max(v.query_version) from data_maintenance.export_query_version v where v.export_query_id = q.export_query_id)`
  return maintenanceTables(ctx)
    .selectFrom('dataMaintenance.exportQuery as q')
    .select(['q.exportQueryId', 'q.code', 'q.title', 'q.obligation', 'q.subsystem', 'q.componentId', 'q.isRetired', 'q.madeByName', 'q.madeAt'])
    .select((row) => [
      row.ref('q.purpose').$castTo<QueryPurpose>().as('purpose'),
      sql<number | null>`(select max(v.query_version) from data_maintenance.export_query_version v where v.export_query_id = q.export_query_id and v.state = 'approved')`.as('approvedVersion'),
      sql<number>`${newest}`.as('newestVersion'),
      sql<QueryState>`(select v.state from data_maintenance.export_query_version v where v.export_query_id = q.export_query_id and v.query_version = ${newest})`.as('newestState'),
      sql<Date | null>`(select max(e.generated_at) from data_maintenance.data_export e where e.export_query_id = q.export_query_id)`.as('lastExportAt'),
    ])
}

export async function listExportQueries(ctx: SpineCtx, filter: ListQuery & { purpose?: string | undefined; subsystem?: string | undefined; componentId?: string | undefined }) {
  requirePermission(ctx, 'data-export:read')
  let rows = queryRows(ctx)
  if (filter.purpose) rows = rows.where('q.purpose', '=', filter.purpose)
  if (filter.subsystem) rows = rows.where('q.subsystem', '=', filter.subsystem)
  if (filter.componentId) rows = rows.where('q.componentId', '=', filter.componentId)
  if (filter.search) {
    const text = containing(filter.search)
    rows = rows.where((where) => where.or([where('q.code', 'ilike', text), where('q.title', 'ilike', text)]))
  }
  return pageOf(maintenanceTables(ctx), rows, filter, { sortable: { code: sql.ref('q.code'), madeAt: sql.ref('q.made_at') }, order: sql`q.is_retired, q.code` })
}

export async function readExportQuery(ctx: SpineCtx, exportQueryId: string) {
  requirePermission(ctx, 'data-export:read')
  const db = maintenanceTables(ctx)
  const shown = await queryRows(ctx).where('q.exportQueryId', '=', exportQueryId).executeTakeFirst()
  const row = await db.selectFrom('dataMaintenance.exportQuery as q').innerJoin('spine.component as c', 'c.componentId', 'q.componentId').leftJoin('platform.userAccount as u', 'u.userId', 'q.receiverId').select(['q.version', 'q.receiverId', 'q.receiverUnit', 'q.keepDays', 'c.title as target', 'u.displayName']).select((one) => one.ref('q.format').$castTo<ExportFormat>().as('format')).where('q.exportQueryId', '=', exportQueryId).executeTakeFirst()
  if (shown === undefined || row === undefined) throw exportErrors['no-query']()
  const versions = await db.selectFrom('dataMaintenance.exportQueryVersion').selectAll().where('exportQueryId', '=', exportQueryId).orderBy('queryVersion', 'desc').execute()
  const bands = await db.selectFrom('dataMaintenance.exportBand').select(['effectiveOn', 'percent', 'reason', 'setAt', 'setByName']).where('exportQueryId', '=', exportQueryId).orderBy('effectiveOn', 'desc').execute()
  const exports = await db.selectFrom('dataMaintenance.dataExport').select(['dataExportId', 'number', 'rowCount', 'madeAt', 'reason', 'periodKey']).select((one) => one.ref('state').$castTo<ExportState>().as('state')).where('exportQueryId', '=', exportQueryId).orderBy('madeAt', 'desc').limit(100).execute()
  const { displayName, ...facts } = row
  const me = actorUserId(ctx.actor)
  return {
    ...shown, ...facts, receiverName: displayName ?? '',
    versions: versions.map((one) => ({
      queryVersion: one.queryVersion, script: one.script, parameters: z.array(queryParameter).parse(one.parameters), columns: one.columns as ResultColumn[], keyColumns: one.keyColumns, figureColumns: one.figureColumns, note: one.note, state: one.state as QueryState, madeAt: one.madeAt, madeByName: one.madeByName, decidedAt: one.decidedAt, decidedByName: one.decidedByName, decisionNote: one.decisionNote,
      canDecide: one.state === 'waiting' && one.madeBy !== me && isPermitted(ctx.actor, 'export-query:approve'),
    })),
    bands, exports,
  }
}

export async function listQueryTemplates(ctx: SpineCtx) {
  requirePermission(ctx, 'export-query:write')
  return { items: shippedQueries.map((query) => ({ ...query, parameters: query.parameters.map((one) => ({ ...one })), keyColumns: [...query.keyColumns], figureColumns: [...query.figureColumns] })) }
}
