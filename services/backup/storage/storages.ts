import path from 'node:path'
import { type ArchiveStorage, openLocalStorage, type RemoteStorage } from '#platform/storage/archive-storage.ts'
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

/** What is sealed of a target; everything else is shown. */
export const targetSecrets: ReadonlySet<string> = new Set(['password', 'privateKey', 'accessKeyId', 'secretAccessKey'])

export function openTarget(runtime: Pick<SpineRuntime, 'attached'>, row: TargetRow): Promise<ArchiveStorage> {
  const secrets = JSON.parse(runtime.attached.secretBox.open(row.secretsSealed, targetContext(row.remoteTargetId)).toString('utf8')) as object
  return runtime.attached.openRemoteStorage({ ...(row.settings as object), ...secrets } as RemoteStorage)
}
