import { Readable } from 'node:stream'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { streamZip, type ZipEntry } from '#platform/files/write-zip.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { newId } from '#shared/ids.ts'
import { formatInstant } from '#shared/instant.ts'
import { closeWorkOrder, deliver, lockRequest, recordEvidence, shownInstant, spineTables, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { exportFormat, type ExportColumnView } from './api.ts'
import { endExports } from './destroy-exports.ts'
import { exportErrors } from './export-errors.ts'
import { exportStore } from './export-store.ts'
import { aboutExport } from './open-generation.ts'
import { keyContext, type ExportRow } from './perform-generation.ts'
import { openExport } from './write-export.ts'
import { proveWorkOrder } from '../queries/period-proof.ts'

/** Exports that somebody may know of: all of them, or those that he receives or asked for. */
export async function visibleExport(ctx: SpineCtx, dataExportId: string, isLocked = false): Promise<ExportRow> {
  let query = maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').selectAll().where('dataExportId', '=', dataExportId)
  if (isLocked) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  const me = actorUserId(ctx.actor)
  const isOwn = row !== undefined && me !== null && (row.receiverId === me || (row.requestId !== null && (await spineTables(ctx).selectFrom('spine.request').select('requesterId').where('requestId', '=', row.requestId).executeTakeFirst())?.requesterId === me))
  if (row === undefined || (!isOwn && !isPermitted(ctx.actor, 'request:read-all'))) throw exportErrors['not-found']()
  return row
}

/** The named receiver and nobody else: neither who ordered it nor who may see everything. */
async function receivedExport(ctx: SpineCtx, dataExportId: string): Promise<ExportRow> {
  requirePermission(ctx, 'data-export:receive')
  const row = await visibleExport(ctx, dataExportId, true)
  if (row.receiverId !== actorUserId(ctx.actor)) throw exportErrors['not-receiver']()
  return row
}

function secretsOf(ctx: SpineCtx, row: ExportRow): { key: Buffer; password: string } {
  if (row.sealedKey === null || !['generated', 'received'].includes(row.state) || (row.expiresAt !== null && row.expiresAt <= ctx.now)) throw exportErrors['not-available']()
  const { key, password } = JSON.parse(ctx.secretBox.open(row.sealedKey, keyContext(row.dataExportId)).toString()) as { key: string; password: string }
  return { key: Buffer.from(key, 'hex'), password }
}

async function note(ctx: SpineCtx, row: ExportRow, kind: 'file' | 'password', address: string): Promise<void> {
  const userId = actorUserId(ctx.actor)
  if (userId === null) throw exportErrors['not-receiver']()
  await maintenanceTables(ctx).insertInto('dataMaintenance.exportDownload').values({ exportDownloadId: newId(ctx.now), dataExportId: row.dataExportId, kind, happenedAt: ctx.now, userId, userName: actorName(ctx.actor), address }).execute()
}

export async function revealExportPassword(ctx: SpineCtx, dataExportId: string, address: string): Promise<{ password: string }> {
  const row = await receivedExport(ctx, dataExportId)
  const { password } = secretsOf(ctx, row)
  await note(ctx, row, 'password', address)
  return { password }
}

/** The file and what is to be known of it, in an archive that opens with the password; written down before the first byte leaves. */
export async function downloadExport(ctx: SpineCtx, dataExportId: string, address: string): Promise<FileAnswer> {
  const row = await receivedExport(ctx, dataExportId)
  const { key, password } = secretsOf(ctx, row)
  await note(ctx, row, 'file', address)
  const entries: ZipEntry[] = [
    { name: '说明.txt', content: manifestOf(ctx, row) },
    { name: row.fileName ?? 'export', content: Readable.from(openExport(exportStore(ctx), dataExportId, key), { objectMode: false }) },
  ]
  return { content: streamZip(entries, ctx.now, password), fileName: `${row.number}.zip`, mediaType: 'application/zip' }
}

function manifestOf(ctx: SpineCtx, row: ExportRow): string {
  const columns = row.columnList as ExportColumnView[]
  const lines = [
    `编号：${row.number}`, `内容：${row.title}`, `文件：${row.fileName ?? ''}（${exportFormat.has(row.format) ? exportFormat.titles[row.format] : row.format}，${row.rowCount ?? 0} 行，${row.bytes ?? 0} 字节）`, `SM3：${row.fileSm3 ?? ''}`, `SHA-256：${row.fileSha256 ?? ''}`,
    `接收单位：${row.receiverUnit}`, `接收人：${row.receiverName}`, `下载：${actorName(ctx.actor)} ${shownInstant(ctx.now)}`, `保留至：${row.expiresAt === null ? '' : shownInstant(row.expiresAt)}`,
    `脱敏的列：${columns.filter(({ rule }) => rule !== null && rule !== 'content').map(({ name }) => name).join('、') || '无'}`, `经批准不脱敏的列：${columns.filter(({ rule }) => rule === null).map(({ name }) => name).join('、') || '无'}`,
    '仅限需求单所列用途与接收人使用，不得转发；到期前销毁自留副本，并在系统中确认。',
  ]
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

/** 签收: the receiver has fetched the file and holds its digest against the one shown. */
export async function signExport(ctx: SpineCtx, dataExportId: string, { digest, note: words }: { digest: string; note: string }): Promise<void> {
  const row = await receivedExport(ctx, dataExportId)
  if (row.receivedAt !== null) throw exportErrors['already-received']()
  secretsOf(ctx, row)
  const db = maintenanceTables(ctx)
  const downloads = await db.selectFrom('dataMaintenance.exportDownload').select(['happenedAt', 'address']).where('dataExportId', '=', dataExportId).where('kind', '=', 'file').orderBy('happenedAt').execute()
  if (downloads.length === 0) throw exportErrors['not-fetched']()
  if (digest !== row.fileSm3 && digest !== row.fileSha256) throw exportErrors['wrong-digest']()
  const order = await spineTables(ctx).selectFrom('spine.workOrder').select(['number', 'occurrenceId']).where('workOrderId', '=', row.workOrderId).executeTakeFirstOrThrow()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'hand-over-receipt', title: `${row.number} 签收`, about: { ...(await aboutExport(ctx, { ...row, occurrenceId: order.occurrenceId })), workOrder: order.number },
    body: { export: dataExportId, number: row.number, fileSm3: row.fileSm3, checkedDigest: digest, rows: row.rowCount, receiver: row.receiverName, receiverUnit: row.receiverUnit, signedAt: formatInstant(ctx.now), note: words, downloads: downloads.map(({ happenedAt, address }) => ({ at: formatInstant(happenedAt), address })) },
  })
  await db.updateTable('dataMaintenance.dataExport').set({ state: 'received', receivedAt: ctx.now, receiptNote: words, receiptEvidenceId: evidenceId }).where('dataExportId', '=', dataExportId).execute()
  if (row.requestId !== null) {
    const request = await lockRequest(ctx, row.requestId)
    if (['ready', 'in-progress'].includes(request.state)) await deliver(ctx, request, `已交付 ${row.rowCount ?? 0} 行，${row.receiverName} 已签收`)
    return
  }
  await closeWorkOrder(ctx, row.workOrderId, { evidenceIds: await proveWorkOrder(ctx, row, evidenceId), result: { state: 'received', rows: row.rowCount ?? 0 } })
}

/** Needed no longer: its time ends now, and the next run destroys it at once. */
export async function destroyExport(ctx: SpineCtx, dataExportId: string): Promise<void> {
  const row = await receivedExport(ctx, dataExportId)
  if (row.state !== 'received') throw exportErrors['not-received']()
  await endExports(ctx, 'dataExportId', dataExportId)
}

/** What the receiver kept of it is beyond our reach: he says that it is gone, and how. */
export async function confirmCopiesDestroyed(ctx: SpineCtx, dataExportId: string, words: string): Promise<void> {
  const row = await receivedExport(ctx, dataExportId)
  if (!['expired', 'destroyed'].includes(row.state) && row.receivedAt === null) throw exportErrors['not-destroyed']()
  await maintenanceTables(ctx).updateTable('dataMaintenance.dataExport').set({ copiesDestroyedAt: ctx.now, copiesNote: words }).where('dataExportId', '=', dataExportId).where('copiesDestroyedAt', 'is', null).execute()
}
