import type { Kysely } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { SpineTables } from '#spine/spine.ts'
import type { ServiceDeskTables } from './tables.ts'

/** The ctx's transaction, narrowed to the service desk's tables and those that its foreign keys point down to. */
export function serviceDeskTables(ctx: Pick<Ctx, 'tx'>): Kysely<ServiceDeskTables & SpineTables & PlatformTables> {
  return ctx.tx
}
