import { requirePermission } from '#platform/context/require-permission.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runErrors, runSummary } from '../runs/run.ts'
import { checkedItems, findRun } from '../runs/runs.store.ts'
import { composeRecord } from './compose-record.ts'
import { currentDocument, renderDocument, type StoredDocument } from './documents.store.ts'

/** 巡检记录 as a file. */
export async function downloadRecord(ctx: SpineCtx, runId: string, format: 'docx' | 'pdf'): Promise<FileAnswer> {
  requirePermission(ctx, 'inspection:read')
  return renderDocument(ctx, await recordDocument(ctx, runId), format)
}

export async function recordDocument(ctx: SpineCtx, runId: string): Promise<StoredDocument> {
  const run = await findRun(ctx, runId)
  if (run.state === 'running' || run.endedAt === null || run.evidenceId === null) throw runErrors['not-done']()
  const { endedAt, evidenceId } = run
  const db = inspectionTables(ctx)
  const template = await db.selectFrom('inspection.catalogue').select(['version', 'sm3']).where('sm3', '=', run.catalogueSm3).executeTakeFirstOrThrow()
  const order = await db.selectFrom('spine.workOrder').select('number').where('workOrderId', '=', run.workOrderId).executeTakeFirstOrThrow()
  const obligation = run.occurrenceId ? await db.selectFrom('spine.occurrence as o').innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId').select(['b.code', 'b.clause']).where('o.occurrenceId', '=', run.occurrenceId).executeTakeFirst() : undefined
  const facts = {
    run: { ...run, endedAt, evidenceId },
    template,
    clause: obligation ? `${obligation.clause}（${obligation.code}）` : '',
    workOrder: order.number,
    summary: runSummary.parse(run.summary),
    items: await checkedItems(ctx, runId),
    comments: await db.selectFrom('inspection.resultComment as c').innerJoin('inspection.runItem as i', 'i.runItemId', 'c.runItemId').select(['c.runItemId', 'c.authorName', 'c.at', 'c.text']).where('i.runId', '=', runId).orderBy('c.resultCommentId').execute(),
    signatures: await db.selectFrom('inspection.runSignature').select(['role', 'name', 'signedAt', 'note']).where('runId', '=', runId).orderBy('signedAt').execute(),
  }
  return currentDocument(ctx, { runId }, (version) => composeRecord(facts, version))
}
