import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { catalogueCoverage, ownTables, withDescriptions } from '#shared/catalogue/catalogue-coverage.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { diffCatalogues } from '#shared/catalogue/diff-catalogues.ts'
import { catalogueDocument } from '#shared/catalogue/documents/catalogue-document.ts'
import { sensitivityClass, sensitivityLevel } from '#shared/catalogue/propose-classes.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import { currentContract, nextNumber, recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { readDescriptions } from '../descriptions/descriptions.store.ts'
import type { InventoryBody } from '../evidence.ts'
import { standingRelations } from '../relations/relations.store.ts'
import { findInventoryComponent, inventoryErrors, type InventoryComponent } from '../snapshots/inventory.ts'
import { latestVersion, readVersion } from '../snapshots/versions.store.ts'

export type MadeDocument = { readonly inventoryDocumentId: string; readonly number: string; readonly version: number; readonly evidenceId: string }

/**
 * Freezes a new version of the 盘点文档 of what was last read, with the descriptions that people wrote, the relations they did not
 * reject and the classes they confirmed, and proves it. Made again of the same facts, the version that is there is given.
 */
export async function keepDocument(ctx: SpineCtx, component: InventoryComponent, about: { readonly workOrder?: string; readonly occurrence?: string } = {}): Promise<MadeDocument> {
  const db = inventoryTables(ctx)
  const { componentId, subsystem, title } = component
  const latest = await latestVersion(ctx, componentId)
  const former = await db.selectFrom('dataInventory.inventoryDocument').select(['inventoryDocumentId', 'number', 'version', 'catalogueVersionId', 'modelSm3', 'evidenceId']).where('componentId', '=', componentId).orderBy('version', 'desc').executeTakeFirst()
  const catalogue = withDescriptions(latest.catalogue, await readDescriptions(ctx, componentId))
  const relations = await standingRelations(ctx, componentId)
  // What the document says changed is against the last one of another structure: made again for new descriptions, it says the same.
  const base = await db.selectFrom('dataInventory.inventoryDocument').select('catalogueVersionId').where('componentId', '=', componentId).where('catalogueVersionId', '<>', latest.catalogueVersionId).orderBy('version', 'desc').executeTakeFirst()
  const changes = base === undefined ? undefined : diffCatalogues((await readVersion(ctx, base.catalogueVersionId)).catalogue, latest.catalogue).map(({ words }) => words)
  const day = businessDate(ctx.now)
  const contract = await currentContract(ctx)
  const compose = (number: string, version: number) => {
    const model = catalogueDocument({ catalogue, hash: latest.catalogueHash, title: `${title}数据盘点文档`, number, version: `第 ${version} 版`, organisation: '运维单位', date: businessDate(latest.takenAt), takenAt: formatInstant(latest.takenAt), relations, classes, ...(changes === undefined ? {} : { changes }) })
    const text = canonicalJson(JSON.parse(JSON.stringify(model).toWellFormed()))
    return { text, modelSm3: sm3(text) }
  }
  const classes = await confirmedClasses(ctx, componentId)
  if (former && former.catalogueVersionId === latest.catalogueVersionId && compose(former.number, former.version).modelSm3 === former.modelSm3) return former
  const number = documentNumber('PD', day, await nextNumber(ctx, `PD-${day}`))
  const version = (former?.version ?? 0) + 1
  const { text, modelSm3 } = compose(number, version)
  const body: InventoryBody = { document: number, version, component: componentId, catalogueHash: latest.catalogueHash, catalogueVersion: latest.number, takenAt: formatInstant(latest.takenAt), modelSm3, areas: contentAreas(catalogue, relations.length), coverage: catalogueCoverage(catalogue), matchesLive: true }
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'inventory-document',
    title: `${title}数据盘点文档 ${number} 第 ${version} 版`,
    about: { contract: contract.code, service: 'data-inventory', subsystem, component: title, document: number, ...about },
    body,
  })
  const inventoryDocumentId = newId(ctx.now)
  await db.insertInto('dataInventory.inventoryDocument').values({ inventoryDocumentId, componentId, subsystem, catalogueVersionId: latest.catalogueVersionId, number, version, catalogueHash: latest.catalogueHash, model: text, modelSm3, madeAt: ctx.now, evidenceId }).execute()
  return { inventoryDocumentId, number, version, evidenceId }
}

/** How much of each of the five content areas of the contract the document tells: 表结构, 字段描述, 数据关系, 主外键, 索引. */
function contentAreas(catalogue: Catalogue, inferred: number): InventoryBody['areas'] {
  const sum = catalogueCoverage(catalogue)
  return { structure: sum.tables, descriptions: sum.columnsDescribed, relations: sum.foreignKeys + inferred, keys: sum.tablesWithKey + sum.foreignKeys, indexes: sum.indexes, tablesTold: ownTables(catalogue).length }
}

async function confirmedClasses(ctx: SpineCtx, componentId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await inventoryTables(ctx).selectFrom('dataInventory.columnClass').select(['schemaName', 'tableName', 'columnName', 'class', 'level']).where('componentId', '=', componentId).where('state', '=', 'confirmed').where('isPresent', '=', true).execute()
  return new Map(rows.map((row) => [`${row.schemaName === '' ? '' : `${row.schemaName}.`}${row.tableName}.${row.columnName}`, `${sensitivityClass.has(row.class) ? sensitivityClass.titles[row.class] : row.class} ${sensitivityLevel.has(row.level) ? sensitivityLevel.titles[row.level] : row.level}`]))
}

export async function makeDocument(ctx: SpineCtx, componentId: string): Promise<Omit<MadeDocument, 'evidenceId'>> {
  requirePermission(ctx, 'inventory:scan')
  const { evidenceId: _evidenceId, inventoryDocumentId, number, version } = await keepDocument(ctx, await findInventoryComponent(ctx, componentId))
  return { inventoryDocumentId, number, version }
}

/** A person stands for it that the document tells the database as it is: possible only while it does. */
export async function acceptDocument(ctx: SpineCtx, inventoryDocumentId: string): Promise<void> {
  requirePermission(ctx, 'inventory:decide')
  const db = inventoryTables(ctx)
  const row = await db.selectFrom('dataInventory.inventoryDocument').select(['componentId', 'subsystem', 'number', 'version', 'catalogueHash', 'modelSm3', 'acceptedAt']).where('inventoryDocumentId', '=', inventoryDocumentId).forUpdate().executeTakeFirst()
  if (!row) throw inventoryErrors['no-document']()
  if (row.acceptedAt !== null) return
  if ((await latestVersion(ctx, row.componentId)).catalogueHash !== row.catalogueHash) throw inventoryErrors['document-stale']()
  await db.updateTable('dataInventory.inventoryDocument').set({ acceptedAt: ctx.now, acceptedBy: actorUserId(ctx.actor), acceptedByName: actorName(ctx.actor) }).where('inventoryDocumentId', '=', inventoryDocumentId).execute()
  await recordEvidence(ctx, {
    kind: 'data-inventory.document-accepted',
    title: `盘点文档 ${row.number} 第 ${row.version} 版已确认`,
    about: { contract: (await currentContract(ctx)).code, service: 'data-inventory', subsystem: row.subsystem, document: row.number },
    body: { document: row.number, version: row.version, modelSm3: row.modelSm3, acceptedBy: actorName(ctx.actor) },
  })
}
