import { requirePermission } from '#platform/context/require-permission.ts'
import { openWorkOrder, type SpineCtx } from '#spine/spine.ts'
import { backupErrors } from '../archives/archive-row.ts'
import { findArchive } from '../archives/archives.store.ts'
import { backupTables } from '../database/backup-tables.ts'
import { listSources, subsystemName } from './sources.ts'

type Opened = { workOrderId: string; number: string }

/** Opens a backup outside the plan; the worker begins at once. */
export async function startRun(ctx: SpineCtx, { subsystem = 'all' }: { subsystem?: string | undefined }): Promise<Opened> {
  requirePermission(ctx, 'backup:run')
  const sources = await listSources(ctx, subsystem === 'all' ? undefined : subsystem)
  if (!sources.some((source) => subsystem === 'all' || source.subsystem === subsystem)) throw backupErrors['no-source']({ detail: subsystemName(subsystem) })
  const { workOrderId, number } = await openWorkOrder(ctx, { kind: 'backup.run-now', service: 'backup', subsystem, title: `立即备份：${subsystem === 'all' ? '全部' : subsystemName(subsystem)}` })
  return { workOrderId, number }
}

/** Opens a check outside the plan: of one archive, or of the newest of each source. */
export async function startCheck(ctx: SpineCtx, { level, subsystem = 'all', archiveId }: { level: number; subsystem?: string | undefined; archiveId?: string | undefined }): Promise<Opened> {
  requirePermission(ctx, 'backup:run')
  const archive = archiveId ? await findArchive(ctx, archiveId) : undefined
  const owner = archive?.subsystem ?? subsystem
  const { workOrderId, number } = await openWorkOrder(ctx, { kind: 'backup.check-now', service: 'backup', subsystem: owner, title: `${level === 4 ? '恢复演练' : level === 3 ? '恢复验证' : '检查备份'}：${archive?.sourceTitle ?? (owner === 'all' ? '全部' : subsystemName(owner))}`, input: { level, ...(archiveId ? { archiveId } : {}) } })
  return { workOrderId, number }
}

/** Where an order of this module stands; what is being dumped right now tells its bytes. */
export async function readOrder(ctx: SpineCtx, workOrderId: string) {
  requirePermission(ctx, 'backup:read')
  const db = backupTables(ctx)
  const row = await db.selectFrom('spine.workOrder').select(['number', 'state', 'result']).where('workOrderId', '=', workOrderId).where('service', '=', 'backup').executeTakeFirst()
  if (!row) throw backupErrors['run-not-found']()
  const running = await db.selectFrom('backup.run').select(['sourceTitle as title', 'rawBytes']).where('workOrderId', '=', workOrderId).where('state', '=', 'running').execute()
  const last = await db.selectFrom('spine.workOrderEvent').select('note').where('workOrderId', '=', workOrderId).orderBy('workOrderEventId', 'desc').limit(1).executeTakeFirst()
  return { ...row, running, note: last?.note ?? '' }
}
