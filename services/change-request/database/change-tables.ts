import type { Kysely } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { SpineTables } from '#spine/spine.ts'
import type { ChangeRequestTables } from './tables.ts'

/** The ctx's transaction, narrowed to the tables of changes and those that their foreign keys point down to. */
export function changeTables(ctx: Pick<Ctx, 'tx'>): Kysely<ChangeRequestTables & SpineTables & PlatformTables> {
  return ctx.tx
}
