import { ConnectorError } from '#connectors/connector.ts'
import { act } from '#platform/context/runtime.ts'
import { makeScratchFolder, removeScratchServer, ScratchServerError, startScratchServer } from '#platform/database/scratch-server.ts'
import { newId } from '#shared/ids.ts'
import { formatInstant } from '#shared/instant.ts'
import { restoredCopyContext, restoredCopyOrder, type RestoredCopyResult } from '#shared/maintenance/restored-copy.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { closeWorkOrder, recordEvidence, type SpineRuntime } from '#spine/spine.ts'
import { isDump } from '../archives/archive-row.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { RESTORED } from '../checks/check-archive.ts'
import { backupTables } from '../database/backup-tables.ts'
import { backupActor, explain } from '../runs/perform-backup.ts'
import { listSources, openUrl } from '../runs/sources.ts'
import { primaryStorage } from '../storage/storages.ts'
import { restoreArchive } from './restore-archive.ts'

/**
 * Restores the newest backup of a subsystem into an instance of its own, proves that it is what was dumped, and leaves it running until
 * its time is over. A copy that an earlier, killed attempt of the same order left is removed first.
 */
export async function performRestoreCopy(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { subsystem, lifetimeMinutes } = restoredCopyOrder.parse(order.input)
  await removeCopies(runtime, { workOrderId: order.workOrderId })
  const startedAt = performance.now()
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10
  const none = { copyId: null, archiveId: null, snapshotAt: null, expiresAt: null, connection: null }
  const archive = await act(runtime, backupActor, async (ctx) => {
    return (await newestArchives(ctx, { sourceKeys: (await listSources(ctx, subsystem)).map(({ key }) => key) })).find(({ content }) => isDump(content))
  })
  if (!archive) return close(runtime, order, subsystem, { verdict: 'failed', lines: ['这个子系统还没有成功的备份，不能恢复副本；请先备份'], ...none, seconds: 0 })
  const folder = await makeScratchFolder(runtime.attached.installation.home, 'copy')
  const copyId = newId(runtime.clock.now())
  const expiresAt = new Date(runtime.clock.now().getTime() + lifetimeMinutes * 60_000)
  await act(runtime, backupActor, (ctx) => backupTables(ctx).insertInto('backup.scratchCopy').values({ scratchCopyId: copyId, archiveId: archive.archiveId, workOrderId: order.workOrderId, folder, madeAt: ctx.now, expiresAt }).execute())
  try {
    const server = await startScratchServer(folder, archive.engine, archive.serverVersion)
    const door = await openUrl(runtime, server.url)
    try {
      const { isSame, lines } = await restoreArchive(runtime, archive, primaryStorage(runtime), door, RESTORED, folder, order.signal)
      if (!isSame) throw new Error(`恢复出的数据与备份时不同：${lines.join('；')}`)
      const url = new URL(server.url)
      url.pathname = `/${RESTORED}`
      const connection = runtime.attached.secretBox.seal(url.toString(), restoredCopyContext(copyId))
      await act(runtime, backupActor, (ctx) => backupTables(ctx).updateTable('backup.scratchCopy').set({ connectionSealed: connection }).where('scratchCopyId', '=', copyId).execute())
      await close(runtime, order, subsystem, { verdict: 'ready', lines: [...lines], copyId, archiveId: archive.archiveId, snapshotAt: formatInstant(archive.snapshotAt), expiresAt: formatInstant(expiresAt), seconds: seconds(), connection })
    } finally {
      await door.close()
    }
  } catch (error) {
    await removeCopies(runtime, { workOrderId: order.workOrderId })
    order.signal.throwIfAborted()
    const isLack = error instanceof ScratchServerError || (error instanceof ConnectorError && error.failure === 'tool-missing')
    await close(runtime, order, subsystem, { verdict: isLack ? 'unchecked' : 'failed', lines: [explain(error).replace(/^备份未成/, '恢复未成')], ...none, archiveId: archive.archiveId, seconds: seconds() })
  }
}

async function close(runtime: SpineRuntime, order: PerformedOrder, subsystem: string, result: RestoredCopyResult): Promise<void> {
  await act(runtime, backupActor, async (ctx) => {
    const { connection: _sealed, ...told } = result
    const { evidenceId } = await recordEvidence(ctx, { kind: 'restore-test', title: `恢复临时副本${result.verdict === 'ready' ? '' : '（未成）'}`, about: { service: 'backup', subsystem }, body: { verdict: result.verdict === 'ready' ? 'passed' : result.verdict, subsystem, checks: [{ source: subsystem, archive: result.archiveId, level: 3, verdict: result.verdict, lines: result.lines }], copy: told } })
    await closeWorkOrder(ctx, order.workOrderId, { result, evidenceIds: [evidenceId], note: result.lines.join('；').slice(0, 300) })
  })
}

/** Ends and removes copies: those of an order, or all whose time is over. Returns how many. */
export async function removeCopies(runtime: SpineRuntime, which: { readonly workOrderId: string } | 'expired'): Promise<number> {
  const rows = await act(runtime, backupActor, (ctx) =>
    backupTables(ctx)
      .selectFrom('backup.scratchCopy')
      .select(['scratchCopyId', 'folder'])
      .where('removedAt', 'is', null)
      .$if(which === 'expired', (query) => query.where('expiresAt', '<=', ctx.now))
      .$if(which !== 'expired', (query) => query.where('workOrderId', '=', which === 'expired' ? '' : which.workOrderId))
      .execute(),
  )
  for (const { scratchCopyId, folder } of rows) {
    await removeScratchServer(folder)
    await act(runtime, backupActor, (ctx) => backupTables(ctx).updateTable('backup.scratchCopy').set({ removedAt: ctx.now }).where('scratchCopyId', '=', scratchCopyId).execute())
  }
  return rows.length
}
