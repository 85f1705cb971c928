import { actorUserId } from '#platform/context/context.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { unitErrors } from './unit.ts'
import type { UnitKind } from './unit-kind.ts'

export type UnitFacts = { readonly kind: UnitKind; readonly title: string; readonly note: string }

/** Registers a unit; the id is chosen by the sender, so that sending twice registers once. */
export async function registerUnit(ctx: SpineCtx, { unitId, ...facts }: UnitFacts & { unitId: string }): Promise<string> {
  requirePermission(ctx, 'person:manage')
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.unit').select('unitId').where('unitId', '=', unitId).executeTakeFirst()) return unitId
  await db.insertInto('spine.unit').values({ unitId, ...facts, registeredAt: ctx.now, registeredBy: actorUserId(ctx.actor) }).execute().catch(titleTaken)
  return unitId
}

export async function changeUnit(ctx: SpineCtx, unitId: string, { version, ...facts }: UnitFacts & { isRetired: boolean; version: number }): Promise<void> {
  requirePermission(ctx, 'person:manage')
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.unit').select('version').where('unitId', '=', unitId).forUpdate().executeTakeFirst()
  if (!row) throw unitErrors['not-found']()
  if (row.version !== version) throw unitErrors.changed()
  await db.updateTable('spine.unit').set({ ...facts, version: version + 1 }).where('unitId', '=', unitId).execute().catch(titleTaken)
}

function titleTaken(error: unknown): never {
  throw databaseErrorCode(error) === '23505' ? unitErrors['title-taken']({ cause: error, problems: [{ place: 'body.title', message: '已经有同名的单位' }] }) : error
}
