import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { actorName } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { RemoteStorage } from '#platform/storage/archive-storage.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { backupErrors } from '../archives/archive-row.ts'
import { backupTables } from '../database/backup-tables.ts'
import { liveTargets, targetContext, targetSecrets } from './storages.ts'

/** Off-site targets without their secrets. */
export async function listTargets(ctx: SpineCtx) {
  requirePermission(ctx, 'backup:read')
  const rows = await liveTargets(ctx)
  const counts = await backupTables(ctx)
    .selectFrom('backup.archiveCopy as c')
    .leftJoin('backup.copyRemoval as g', (join) => join.onRef('g.archiveId', '=', 'c.archiveId').onRef('g.remoteTargetId', '=', 'c.remoteTargetId'))
    .select(['c.remoteTargetId', sql<number>`count(*)::int`.as('copies')])
    .where('g.archiveId', 'is', null)
    .groupBy('c.remoteTargetId')
    .execute()
  return rows.map(({ remoteTargetId, title, settings, setAt, setByName }) => {
    const { kind, address } = placeOf(settings as RemoteStorage)
    return { remoteTargetId, title, kind, address, setAt, setByName, copies: counts.find((one) => one.remoteTargetId === remoteTargetId)?.copies ?? 0 }
  })
}

/** Settings as they are kept, so without credentials. */
function placeOf(settings: RemoteStorage) {
  if (settings.kind === 'sftp') return { kind: settings.kind, address: `${settings.username}@${settings.host}:${settings.port}${settings.folder}` }
  return { kind: settings.kind, address: [settings.endpoint, settings.bucket, settings.folder].filter(Boolean).join('/') }
}

export type NewTarget = RemoteStorage & { readonly title: string }

/** Registers an off-site target after a trial: connected, written, read back, removed. */
export function addTarget(ctx: SpineCtx, { title, ...place }: NewTarget): Outside<SpineCtx, { remoteTargetId: string }> {
  requirePermission(ctx, 'backup:administer')
  const { openRemoteStorage } = ctx
  const parts = Object.entries(place)
  const secrets = JSON.stringify(Object.fromEntries(parts.filter(([key]) => targetSecrets.has(key))))
  const settings = JSON.stringify(Object.fromEntries(parts.filter(([key]) => !targetSecrets.has(key))))
  return outside(async () => {
    await tryTarget(() => openRemoteStorage(place))
    return async (later) => {
      const remoteTargetId = newId(later.now)
      await backupTables(later).insertInto('backup.remoteTarget').values({ remoteTargetId, title, settings, secretsSealed: later.secretBox.seal(secrets, targetContext(remoteTargetId)), setAt: later.now, setByName: actorName(later.actor) }).execute()
      return { remoteTargetId }
    }
  })
}

async function tryTarget(open: () => ReturnType<SpineCtx['openRemoteStorage']>): Promise<void> {
  try {
    const storage = await open()
    const name = `trial-${randomBytes(4).toString('hex')}`
    const bytes = randomBytes(1_000)
    try {
      await storage.write(name, one(bytes))
      const back: Buffer[] = []
      for await (const chunk of await storage.read(name)) back.push(chunk)
      await storage.remove(name)
      if (!Buffer.concat(back).equals(bytes)) throw new Error('试写的内容读回后不同')
    } finally {
      await storage.close()
    }
  } catch (error) {
    throw backupErrors.unreachable({ detail: error instanceof Error ? error.message : String(error), cause: error })
  }
}

/** No copies go there any more; the catalogue remembers those that did. */
export async function retireTarget(ctx: SpineCtx, remoteTargetId: string): Promise<void> {
  requirePermission(ctx, 'backup:administer')
  const { numUpdatedRows } = await backupTables(ctx).updateTable('backup.remoteTarget').set({ isRetired: true }).where('remoteTargetId', '=', remoteTargetId).where('isRetired', '=', false).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw backupErrors['no-target']()
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
