import type { Kysely } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { SpineTables } from './tables.ts'

/** The ctx's transaction, narrowed to the spine's tables (and the platform's, which it may point down to). */
export function spineTables(ctx: Pick<Ctx, 'tx'>): Kysely<SpineTables & PlatformTables> {
  return ctx.tx.withTables<SpineTables & PlatformTables>()
}
