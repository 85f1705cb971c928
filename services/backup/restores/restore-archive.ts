import { statfs } from 'node:fs/promises'
import { ConnectorError, type Door, type DumpFormat, type Tally, type UsedTool } from '#connectors/connector.ts'
import { readArchive } from '#platform/archives/archive.ts'
import type { ArchiveStorage } from '#platform/storage/archive-storage.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { type ArchiveRow, keptTally } from '../archives/archive-row.ts'
import { keysOf } from '../checks/archive-keys.ts'
import { compareTally } from '../checks/compare-tally.ts'
import { questionsFor } from '../checks/scenarios.ts'

/** Beside the dump itself stands what becomes of it: rows, indexes, the log of writing them. */
const ROOM = 4

export type RestoredDatabase = { readonly tool: UsedTool; readonly tally: Tally; readonly isSame: boolean; readonly lines: readonly string[] }

/**
 * Puts one archive, as it lies in the storage, into a new database behind the door, and compares everything there with what was noted in the
 * snapshot of the dump. Where `folder` has room the dump is unpacked into it, so that the engine's tool can fill several tables at once.
 */
export async function restoreArchive(runtime: SpineRuntime, archive: ArchiveRow, storage: ArchiveStorage, door: Door, database: string, folder: string, signal?: AbortSignal): Promise<RestoredDatabase> {
  if (!door.restore || !door.tally) throw new ConnectorError('unsupported', '该连接方式不能恢复')
  const { content } = await readArchive(await storage.read(archive.objectName), await keysOf(runtime, archive), { archive: archive.archiveId, sm3: archive.sm3 })
  const { bavail, bsize } = await statfs(folder)
  const { tool } = await door.restore({ database, format: archive.content as DumpFormat, content, signal, ...(bavail * bsize > ROOM * archive.rawBytes ? { folder } : {}) })
  const noted = keptTally.parse(archive.tally)
  const questions = questionsFor(archive.subsystem).filter(({ name }) => name in noted.answers)
  const tally = await door.tally({ database, questions, signal })
  return { tool, tally, ...compareTally(noted, tally) }
}
