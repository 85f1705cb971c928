import path from 'node:path'
import { type ArchiveStorage, openLocalStorage, type RemoteFolder } from '#platform/storage/archive-storage.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'

/** The folder of archives in the data folder of the centre. */
export function primaryStorage(runtime: Pick<SpineRuntime, 'attached'>): ArchiveStorage {
  return openLocalStorage(path.join(runtime.attached.installation.home, 'backups'))
}

export const targetContext = (id: string) => `backup/target/${id}`

export async function liveTargets(ctx: Pick<SpineCtx, 'tx'>) {
  return backupTables(ctx).selectFrom('backup.remoteTarget').selectAll().where('isRetired', '=', false).orderBy('setAt').execute()
}

export type TargetRow = Awaited<ReturnType<typeof liveTargets>>[number]

export function remoteFolderOf(attached: Pick<SpineCtx, 'secretBox'>, row: TargetRow): RemoteFolder {
  return { ...(row.settings as RemoteFolder), ...(JSON.parse(attached.secretBox.open(row.secretsSealed, targetContext(row.remoteTargetId)).toString('utf8')) as Pick<RemoteFolder, 'password' | 'privateKey'>) }
}

export function openTarget(runtime: Pick<SpineRuntime, 'attached'>, row: TargetRow): Promise<ArchiveStorage> {
  return runtime.attached.openRemoteFolder(remoteFolderOf(runtime.attached, row))
}
