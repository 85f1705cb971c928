import { UNASKABLE } from '#connectors/connector.ts'
import type { Ctx } from '#platform/context/context.ts'
import { businessDate } from '#shared/instant.ts'
import { type ArchiveRow, keptTally } from '../archives/archive-row.ts'
import { backupTables } from '../database/backup-tables.ts'

/** How many earlier backups of the source are looked at. */
const EARLIER = 60

/** Business questions that earlier backups of the same source answered, each with the day of the newest that did. */
export async function lastAnswers(ctx: Pick<Ctx, 'tx'>, archive: Pick<ArchiveRow, 'sourceKey' | 'snapshotAt'>): Promise<ReadonlyMap<string, string>> {
  const rows = await backupTables(ctx).selectFrom('backup.archive').select(['snapshotAt', 'tally']).where('sourceKey', '=', archive.sourceKey).where('snapshotAt', '<', archive.snapshotAt).orderBy('snapshotAt', 'desc').limit(EARLIER).execute()
  const answered = new Map<string, string>()
  for (const { snapshotAt, tally } of rows) for (const [name, answer] of Object.entries(keptTally.parse(tally).answers)) if (!answered.has(name) && answer?.startsWith(UNASKABLE) !== true) answered.set(name, businessDate(snapshotAt))
  return answered
}
