import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { addRequestEvent, currentContract, recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { touchedDocument, type TouchedDocument } from '../api.ts'
import { changeErrors } from '../changes/change.ts'
import { lockChange, requireRunning, type Change } from '../changes/changes.store.ts'
import { changeTables } from '../database/change-tables.ts'

/** From the release on these say something that is no longer so. Released again, they are stale again. */
export async function markDocumentsStale(ctx: SpineCtx, { row, form }: Change): Promise<void> {
  if (form.documents.length === 0) return
  await changeTables(ctx)
    .insertInto('changeRequest.staleDocument')
    .values(form.documents.map((document) => ({ requestId: row.requestId, document, markedAt: ctx.now })))
    .onConflict((conflict) => conflict.columns(['requestId', 'document']).doUpdateSet({ markedAt: ctx.now, updatedAt: null, updatedBy: null, updatedByName: null, evidenceId: null }))
    .execute()
}

/** A person has brought a document up to date, and proves it with the document. */
export async function updateDocument(ctx: SpineCtx, requestId: string, { document, note }: { readonly document: TouchedDocument; readonly note: string }, files: readonly ReceivedFile[]): Promise<{ evidenceId: string }> {
  requirePermission(ctx, 'change:handle')
  const change = await lockChange(ctx, requestId)
  requireRunning(change)
  if (files.length === 0) throw changeErrors['proof-missing']()
  const { row } = change
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'change-request.document-update',
    title: `${row.number} ${touchedDocument.titles[document]}已更新`,
    about: { contract: (await currentContract(ctx)).code, service: 'change-request', subsystem: row.subsystem, request: row.number },
    body: { request: row.number, document, note, files: files.map(({ sm3, fileName }) => ({ sm3, fileName })) },
    files: files.map(({ sm3, fileName, mediaType, bytes }) => ({ sm3, fileName, mediaType, bytes })),
  })
  const written = await changeTables(ctx)
    .updateTable('changeRequest.staleDocument')
    .set({ updatedAt: ctx.now, updatedBy: actorUserId(ctx.actor), updatedByName: actorName(ctx.actor), evidenceId })
    .where('requestId', '=', requestId)
    .where('document', '=', document)
    .returning('document')
    .executeTakeFirst()
  if (!written) throw changeErrors['document-unknown']()
  await addRequestEvent(ctx, requestId, 'noted', `${touchedDocument.titles[document]}已更新。${note}`)
  return { evidenceId }
}
