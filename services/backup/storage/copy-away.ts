import { createHash } from 'node:crypto'
import { act } from '#platform/context/runtime.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'
import { liveTargets, openTarget, primaryStorage } from './storages.ts'

const actor = { kind: 'system', name: '异地副本' } as const

/** Copies an archive to every off-site target that lacks it, and reads the copy back: only what came back the same is in the catalogue. */
export async function copyAway(runtime: SpineRuntime, archiveId: string): Promise<string[]> {
  const { archive, targets } = await act(runtime, actor, async (ctx) => {
    const db = backupTables(ctx)
    const has = (await db.selectFrom('backup.archiveCopy').select('remoteTargetId').where('archiveId', '=', archiveId).execute()).map((row) => row.remoteTargetId)
    return { archive: await db.selectFrom('backup.archive').selectAll().where('archiveId', '=', archiveId).executeTakeFirstOrThrow(), targets: (await liveTargets(ctx)).filter((row) => !has.includes(row.remoteTargetId)) }
  })
  const problems: string[] = []
  for (const row of targets) {
    try {
      const [from, to] = [primaryStorage(runtime), await openTarget(runtime, row)]
      try {
        await to.removeUnfinished(archive.objectName)
        if ((await to.size(archive.objectName)) !== undefined) await to.remove(archive.objectName)
        await to.write(archive.objectName, await from.read(archive.objectName), archive.bytes)
        const digest = createHash('sm3')
        for await (const chunk of await to.read(archive.objectName)) digest.update(chunk)
        const sm3 = digest.digest('hex')
        if (sm3 !== archive.sm3) {
          await to.remove(archive.objectName)
          throw new Error('从异地读回的内容与原件不同，副本已删除')
        }
        await act(runtime, actor, (ctx) => backupTables(ctx).insertInto('backup.archiveCopy').values({ archiveId, remoteTargetId: row.remoteTargetId, sm3, copiedAt: ctx.now }).execute())
      } finally {
        await to.close()
        await from.close()
      }
    } catch (error) {
      problems.push(`${row.title}：${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return problems
}
