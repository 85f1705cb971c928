import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { ConnectorError, UNASKABLE, type Tally } from '#connectors/connector.ts'
import { readArchive } from '#platform/archives/archive.ts'
import { act } from '#platform/context/runtime.ts'
import { makeScratchFolder, removeScratchServer, ScratchServerError, startScratchServer } from '#platform/database/scratch-server.ts'
import type { ArchiveStorage } from '#platform/storage/archive-storage.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { type ArchiveRow, keptTally, PHYSICAL } from '../archives/archive-row.ts'
import { restoreFiles, listBelow, tallyFiles } from '../runs/file-set.ts'
import { lookAtSet, readBackSet, restoreSet } from '../physical/check-set.ts'
import { backupActor, explain, isOurLack } from '../runs/perform-backup.ts'
import { openUrl } from '../runs/sources.ts'
import { recoveryTargets, type RecoveryTargets } from '../policies/read-policy.ts'
import { type RestoredDatabase, restoreArchive } from '../restores/restore-archive.ts'
import { keysOf } from './archive-keys.ts'
import { lastAnswers } from './last-answers.ts'
import { compareTally } from './compare-tally.ts'
import { lookAt, type ReadBack, readBack } from './read-back.ts'

export type Level = 1 | 2 | 3 | 4
export type CheckOutcome = { readonly verdict: 'passed' | 'failed' | 'unchecked'; readonly lines: readonly string[]; readonly rtoSeconds: number | null; readonly rpoSeconds: number | null }

/** Name of the database in a scratch instance. */
export const RESTORED = 'restored'

/**
 * Checks one archive as it lies in the storage, never the pipe that wrote it. Level 3 restores it into an instance of its own and
 * compares everything with what was noted in the snapshot of the dump; level 4 does so against the clock, from nothing to answering, and fails
 * when it took longer or lost more than the targets allow, or when a business question that was answered in an earlier backup no longer can be.
 */
export async function checkArchive(runtime: SpineRuntime, archive: ArchiveRow, level: Level, storage: ArchiveStorage, signal?: AbortSignal): Promise<CheckOutcome> {
  const startedAt = performance.now()
  const rpoSeconds = level === 4 ? Math.max(0, (runtime.clock.now().getTime() - archive.snapshotAt.getTime()) / 1_000) : null
  const wanted = { archive: archive.archiveId, sm3: archive.sm3, bytes: archive.bytes, rawBytes: archive.rawBytes }
  const isPhysical = archive.content === PHYSICAL
  const look = () => (isPhysical ? orLack(lookAtSet(runtime, archive)) : lookAt(storage, archive.objectName, wanted))
  if (level === 1) return { ...(await look()), rtoSeconds: null, rpoSeconds }
  if (level === 2) return { ...(await (isPhysical ? orLack(readBackSet(runtime, archive, signal)) : readBack(storage, archive.objectName, wanted, await keysOf(runtime, archive)))), rtoSeconds: null, rpoSeconds }
  const looked = await look()
  if (looked.verdict !== 'passed') return { ...looked, rtoSeconds: null, rpoSeconds }
  const folder = await makeScratchFolder(runtime.attached.installation.home, 'work')
  try {
    const restore = isPhysical ? restoreSet : archive.content === 'files' || archive.content === 'keys' ? restoreIntoFolder : restoreIntoServer
    const { isSame, tally, lines } = await restore(runtime, archive, storage, folder, signal)
    const told = [...looked.lines, ...lines]
    if (level === 3) return { verdict: isSame ? 'passed' : 'failed', lines: told, rtoSeconds: null, rpoSeconds }
    const seconds = (performance.now() - startedAt) / 1_000
    const { targets, earlier } = await act(runtime, backupActor, async (ctx) => ({ targets: await recoveryTargets(ctx), earlier: await lastAnswers(ctx, archive) }))
    const missed = [...brokenScenarios(tally, earlier), ...missedTargets({ rtoSeconds: seconds, rpoSeconds: rpoSeconds ?? 0 }, targets)]
    return {
      verdict: isSame && missed.length === 0 ? 'passed' : 'failed',
      lines: [...told, `实测恢复用时 ${seconds.toFixed(1)} 秒，数据丢失窗口 ${((rpoSeconds ?? 0) / 3_600).toFixed(1)} 小时`, ...missed],
      rtoSeconds: isSame ? seconds : null,
      rpoSeconds,
    }
  } catch (error) {
    signal?.throwIfAborted()
    // A scratch instance that cannot be had, or does not answer in time, says nothing of the archive.
    const isLack = error instanceof ScratchServerError || isOurLack(error) || (error instanceof ConnectorError && ['tool-missing', 'timeout', 'over-budget'].includes(error.failure))
    return { verdict: isLack ? 'unchecked' : 'failed', lines: [...looked.lines, isLack && error instanceof Error ? error.message : explain(error).replace(/^备份未成/, '恢复未成')], rtoSeconds: null, rpoSeconds }
  } finally {
    await removeScratchServer(folder)
  }
}

/** That a set cannot be looked at here, for want of the tool or the right user, says nothing of it. */
function orLack(proof: Promise<ReadBack>): Promise<Pick<CheckOutcome, 'verdict' | 'lines'>> {
  return proof.catch((error: unknown) => ({ verdict: isOurLack(error) ? 'unchecked' : 'failed', lines: [explain(error).replace(/^备份未成/, '检查未成')] }))
}

/** The same answer as at the dump is no comfort where the source could not answer any more either. */
function brokenScenarios({ answers }: Tally, earlier: ReadonlyMap<string, string>): string[] {
  return Object.entries(answers).flatMap(([name, answer]) => {
    const since = earlier.get(name)
    return answer?.startsWith(UNASKABLE) === true && since !== undefined ? [`业务场景“${name}”在恢复的数据上不能办理（${answer.slice(UNASKABLE.length, 120)}），${since}的备份还能`] : []
  })
}

function missedTargets({ rtoSeconds, rpoSeconds }: RecoveryTargets, targets: RecoveryTargets): string[] {
  const hours = (seconds: number) => `${Number((seconds / 3_600).toFixed(2))} 小时`
  return [
    ...(rtoSeconds > targets.rtoSeconds ? [`恢复用时 ${rtoSeconds.toFixed(1)} 秒，超过目标 ${hours(targets.rtoSeconds)}`] : []),
    ...(rpoSeconds > targets.rpoSeconds ? [`数据丢失窗口 ${hours(rpoSeconds)}，超过目标 ${hours(targets.rpoSeconds)}`] : []),
  ]
}

type Restored = Omit<RestoredDatabase, 'tool'>

async function restoreIntoServer(runtime: SpineRuntime, archive: ArchiveRow, storage: ArchiveStorage, folder: string, signal: AbortSignal | undefined): Promise<Restored> {
  const server = await startScratchServer(folder, archive.engine, archive.serverVersion)
  const door = await openUrl(runtime, server.url)
  try {
    const { tool, tally, isSame, lines } = await restoreArchive(runtime, archive, storage, door, RESTORED, folder, signal)
    return { tally, isSame, lines: [`用 ${tool.name} ${tool.version} 恢复到临时实例 ${door.identity.engine} ${door.identity.version}`, ...lines] }
  } finally {
    await door.close()
  }
}

async function restoreIntoFolder(runtime: SpineRuntime, archive: ArchiveRow, storage: ArchiveStorage, folder: string, signal: AbortSignal | undefined): Promise<Restored> {
  const target = path.join(folder, 'files')
  await mkdir(target, { mode: 0o700 })
  const { content } = await readArchive(await storage.read(archive.objectName), await keysOf(runtime, archive), { archive: archive.archiveId, sm3: archive.sm3 })
  await restoreFiles(target, content, signal)
  const tally = await tallyFiles(target, await listBelow(target))
  const { isSame, lines } = compareTally(keptTally.parse(archive.tally), tally)
  return { tally, isSame, lines: ['恢复到临时目录', ...lines] }
}
