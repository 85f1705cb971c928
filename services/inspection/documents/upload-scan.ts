import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { newId } from '#shared/ids.ts'
import { recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'

const scanErrors = defineErrors('signed-scan', {
  'no-document': [404, '没有这个文档版本'],
  'no-file': [400, '请选择一份签字盖章的扫描件（PDF 或图片）'],
})

/** The signed and sealed paper, filed under exactly the version that was signed, and kept as evidence. */
export async function uploadScan(ctx: SpineCtx, documentId: string, files: readonly ReceivedFile[]): Promise<{ evidenceId: string }> {
  requirePermission(ctx, 'inspection:sign')
  const db = inspectionTables(ctx)
  const document = await db.selectFrom('inspection.document').select(['version', 'modelSm3', 'model']).where('documentId', '=', documentId).executeTakeFirst()
  if (!document) throw scanErrors['no-document']()
  const [file] = files
  if (!file || files.length !== 1 || !/^(application\/pdf|image\/)/.test(file.mediaType)) throw scanErrors['no-file']()
  const { number, title } = document.model as { number: string; title: string }
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'signed-scan',
    title: `${title} ${number} 第 ${document.version} 版签字扫描件`,
    about: { service: 'inspection', document: number },
    body: { document: number, version: document.version, sm3: document.modelSm3 },
    files: [{ sm3: file.sm3, fileName: file.fileName, mediaType: file.mediaType, bytes: file.bytes }],
  })
  await db.insertInto('inspection.signedScan').values({ signedScanId: newId(ctx.now), documentId, sm3: file.sm3, fileName: file.fileName, uploadedAt: ctx.now, uploadedBy: actorUserId(ctx.actor), uploadedByName: actorName(ctx.actor), evidenceId }).execute()
  return { evidenceId }
}
