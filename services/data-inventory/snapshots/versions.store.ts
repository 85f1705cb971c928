import type { Ctx } from '#platform/context/context.ts'
import { catalogueLines, unpackLines, type CatalogueLines } from '#platform/database/catalogue-lines.ts'
import { canonicalCatalogue } from '#shared/catalogue/canonical-catalogue.ts'
import { packText, unpackText } from '#platform/files/packed-text.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { inventoryErrors } from './inventory.ts'

export async function packCatalogue(catalogue: Catalogue): Promise<Buffer> {
  return packText(JSON.stringify(catalogue))
}

export async function unpackCatalogue(packed: Buffer): Promise<Catalogue> {
  return JSON.parse(await unpackText(packed)) as Catalogue
}

export type StoredVersion = { readonly catalogueVersionId: string; readonly componentId: string; readonly subsystem: string; readonly number: number; readonly catalogueHash: string; readonly takenAt: Date; readonly catalogue: Catalogue }

export async function readVersion(ctx: Pick<Ctx, 'tx'>, catalogueVersionId: string): Promise<StoredVersion> {
  const row = await inventoryTables(ctx).selectFrom('dataInventory.catalogueVersion').select(['catalogueVersionId', 'componentId', 'subsystem', 'number', 'catalogueHash', 'takenAt', 'catalogue']).where('catalogueVersionId', '=', catalogueVersionId).executeTakeFirst()
  if (!row) throw inventoryErrors['no-version']()
  return { ...row, catalogue: await unpackCatalogue(row.catalogue) }
}

/** The canonical form of a version, for comparing. */
export async function readLines(ctx: Pick<Ctx, 'tx'>, catalogueVersionId: string): Promise<CatalogueLines> {
  const row = await inventoryTables(ctx).selectFrom('dataInventory.catalogueVersion').select('canonicalLines').where('catalogueVersionId', '=', catalogueVersionId).executeTakeFirst()
  if (!row) throw inventoryErrors['no-version']()
  return row.canonicalLines === null ? catalogueLines(canonicalCatalogue((await readVersion(ctx, catalogueVersionId)).catalogue)) : unpackLines(row.canonicalLines)
}

/** What the database looked like when it was last read. */
export async function latestVersion(ctx: Pick<Ctx, 'tx'>, componentId: string): Promise<StoredVersion> {
  const row = await inventoryTables(ctx).selectFrom('dataInventory.inventory').select('latestVersionId').where('componentId', '=', componentId).executeTakeFirst()
  if (!row?.latestVersionId) throw inventoryErrors['not-scanned']()
  return readVersion(ctx, row.latestVersionId)
}
