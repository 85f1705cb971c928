import { formatInstant } from '#shared/instant.ts'
import { recordEvidence, spineTables, type SpineCtx } from '#spine/spine.ts'
import { aboutExport } from '../exports/open-generation.ts'
import type { ExportRow } from '../exports/perform-generation.ts'

/** 工单 of a periodic export, its file and its receipt: what the clause asks for, in the act of the signature. */
export async function proveWorkOrder(ctx: SpineCtx, row: ExportRow, receiptEvidenceId: string): Promise<string[]> {
  const order = await spineTables(ctx).selectFrom('spine.workOrder').select(['number', 'title', 'openedAt', 'occurrenceId']).where('workOrderId', '=', row.workOrderId).executeTakeFirstOrThrow()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'export-work-order', title: `${order.number} ${row.title}`, about: { ...(await aboutExport(ctx, { ...row, occurrenceId: order.occurrenceId })), workOrder: order.number },
    body: { workOrder: order.number, title: order.title, openedAt: formatInstant(order.openedAt), period: row.periodKey, export: row.dataExportId, number: row.number, savedQuery: row.exportQueryId, version: row.queryVersion, rows: row.rowCount, fileSm3: row.fileSm3, comparison: row.comparison, confirmed: row.confirmedAt === null ? null : { by: row.confirmedByName, at: formatInstant(row.confirmedAt), reason: row.confirmedReason } },
  })
  return [evidenceId, ...(row.fileEvidenceId === null ? [] : [row.fileEvidenceId]), receiptEvidenceId]
}
