import { sql } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { backupTables } from '../database/backup-tables.ts'
import { backupErrors, type ArchiveRow } from './archive-row.ts'

/** Archives that are still in the storage: the newest of each source, or one by its id. */
export async function newestArchives(ctx: Pick<Ctx, 'tx'>, which: { readonly archiveId: string } | { readonly sourceKeys: readonly string[] }): Promise<ArchiveRow[]> {
  const present = backupTables(ctx).selectFrom('backup.archive as a').leftJoin('backup.removal as x', 'x.archiveId', 'a.archiveId').selectAll('a').where('x.archiveId', 'is', null)
  if ('archiveId' in which) return present.where('a.archiveId', '=', which.archiveId).execute()
  if (which.sourceKeys.length === 0) return []
  return present.where('a.sourceKey', 'in', which.sourceKeys).distinctOn('a.sourceKey').orderBy('a.sourceKey').orderBy('a.snapshotAt', 'desc').execute()
}

export async function findArchive(ctx: Pick<Ctx, 'tx'>, archiveId: string): Promise<ArchiveRow> {
  const row = await backupTables(ctx).selectFrom('backup.archive').selectAll().where('archiveId', '=', archiveId).executeTakeFirst()
  if (!row) throw backupErrors['not-found']()
  return row
}

/** The highest level that the last check of an archive at that level passed; 0 for none. */
export const levelReached = (archiveId: string) => sql<number>`coalesce((select max(v.level) from backup.verification v where v.archive_id = ${sql.ref(archiveId)} and v.verdict = 'passed'
  and not exists (select from backup.verification w where w.archive_id = v.archive_id and w.verdict = 'failed' and w.ended_at > v.ended_at)), 0)`
