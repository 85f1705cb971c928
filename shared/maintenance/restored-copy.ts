import { z } from 'zod'

/** Asked of the backup service by whoever needs real data to try something on: the newest verified backup of a subsystem, restored. */
export const restoredCopyOrder = z.strictObject({
  subsystem: z.string(),
  /** Minutes after which the copy is removed, whatever happens. */
  lifetimeMinutes: z.int().min(5).max(24 * 60).default(120),
})

/** Kind of that work order. */
export const RESTORED_COPY_KIND = 'backup.restore-copy'

/** What came of it. `connection` is sealed under `backup/scratch-copy/<copyId>`; opened it is the address of the copy, `postgres://…` or `mysql://…`. */
export const restoredCopyResult = z.strictObject({
  verdict: z.enum(['ready', 'failed', 'unchecked']),
  lines: z.array(z.string()),
  copyId: z.string().nullable(),
  archiveId: z.string().nullable(),
  /** The instant whose data it holds. */
  snapshotAt: z.string().nullable(),
  /** When it is removed. */
  expiresAt: z.string().nullable(),
  /** Seconds that the restore took. */
  seconds: z.number(),
  connection: z.string().nullable(),
})
export type RestoredCopyResult = z.output<typeof restoredCopyResult>

export function restoredCopyContext(copyId: string): string {
  return `backup/scratch-copy/${copyId}`
}
