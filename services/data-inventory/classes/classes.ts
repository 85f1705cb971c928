import { sql } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { contentForms, sensitivityClass, type SensitivityClass, type SensitivityLevel } from '#shared/catalogue/propose-classes.ts'
import { quoteIdentifier } from '#shared/catalogue/quote-sql.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { publishSensitiveColumns, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { inventoryErrors } from '../snapshots/inventory.ts'
import { latestVersion } from '../snapshots/versions.store.ts'

type State = 'proposed' | 'confirmed' | 'rejected'

/** Classes of columns that the newest structure has. */
export function classRows(ctx: SpineCtx, only: { readonly componentId?: string | undefined } = {}) {
  const rows = inventoryTables(ctx)
    .selectFrom('dataInventory.columnClass as k')
    .innerJoin('dataInventory.inventory as i', 'i.componentId', 'k.componentId')
    .select(['k.columnClassId', 'k.componentId', 'i.subsystem', 'k.schemaName', 'k.tableName', 'k.columnName', 'k.class', 'k.level', 'k.confidence', 'k.reason', 'k.decidedAt', 'k.decidedByName'])
    .select((row) => row.ref('k.state').$castTo<State>().as('state'))
    .where('k.isPresent', '=', true)
  return only.componentId === undefined ? rows : rows.where('k.componentId', '=', only.componentId)
}

export async function listClasses(ctx: SpineCtx, filter: ListQuery & { componentId?: string | undefined; subsystem?: string | undefined; state?: string | undefined; class?: string | undefined }) {
  requirePermission(ctx, 'inventory:read')
  let rows = classRows(ctx, { componentId: filter.componentId })
  if (filter.subsystem) rows = rows.where('i.subsystem', '=', filter.subsystem)
  if (filter.state) rows = rows.where('k.state', '=', filter.state)
  if (filter.class) rows = rows.where('k.class', '=', filter.class)
  if (filter.search) {
    const text = containing(filter.search)
    rows = rows.where((where) => where.or([where('k.tableName', 'ilike', text), where('k.columnName', 'ilike', text)]))
  }
  return pageOf(inventoryTables(ctx), rows, filter, { sortable: { confidence: sql.ref('k.confidence'), tableName: sql.ref('k.table_name') }, order: sql`k.state = 'proposed' desc, k.confidence desc, k.column_class_id` })
}

/** Values that are held against the form of a class. */
const SAMPLE = 1_000

/**
 * Content speaks: how many of up to 1,000 values have the form of the class. The counting is done by the database, so that no value comes
 * here; a column that the account may not read says so.
 */
export async function sampleClass(ctx: SpineCtx, columnClassId: string): Promise<Outside<SpineCtx, { sampled: number; matching: number; confidence: number }>> {
  requirePermission(ctx, 'inventory:scan')
  const row = await classRows(ctx).where('k.columnClassId', '=', columnClassId).executeTakeFirst()
  if (!row) throw inventoryErrors['no-class']()
  const form = sensitivityClass.has(row.class) ? contentForms[row.class] : undefined
  if (form === undefined) throw inventoryErrors['no-form']()
  const { engine } = (await latestVersion(ctx, row.componentId)).catalogue
  const { openDoor } = ctx
  return outside(async () => {
    const door = await openDoor(row.componentId, { limits: { questionTimeoutMs: 30_000 } })
    try {
      if (door.query === undefined) throw inventoryErrors['not-openable']()
      const { rows } = await door.query(formQuery(engine, row), [form])
      const [sampled, matching] = [Number(rows[0]?.[0] ?? 0), Number(rows[0]?.[1] ?? 0)]
      const confidence = sampled === 0 ? row.confidence : Math.round(Math.max(0.05, Math.min(0.98, matching / sampled)) * 100) / 100
      return async (after) => {
        const reason = `${row.reason.replace(/；抽样.*$/, '')}；抽样 ${sampled} 个值，${matching} 个符合格式`
        await inventoryTables(after).updateTable('dataInventory.columnClass').set({ confidence, reason }).where('columnClassId', '=', columnClassId).execute()
        return { sampled, matching, confidence }
      }
    } finally {
      await door.close()
    }
  })
}

/** Names come from the catalogue and are quoted; the form is a parameter. */
function formQuery(engine: Catalogue['engine'], row: { readonly schemaName: string; readonly tableName: string; readonly columnName: string }): string {
  const quote = (name: string) => quoteIdentifier(engine, name)
  const text = engine === 'postgresql' ? `${quote(row.columnName)}::text` : quote(row.columnName)
  const values = `(select ${text} as v from ${quote(row.schemaName)}.${quote(row.tableName)} where ${quote(row.columnName)} is not null limit ${SAMPLE}) s`
  return `select count(*), count(case when v ${engine === 'postgresql' ? '~ $1' : 'regexp ?'} then 1 end) from ${values}`
}

/** A person's word on many columns at once; class and level are corrected in the same step. */
export async function decideClasses(ctx: SpineCtx, { columnClassIds, state, class: corrected, level }: { readonly columnClassIds: readonly string[]; readonly state: 'confirmed' | 'rejected'; readonly class?: SensitivityClass | undefined; readonly level?: SensitivityLevel | undefined }): Promise<{ decided: number }> {
  requirePermission(ctx, 'inventory:decide')
  const done = await inventoryTables(ctx)
    .updateTable('dataInventory.columnClass')
    .set({ state, decidedAt: ctx.now, decidedBy: actorUserId(ctx.actor), decidedByName: actorName(ctx.actor), ...(corrected === undefined ? {} : { class: corrected }), ...(level === undefined ? {} : { level }) })
    .where('columnClassId', 'in', columnClassIds)
    .returning(['componentId', 'schemaName', 'tableName', 'columnName', 'class', 'level'])
    .execute()
  for (const componentId of new Set(done.map((row) => row.componentId))) {
    const own = done.filter((row) => row.componentId === componentId)
    await publishSensitiveColumns(ctx, componentId, own.map((row) => ({ schema: row.schemaName, table: row.tableName, column: row.columnName, confirmed: state === 'confirmed' ? { class: row.class, level: row.level, at: ctx.now, byName: actorName(ctx.actor) } : null })))
  }
  return { decided: done.length }
}
