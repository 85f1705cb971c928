import { sql } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { quoteIdentifier } from '#shared/catalogue/quote-sql.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { inventoryErrors } from '../snapshots/inventory.ts'
import { latestVersion } from '../snapshots/versions.store.ts'
import { relationRows } from './relations.store.ts'

/** Distinct values of the column that are looked for in the other. */
const SAMPLE = 1_000

export async function listRelations(ctx: SpineCtx, filter: ListQuery & { componentId?: string | undefined; subsystem?: string | undefined; state?: string | undefined }) {
  requirePermission(ctx, 'inventory:read')
  let rows = relationRows(ctx, { componentId: filter.componentId })
  if (filter.subsystem) rows = rows.where('i.subsystem', '=', filter.subsystem)
  if (filter.state) rows = rows.where('r.state', '=', filter.state)
  if (filter.search) {
    const text = containing(filter.search)
    rows = rows.where((where) => where.or([where('r.tableName', 'ilike', text), where('r.columnName', 'ilike', text), where('r.toTable', 'ilike', text)]))
  }
  return pageOf(inventoryTables(ctx), rows, filter, { sortable: { confidence: sql.ref('r.confidence'), tableName: sql.ref('r.table_name') }, order: sql`r.state = 'proposed' desc, r.confidence desc, r.inferred_relation_id` })
}

/**
 * Looks at up to 1,000 distinct values of the column and how many of them the other column has; only the two numbers come here.
 * Containment weighs more than any name: all contained is nearly certain, much missing nearly excludes it.
 */
export async function sampleRelation(ctx: SpineCtx, inferredRelationId: string): Promise<Outside<SpineCtx, { sampled: number; contained: number; confidence: number }>> {
  requirePermission(ctx, 'inventory:scan')
  const row = await relationRows(ctx).where('r.inferredRelationId', '=', inferredRelationId).executeTakeFirst()
  if (!row) throw inventoryErrors['no-relation']()
  const { engine } = (await latestVersion(ctx, row.componentId)).catalogue
  const { openDoor } = ctx
  return outside(async () => {
    const door = await openDoor(row.componentId, { limits: { questionTimeoutMs: 30_000 } })
    try {
      if (door.query === undefined) throw inventoryErrors['not-openable']()
      const { rows } = await door.query(containmentQuery(engine, row))
      const [sampled, contained] = [Number(rows[0]?.[0] ?? 0), Number(rows[0]?.[1] ?? 0)]
      const confidence = sampled === 0 ? row.confidence : Math.round(100 * (contained === sampled ? Math.min(0.97, 0.8 + sampled / 5_000) : (contained / sampled) * 0.6)) / 100
      return async (after) => {
        await inventoryTables(after).updateTable('dataInventory.inferredRelation').set({ sampled, contained, sampledAt: after.now, confidence }).where('inferredRelationId', '=', inferredRelationId).execute()
        return { sampled, contained, confidence }
      }
    } finally {
      await door.close()
    }
  })
}

/** Names come from the catalogue and are quoted; no value is part of the text. */
export function containmentQuery(engine: Catalogue['engine'], row: { readonly schemaName: string; readonly tableName: string; readonly columnName: string; readonly toSchema: string; readonly toTable: string; readonly toColumn: string }): string {
  const quote = (name: string) => quoteIdentifier(engine, name)
  const at = (schema: string, table: string) => `${quote(schema)}.${quote(table)}`
  const [column, target] = [quote(row.columnName), quote(row.toColumn)]
  const values = `(select distinct ${column} as v from ${at(row.schemaName, row.tableName)} where ${column} is not null limit ${SAMPLE}) s`
  return `select count(*), count(case when exists (select 1 from ${at(row.toSchema, row.toTable)} t where t.${target} = s.v) then 1 end) from ${values}`
}

export async function decideRelation(ctx: SpineCtx, inferredRelationId: string, { state, note }: { readonly state: 'confirmed' | 'rejected'; readonly note: string }): Promise<void> {
  requirePermission(ctx, 'inventory:decide')
  const done = await inventoryTables(ctx).updateTable('dataInventory.inferredRelation').set({ state, note, decidedAt: ctx.now, decidedBy: actorUserId(ctx.actor), decidedByName: actorName(ctx.actor) }).where('inferredRelationId', '=', inferredRelationId).returning('inferredRelationId').executeTakeFirst()
  if (!done) throw inventoryErrors['no-relation']()
}
