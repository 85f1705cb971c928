import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'

export type NewVerification = {
  readonly archiveId: string
  readonly workOrderId: string | null
  readonly level: 1 | 2 | 3 | 4
  readonly verdict: 'passed' | 'failed' | 'unchecked'
  readonly lines: readonly string[]
  readonly storage: string
  readonly rtoSeconds?: number | null
  readonly rpoSeconds?: number | null
  readonly startedAt: Date
}

export async function addVerification(ctx: Pick<SpineCtx, 'tx' | 'now'>, { lines, ...one }: NewVerification): Promise<void> {
  await backupTables(ctx).insertInto('backup.verification').values({ verificationId: newId(ctx.now), ...one, lines: JSON.stringify(lines), endedAt: ctx.now }).execute()
}
