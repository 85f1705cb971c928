import { requirePermission } from '#platform/context/require-permission.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { anchorOver, evidenceById, filesOf } from './evidence.store.ts'
import { evidenceErrors } from './record-evidence.ts'

/** One piece of evidence with its files and its place in the chain. */
export async function readEvidence(ctx: SpineCtx, evidenceId: string) {
  requirePermission(ctx, 'evidence:read')
  const { sequence, previousHash, hash, sealedAt, ...evidence } = await evidenceById(ctx, evidenceId)
  const isSealed = sequence !== null && previousHash !== null && hash !== null && sealedAt !== null
  return {
    ...evidence,
    sequence,
    files: await filesOf(ctx, evidenceId),
    seal: isSealed ? { sequence, previousHash, hash, sealedAt, anchor: await anchorOver(ctx, sequence) } : null,
  }
}

/** Kinds that a browser shows without running anything in them. */
const SHOWN_INLINE = new Set(['image/jpeg', 'image/png', 'application/pdf'])

export async function readEvidenceFile(ctx: SpineCtx, evidenceId: string, position: number): Promise<FileAnswer> {
  requirePermission(ctx, 'evidence:read')
  const file = (await filesOf(ctx, evidenceId)).find((one) => one.position === position)
  if (!file) throw evidenceErrors['no-file']()
  const isShown = SHOWN_INLINE.has(file.mediaType)
  return {
    content: await ctx.files.read(file.sm3),
    fileName: file.fileName,
    // The type was claimed by whoever uploaded the file: only harmless claims are repeated.
    mediaType: isShown ? file.mediaType : 'application/octet-stream',
    disposition: isShown ? 'inline' : 'attachment',
  }
}
