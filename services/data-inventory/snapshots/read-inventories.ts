import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { pageOf } from '#platform/database/page-of.ts'
import type { CatalogueCoverage } from '#shared/catalogue/catalogue-coverage.ts'
import { diffCatalogues, migrationScript } from '#shared/catalogue/diff-catalogues.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { stateOf } from '../documents/read-documents.ts'
import { changeKey } from '../drift/settle-drift.ts'
import { componentIssues } from '../tables/read-tables.ts'
import { inventoryComponents, inventoryErrors } from './inventory.ts'
import { readVersion } from './versions.store.ts'

/** Every database of the register, read or not, with where it stands. */
export async function listInventories(ctx: SpineCtx) {
  requirePermission(ctx, 'inventory:read')
  const db = inventoryTables(ctx)
  const components = await inventoryComponents(ctx)
  const rows = await db
    .selectFrom('dataInventory.inventory as i')
    .leftJoin('dataInventory.catalogueVersion as v', 'v.catalogueVersionId', 'i.latestVersionId')
    .select(['i.componentId', 'i.openDrift', 'i.scannedAt', 'i.failure', 'v.number', 'v.catalogueHash', 'v.takenAt', 'v.coverage'])
    .select([
      sql<number>`(select count(*) from data_inventory.inferred_relation r where r.component_id = i.component_id and r.is_present and r.state = 'proposed')::int`.as('relations'),
      sql<number>`(select count(*) from data_inventory.column_class k where k.component_id = i.component_id and k.is_present and k.state = 'proposed')::int`.as('classes'),
    ])
    .execute()
  const documents = await db.selectFrom('dataInventory.inventoryDocument').distinctOn('componentId').select(['componentId', 'inventoryDocumentId', 'number', 'version', 'madeAt', 'acceptedAt', 'acceptedByName', 'catalogueHash']).orderBy('componentId').orderBy('version', 'desc').execute()
  const known = new Map(rows.map((row) => [row.componentId, row]))
  const items = []
  for (const component of components) {
    const row = known.get(component.componentId)
    const found = documents.find(({ componentId }) => componentId === component.componentId)
    const { catalogueHash: told, componentId: _componentId, ...document } = found ?? { catalogueHash: '', componentId: '' }
    items.push({
      ...component,
      versionNumber: row?.number ?? null,
      catalogueHash: row?.catalogueHash ?? null,
      changedAt: row?.takenAt ?? null,
      scannedAt: row?.scannedAt ?? null,
      failure: row?.failure ?? null,
      coverage: (row?.coverage as CatalogueCoverage | null | undefined) ?? null,
      openDrift: row?.openDrift ?? 0,
      issues: (await componentIssues(ctx, component.componentId)).length,
      toConfirm: (row?.relations ?? 0) + (row?.classes ?? 0),
      document: found === undefined ? null : (document as Omit<typeof found, 'catalogueHash' | 'componentId'>),
      documentState: stateOf(found === undefined ? null : { catalogueHash: told, acceptedAt: found.acceptedAt }, row?.catalogueHash ?? null),
    })
  }
  return { items }
}

export async function listVersions(ctx: SpineCtx, filter: ListQuery & { componentId?: string | undefined; subsystem?: string | undefined }) {
  requirePermission(ctx, 'inventory:read')
  let rows = inventoryTables(ctx)
    .selectFrom('dataInventory.catalogueVersion as v')
    .innerJoin('dataInventory.inventory as i', 'i.componentId', 'v.componentId')
    .leftJoin('dataInventory.catalogueVersion as a', 'a.catalogueVersionId', 'i.approvedVersionId')
    .select(['v.catalogueVersionId', 'v.componentId', 'v.subsystem', 'v.number', 'v.catalogueHash', 'v.changeCount', 'v.takenAt'])
    .select([sql<boolean>`v.number <= coalesce(a.number, 0)`.as('isApproved'), sql<number>`(select count(*) from data_inventory.snapshot s where s.catalogue_version_id = v.catalogue_version_id)::int`.as('days')])
  if (filter.componentId) rows = rows.where('v.componentId', '=', filter.componentId)
  if (filter.subsystem) rows = rows.where('v.subsystem', '=', filter.subsystem)
  if (filter.search) rows = rows.where('v.catalogueHash', 'like', `${filter.search.replaceAll(/[^0-9a-f]/g, '')}%`)
  return pageOf(inventoryTables(ctx), rows, filter, { sortable: { takenAt: sql.ref('v.taken_at'), number: sql.ref('v.number') }, order: sql`v.taken_at desc, v.catalogue_version_id` })
}

/** What turns the one version into the other, in words and as one script. */
export async function compareVersions(ctx: SpineCtx, { before, after }: { readonly before: string; readonly after: string }) {
  requirePermission(ctx, 'inventory:read')
  const [one, other] = [await readVersion(ctx, before), await readVersion(ctx, after)]
  if (one.componentId !== other.componentId) throw inventoryErrors['versions-differ']()
  const changes = diffCatalogues(one.catalogue, other.catalogue)
  return { changes: changes.map((change) => ({ key: changeKey(change), kind: change.kind, object: change.object, words: change.words, ddl: change.ddl })), script: migrationScript(changes) }
}
