import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { descriptionPlace } from '#shared/catalogue/catalogue-coverage.ts'
import { COMMENT_ORDER_KIND, type CommentOrderForm } from '#shared/maintenance/comment-order.ts'
import { openRequest, submitRequest, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { findInventoryComponent, inventoryErrors } from '../snapshots/inventory.ts'
import { latestVersion } from '../snapshots/versions.store.ts'
import { commentsOf } from './write-descriptions.ts'

const AT_ONCE = 2_000
/** States of an order that will not write any more. */
const ENDED = ['refused', 'withdrawn', 'merged']

/** 交由数据维护执行: the drafts that no live order writes become one order, typed; approved by two, it is executed and read back by itself. Sent twice, it opens once. */
export async function handOverDescriptions(ctx: SpineCtx, componentId: string, { requestId, reason }: { readonly requestId: string; readonly reason: string }): Promise<{ requestId: string; number: string; comments: number; left: number }> {
  requirePermission(ctx, 'inventory:describe')
  const component = await findInventoryComponent(ctx, componentId)
  if (![...ctx.services.values()].some(({ requests = [] }) => requests.some(({ kind }) => kind === COMMENT_ORDER_KIND))) throw inventoryErrors['no-maintenance']()
  const db = inventoryTables(ctx)
  await sql`select pg_advisory_xact_lock(7100060, hashtext(${componentId}))`.execute(ctx.tx)
  const known = await db.selectFrom('spine.request').select(['requestId', 'number']).where('requestId', '=', requestId).where('kind', '=', COMMENT_ORDER_KIND).executeTakeFirst()
  if (known) return { ...known, comments: 0, left: 0 }
  const { catalogue } = await latestVersion(ctx, componentId)
  const present = commentsOf(catalogue)
  const waiting = await db
    .selectFrom('dataInventory.description as d')
    .leftJoin('spine.request as r', 'r.requestId', 'd.requestId')
    .select(['d.schemaName', 'd.tableName', 'd.columnName', 'd.text'])
    .where('d.componentId', '=', componentId)
    .where('d.inDatabaseAt', 'is', null)
    .where((where) => where.or([where('d.requestId', 'is', null), where('r.state', 'in', ENDED)]))
    .orderBy('d.schemaName').orderBy('d.tableName').orderBy('d.columnName')
    .execute()
  // What has gone from the structure since it was drafted cannot be described any more.
  const drafts = waiting.filter(({ schemaName, tableName, columnName }) => present.has(descriptionPlace(schemaName, tableName, columnName === '' ? null : columnName)))
  const taken = drafts.slice(0, AT_ONCE)
  if (taken.length === 0) throw inventoryErrors['nothing-to-hand-over']()
  const form: CommentOrderForm = {
    subsystem: component.subsystem, componentId, database: component.title, reason,
    comments: taken.map(({ schemaName: schema, tableName: table, columnName: column, text }) => ({ schema, table, column, before: present.get(descriptionPlace(schema, table, column === '' ? null : column)) ?? null, text })),
  }
  const draft = await openRequest(ctx, { requestId, kind: COMMENT_ORDER_KIND, form })
  await submitRequest(ctx, requestId, draft.version)
  await sql`
    update data_inventory.description d set request_id = ${requestId} from jsonb_to_recordset(${JSON.stringify(form.comments)}::jsonb) as x (schema text, "table" text, "column" text)
    where d.component_id = ${componentId} and d.schema_name = x.schema and d.table_name = x."table" and d.column_name = x."column"
  `.execute(ctx.tx)
  return { requestId, number: draft.number, comments: taken.length, left: drafts.length - taken.length }
}
