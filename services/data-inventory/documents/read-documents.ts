import { sql } from 'kysely'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { DocumentModel } from '#shared/document-model.ts'
import { catalogueDbml } from '#shared/catalogue/documents/catalogue-dbml.ts'
import { documentMarkdown } from '#shared/catalogue/documents/catalogue-markdown.ts'
import { dictionaryColumns, dictionaryRows } from '#shared/catalogue/documents/dictionary-rows.ts'
import type { SpineCtx } from '#spine/spine.ts'
import type { DocumentState } from '../api.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { inventoryErrors } from '../snapshots/inventory.ts'
import { readVersion } from '../snapshots/versions.store.ts'

type Filter = ListQuery & { componentId?: string | undefined; subsystem?: string | undefined }

export async function listDocuments(ctx: SpineCtx, filter: Filter) {
  requirePermission(ctx, 'inventory:read')
  let rows = inventoryTables(ctx)
    .selectFrom('dataInventory.inventoryDocument as d')
    .innerJoin('dataInventory.inventory as i', 'i.componentId', 'd.componentId')
    .innerJoin('dataInventory.catalogueVersion as v', 'v.catalogueVersionId', 'i.latestVersionId')
    .select(['d.inventoryDocumentId', 'd.componentId', 'd.subsystem', 'd.number', 'd.version', 'd.catalogueHash', 'd.madeAt', 'd.acceptedAt', 'd.acceptedByName', 'v.catalogueHash as liveHash'])
  if (filter.componentId) rows = rows.where('d.componentId', '=', filter.componentId)
  if (filter.subsystem) rows = rows.where('d.subsystem', '=', filter.subsystem)
  if (filter.search) rows = rows.where('d.number', 'ilike', containing(filter.search))
  const page = await pageOf(inventoryTables(ctx), rows, filter, { sortable: { madeAt: sql.ref('d.made_at'), number: sql.ref('d.number') }, order: sql`d.made_at desc, d.inventory_document_id` })
  return { ...page, items: page.items.map(({ liveHash, ...row }) => ({ ...row, state: stateOf(row, liveHash) })) }
}

/** Told from facts: a document of another structure than the live one is stale, accepted or not. */
export function stateOf(document: { readonly catalogueHash: string; readonly acceptedAt: Date | null } | null, liveHash: string | null): DocumentState {
  if (document === null) return 'none'
  if (document.catalogueHash !== liveHash) return 'stale'
  return document.acceptedAt === null ? 'draft' : 'accepted'
}

const MEDIA = { docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', md: 'text/markdown; charset=utf-8', dbml: 'text/plain; charset=utf-8', json: 'application/json' } as const

/** The frozen document in the wished form; data forms (Excel, DBML, JSON) are of the structure that it tells. */
export async function downloadDocument(ctx: SpineCtx, inventoryDocumentId: string, format: keyof typeof MEDIA): Promise<FileAnswer> {
  requirePermission(ctx, 'inventory:read')
  const row = await inventoryTables(ctx).selectFrom('dataInventory.inventoryDocument').select(['number', 'version', 'model', 'modelSm3', 'catalogueVersionId', 'catalogueHash', 'madeAt']).where('inventoryDocumentId', '=', inventoryDocumentId).executeTakeFirst()
  if (!row) throw inventoryErrors['no-document']()
  const model = row.model as DocumentModel
  const file = (content: FileAnswer['content']): FileAnswer => ({ content, fileName: `${model.title} ${row.number} 第${row.version}版.${format}`, mediaType: MEDIA[format] })
  switch (format) {
    case 'docx':
      return file(await ctx.documents.renderDocx(model, row.modelSm3))
    case 'pdf':
      return file(await ctx.documents.renderPdf(model, row.modelSm3))
    case 'md':
      return file(Buffer.from(documentMarkdown(model)))
    default: {
      const { catalogue } = await readVersion(ctx, row.catalogueVersionId)
      if (format === 'dbml') return file(Buffer.from(catalogueDbml(catalogue)))
      if (format === 'json') return file(Buffer.from(JSON.stringify({ ...catalogue, hash: row.catalogueHash }, undefined, 2)))
      return file(renderXlsx({ title: '数据字典', columns: dictionaryColumns, at: row.madeAt }, dictionaryRows(catalogue)))
    }
  }
}
