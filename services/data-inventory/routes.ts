import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { dataInventoryApi } from './api.ts'
import { decideClasses, listClasses, sampleClass } from './classes/classes.ts'
import { handOverDescriptions } from './descriptions/hand-over.ts'
import { exportDictionary, importDictionary, prepareComments, writeDescriptions } from './descriptions/write-descriptions.ts'
import { acceptDocument, makeDocument } from './documents/make-document.ts'
import { downloadDocument, listDocuments } from './documents/read-documents.ts'
import { coverDrift, listDrift } from './drift/cover-drift.ts'
import { decideRelation, listRelations, sampleRelation } from './relations/decide-relations.ts'
import { compareVersions, listInventories, listVersions } from './snapshots/read-inventories.ts'
import { scanNow } from './snapshots/take-snapshots.ts'
import { listEntries, listIssues, listTables, readMap, readTable } from './tables/read-tables.ts'

const inventoryRoutes = implementApi<typeof dataInventoryApi.endpoints, SpineCtx>(dataInventoryApi, {
  listInventories: (ctx) => listInventories(ctx),
  scanNow: (ctx, { params }) => scanNow(ctx, params.componentId),
  listTables: (ctx, { query }) => listTables(ctx, query),
  listEntries: (ctx, { query }) => listEntries(ctx, query),
  getTable: (ctx, { params, query }) => readTable(ctx, params.componentId, query),
  getMap: (ctx, { params }) => readMap(ctx, params.componentId),
  listIssues: (ctx, { query }) => listIssues(ctx, query),
  listVersions: (ctx, { query }) => listVersions(ctx, query),
  compareVersions: (ctx, { query }) => compareVersions(ctx, query),
  listDrift: (ctx, { params }) => listDrift(ctx, params.componentId),
  coverDrift: (ctx, { params, body }) => coverDrift(ctx, params.componentId, body),
  listDocuments: (ctx, { query }) => listDocuments(ctx, query),
  makeDocument: (ctx, { params }) => makeDocument(ctx, params.componentId),
  acceptDocument: (ctx, { params }) => acceptDocument(ctx, params.inventoryDocumentId),
  getDocument: (ctx, { params, query }) => downloadDocument(ctx, params.inventoryDocumentId, query.format),
  listRelations: (ctx, { query }) => listRelations(ctx, query),
  sampleRelation: (ctx, { params }) => sampleRelation(ctx, params.inferredRelationId),
  decideRelation: (ctx, { params, body }) => decideRelation(ctx, params.inferredRelationId, body),
  listClasses: (ctx, { query }) => listClasses(ctx, query),
  sampleClass: (ctx, { params }) => sampleClass(ctx, params.columnClassId),
  decideClasses: (ctx, { body }) => decideClasses(ctx, body),
  writeDescriptions: (ctx, { params, body }) => writeDescriptions(ctx, params.componentId, body.items),
  exportDictionary: (ctx, { params }) => exportDictionary(ctx, params.componentId),
  importDictionary: (ctx, { params }, { files }) => importDictionary(ctx, params.componentId, files),
  handOverDescriptions: (ctx, { params, body }) => handOverDescriptions(ctx, params.componentId, body),
  prepareComments: (ctx, { params }) => prepareComments(ctx, params.componentId),
})

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [inventoryRoutes]
