import { requirePermission } from '#platform/context/require-permission.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { SpineCtx } from '#spine/context.ts'
import { thawReport } from '../frozen-report.ts'
import { findVersion } from '../reports.store.ts'

export type Rebuilt = { readonly version: number; readonly hash: string; readonly files: ReadonlyArray<{ readonly format: 'docx' | 'pdf'; readonly kept: string; readonly rebuilt: string; readonly isSame: boolean }> }

/** Renders a version again from its frozen data and says whether the bytes are those that were kept. */
export async function rebuildReport(ctx: SpineCtx, reportId: string, version: number): Promise<Rebuilt> {
  requirePermission(ctx, 'report:read')
  const row = await findVersion(ctx, reportId, version)
  const { document } = thawReport(row.frozenText)
  const [docx, pdf] = [await ctx.documents.renderDocx(document, row.dataSm3), await ctx.documents.renderPdf(document, row.dataSm3)]
  const compare = (format: 'docx' | 'pdf', kept: string, bytes: Buffer) => ({ format, kept, rebuilt: sm3(bytes), isSame: sm3(bytes) === kept })
  return { version, hash: row.dataSm3, files: [compare('docx', row.docxSm3, docx), compare('pdf', row.pdfSm3, pdf)] }
}
