import type { ArchiveStorage, RemoteStorage } from '#platform/storage/archive-storage.ts'
import type { AllowList } from '../connector.ts'
import { openSftpFolder } from '../open-sftp-folder.ts'

/** A storage of archives on another machine, at an address that the list allows. */
export async function openRemoteStorage(settings: RemoteStorage, allowList: AllowList): Promise<ArchiveStorage> {
  if (settings.kind === 'sftp') return openSftpFolder(settings, allowList)
  // Most installations have none: its client is read when one is asked for.
  const { openS3Bucket } = await import('./open-s3-bucket.ts')
  return openS3Bucket(settings, allowList)
}
