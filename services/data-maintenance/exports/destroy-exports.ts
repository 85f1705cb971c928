import { z } from 'zod'
import { act, look } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'
import { formatInstant } from '#shared/instant.ts'
import { recordEvidence, sendReminder, type KindRequest, type SpineAttached, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { exportStore } from './export-store.ts'
import { aboutExport } from './open-generation.ts'
import { exporter } from './perform-generation.ts'

/** Days that a receiver has to say that his own copies are gone. */
export const COPIES_DAYS = 7

const payload = z.object({})

/** What has expired is destroyed, and what lies there without belonging to anything is taken away. */
export const destroyExportsJob = defineJob<typeof payload, SpineAttached>({
  name: 'data-maintenance.destroy-exports',
  payload,
  cron: '5 * * * *',
  policy: 'exclusive',
  expiresInSeconds: 1_800,
  perform: async (runtime) => void (await destroyExports(runtime)),
})

/**
 * What has expired is destroyed: first its key, in an act of its own, then the file; only what is read back as gone is called destroyed.
 * Broken off anywhere, the next run goes on. Files that belong to nothing that is alive are taken away too.
 */
export async function destroyExports(runtime: SpineRuntime): Promise<{ destroyed: number; swept: number }> {
  const store = exportStore(runtime.attached)
  const due = await act(runtime, exporter, async (ctx) => {
    const db = maintenanceTables(ctx)
    await db.updateTable('dataMaintenance.dataExport').set({ state: 'expired', sealedKey: null }).where('state', 'in', ['generated', 'received', 'held']).where('expiresAt', '<=', ctx.now).execute()
    return db.selectFrom('dataMaintenance.dataExport').select('dataExportId').where('state', '=', 'expired').orderBy('expiresAt').limit(500).execute()
  })
  for (const { dataExportId } of due) {
    await store.remove(dataExportId)
    if (await store.has(dataExportId)) throw new Error(`export ${dataExportId} is still there`)
    await act(runtime, exporter, (ctx) => keepDestruction(ctx, dataExportId))
  }
  const alive = await look(runtime, exporter, (ctx) => maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').select('dataExportId').where('state', 'in', ['waiting', 'generating', 'held', 'generated', 'received']).execute())
  const known = new Set(alive.map(({ dataExportId }) => dataExportId))
  const strays = (await store.list()).filter((id) => !known.has(id))
  for (const id of strays) await store.remove(id)
  await act(runtime, exporter, remindOfCopies)
  return { destroyed: due.length, swept: strays.length }
}

/** Its time is over before its day: what there is of it is destroyed once this act commits, not at the next hour. */
export async function endExports(ctx: SpineCtx, column: 'dataExportId' | 'requestId', id: string): Promise<void> {
  await maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ expiresAt: ctx.now }).where(column, '=', id).where('state', 'in', ['generated', 'held', 'received']).execute()
  await ctx.jobs.send(destroyExportsJob, {}, { key: id })
}

/** Withdrawn or refused: what was made of it is destroyed, what was not made yet never is. */
export async function forgetExport(ctx: SpineCtx, { requestId }: KindRequest): Promise<void> {
  await endExports(ctx, 'requestId', requestId)
  await maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ state: 'refused', reason: '需求单已撤回', sealedKey: null }).where('requestId', '=', requestId).where('state', 'in', ['waiting', 'generating']).execute()
}

async function keepDestruction(ctx: SpineCtx, dataExportId: string): Promise<void> {
  const db = maintenanceTables(ctx)
  const row = await db.selectFrom('dataMaintenance.dataExport').selectAll().where('dataExportId', '=', dataExportId).forUpdate().executeTakeFirstOrThrow()
  if (row.state !== 'expired') return
  await recordEvidence(ctx, {
    kind: 'data-maintenance.export-destruction', title: `${row.number} 销毁记录`, about: await aboutExport(ctx, row),
    body: { export: dataExportId, number: row.number, fileSm3: row.fileSm3, sealedFileSm3: row.storedSm3, expiredAt: row.expiresAt === null ? null : formatInstant(row.expiresAt), destroyedAt: formatInstant(ctx.now), keyDestroyed: row.sealedKey === null, fileGone: true, received: row.receivedAt !== null },
  })
  await db.updateTable('dataMaintenance.dataExport').set({ state: 'destroyed', destroyedAt: ctx.now }).where('dataExportId', '=', dataExportId).execute()
  if (row.receivedAt !== null && row.copiesDestroyedAt === null) await sendReminder(ctx, { userIds: [row.receiverId], kind: 'decision', dedupeKey: `export-copies:${dataExportId}`, title: `请确认已销毁自留副本：${row.title}（${row.number}）`, content: `文件已到期销毁。请在 ${COPIES_DAYS} 天内确认您处的副本也已销毁。`, link: `/data-maintenance/exports/${dataExportId}` })
}

async function remindOfCopies(ctx: SpineCtx): Promise<void> {
  const late = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').select(['dataExportId', 'number', 'title', 'receiverName']).where('state', '=', 'destroyed').where('receivedAt', 'is not', null).where('copiesDestroyedAt', 'is', null).where('destroyedAt', '<=', new Date(ctx.now.getTime() - COPIES_DAYS * 86_400_000)).limit(200).execute()
  for (const { dataExportId, number, title, receiverName } of late) await sendReminder(ctx, { permission: 'data-export:confirm', kind: 'decision', dedupeKey: `export-copies-late:${dataExportId}`, title: `接收人还没有确认销毁副本：${title}（${number}）`, content: `接收人 ${receiverName}`, link: `/data-maintenance/exports/${dataExportId}` })
}
