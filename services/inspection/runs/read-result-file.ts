import { requirePermission } from '#platform/context/require-permission.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runErrors } from './run.ts'

/** A photograph or scan that a person put beside a manual check. Pictures may be shown, anything else is only saved. */
export async function readResultFile(ctx: SpineCtx, runItemId: string, position: number): Promise<FileAnswer> {
  requirePermission(ctx, 'inspection:read')
  const file = await inspectionTables(ctx).selectFrom('inspection.resultFile').select(['sm3', 'fileName', 'mediaType']).where('runItemId', '=', runItemId).where('position', '=', position).executeTakeFirst()
  if (!file) throw runErrors['result-not-found']()
  const isPicture = /^image\/(png|jpeg|webp|gif)$/.test(file.mediaType)
  return { content: await ctx.files.read(file.sm3), fileName: file.fileName, mediaType: isPicture ? file.mediaType : 'application/octet-stream', disposition: isPicture ? 'inline' : 'attachment' }
}
