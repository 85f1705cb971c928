import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { documentModel, type DocumentInput, type DocumentModel } from '#shared/document-model.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'

export type DocumentSubject = { readonly runId: string } | { readonly reportId: string }
export type StoredDocument = { readonly documentId: string; readonly version: number; readonly model: DocumentModel; readonly modelSm3: string }

/**
 * The document as its facts are now: the latest version when nothing changed since, otherwise a new one. Versions are
 * frozen, so a signed scan always belongs to exactly the text that was signed.
 */
export async function currentDocument(ctx: SpineCtx, subject: DocumentSubject, compose: (version: number) => DocumentInput): Promise<StoredDocument> {
  const db = inspectionTables(ctx)
  const rows = db.selectFrom('inspection.document').select(['documentId', 'version', 'model', 'modelSm3']).orderBy('version', 'desc').limit(1)
  const latest = await ('runId' in subject ? rows.where('runId', '=', subject.runId) : rows.where('reportId', '=', subject.reportId)).executeTakeFirst()
  if (latest && digestOf(compose(latest.version)).modelSm3 === latest.modelSm3) return { ...latest, model: latest.model as DocumentModel }
  const version = (latest?.version ?? 0) + 1
  const { model, text, modelSm3 } = digestOf(compose(version))
  const documentId = newId(ctx.now)
  await db.insertInto('inspection.document').values({ documentId, runId: null, reportId: null, ...subject, version, model: text, modelSm3, madeAt: ctx.now }).execute()
  return { documentId, version, model, modelSm3 }
}

export async function renderDocument(ctx: SpineCtx, { model, modelSm3 }: StoredDocument, format: 'docx' | 'pdf'): Promise<FileAnswer> {
  const fileName = `${model.title} ${model.number} ${model.version}.${format}`
  if (format === 'pdf') return { content: await ctx.documents.renderPdf(model, modelSm3), fileName, mediaType: 'application/pdf', disposition: 'inline' }
  return { content: await ctx.documents.renderDocx(model, modelSm3), fileName, mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
}

function digestOf(input: DocumentInput): { model: DocumentModel; text: string; modelSm3: string } {
  const model = documentModel.parse(input)
  const text = canonicalJson(JSON.parse(JSON.stringify(model)))
  return { model, text, modelSm3: sm3(text) }
}
