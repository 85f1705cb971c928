import type { Kysely } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { SpineTables } from '#spine/spine.ts'
import type { InspectionTables } from './tables.ts'

/** The ctx's transaction, narrowed to inspection's tables and those that its foreign keys point down to. */
export function inspectionTables(ctx: Pick<Ctx, 'tx'>): Kysely<InspectionTables & SpineTables & PlatformTables> {
  return ctx.tx
}
