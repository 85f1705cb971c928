import type { Kysely } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { SpineTables } from '#spine/spine.ts'
import type { BackupTables } from './tables.ts'

/** The ctx's transaction, narrowed to backup's tables and those that its foreign keys point down to. */
export function backupTables(ctx: Pick<Ctx, 'tx'>): Kysely<BackupTables & SpineTables & PlatformTables> {
  return ctx.tx
}
