import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { unitErrors } from './unit.ts'

/** Refuses a unit that is not there or no longer dealt with. */
export async function requireUnit(ctx: SpineCtx, unitId: string): Promise<void> {
  const row = await spineTables(ctx).selectFrom('spine.unit').select('isRetired').where('unitId', '=', unitId).executeTakeFirst()
  if (!row) throw unitErrors['not-found']()
  if (row.isRetired) throw unitErrors.retired()
}
