import { sql } from 'kysely'
import { catalogueLines, diffLines, linesHash, packLines, type CatalogueLines } from '#platform/database/catalogue-lines.ts'
import { catalogueCoverage } from '#shared/catalogue/catalogue-coverage.ts'
import { canonicalCatalogue, placeOf } from '#shared/catalogue/canonical-catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { businessDate } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { settleDrift } from '../drift/settle-drift.ts'
import { proposeForVersion } from '../relations/propose-for-version.ts'
import { rebuildEntries } from '../tables/rebuild-entries.ts'
import type { InventoryComponent } from './inventory.ts'
import { packCatalogue, readLines } from './versions.store.ts'

export type KeptSnapshot = { readonly versionNumber: number; readonly versionId: string; readonly isNew: boolean; readonly changes: number; readonly openDrift: number }

/**
 * Keeps what was read: a new version where the structure differs from the last, else only a day that points to it; then brings drift
 * and its findings into step. Read twice a day, the later one stands for the day.
 */
export async function keepSnapshot(ctx: SpineCtx, component: InventoryComponent, catalogue: Catalogue): Promise<KeptSnapshot> {
  const db = inventoryTables(ctx)
  const { componentId, subsystem } = component
  await sql`select pg_advisory_xact_lock(7100060, hashtext(${componentId}))`.execute(ctx.tx)
  await db.insertInto('dataInventory.inventory').values({ componentId, subsystem }).onConflict((conflict) => conflict.doNothing()).execute()
  const known = await db.selectFrom('dataInventory.inventory').select(['latestVersionId', 'approvedVersionId']).where('componentId', '=', componentId).executeTakeFirstOrThrow()
  const former = known.latestVersionId === null ? undefined : await db.selectFrom('dataInventory.catalogueVersion').select(['number', 'catalogueHash']).where('catalogueVersionId', '=', known.latestVersionId).executeTakeFirstOrThrow()
  const lines = catalogueLines(canonicalCatalogue(catalogue))
  const hash = linesHash(lines)
  const coverage = catalogueCoverage(catalogue)
  const isNew = former?.catalogueHash !== hash
  let version = { versionId: known.latestVersionId ?? '', versionNumber: former?.number ?? 0, changes: 0 }
  const read = new Map<string, CatalogueLines>()
  let touched: ReadonlySet<string> | undefined
  if (isNew) {
    // Beside the comparison, in threads of the runtime's own.
    const packing = Promise.all([packCatalogue(catalogue), packLines(lines)])
    packing.catch(() => {})
    const before = known.latestVersionId === null ? undefined : await readLines(ctx, known.latestVersionId)
    if (known.latestVersionId !== null && before !== undefined) read.set(known.latestVersionId, before)
    const found = before === undefined ? [] : diffLines(before, lines)
    touched = before === undefined ? undefined : new Set(found.flatMap(({ schema, table }) => (table === null ? [] : [placeOf({ schema: schema === '' ? catalogue.database : schema, name: table })])))
    const changes = found.map(({ kind, object, words, ddl }) => ({ kind, object, words, ddl }))
    version = { versionId: newId(ctx.now), versionNumber: version.versionNumber + 1, changes: changes.length }
    const [packed, canonicalLines] = await packing
    await db.insertInto('dataInventory.catalogueVersion').values({ catalogueVersionId: version.versionId, componentId, subsystem, number: version.versionNumber, catalogueHash: hash, catalogue: packed, canonicalLines, coverage: JSON.stringify(coverage), changeCount: changes.length, changes: JSON.stringify(changes), takenAt: ctx.now }).execute()
  }
  const day = { catalogueVersionId: version.versionId, rowsEstimated: Math.round(coverage.rows), bytes: coverage.bytes, takenAt: ctx.now }
  await db.insertInto('dataInventory.snapshot').values({ componentId, takenOn: businessDate(ctx.now), ...day }).onConflict((conflict) => conflict.columns(['componentId', 'takenOn']).doUpdateSet(day)).execute()
  await db
    .updateTable('dataInventory.inventory')
    // What was there at the first look is the baseline: nobody can approve the past.
    .set({ latestVersionId: version.versionId, approvedVersionId: known.approvedVersionId ?? version.versionId, scannedAt: ctx.now, failure: null, failedAt: null })
    .where('componentId', '=', componentId)
    .execute()
  if (isNew) {
    read.set(version.versionId, lines)
    await rebuildEntries(ctx, component, catalogue, touched)
    await proposeForVersion(ctx, componentId, catalogue, touched)
  }
  const { openDrift } = await settleDrift(ctx, component, read)
  return { ...version, isNew, openDrift }
}

/** Said in the overview until a later reading succeeds. */
export async function keepFailure(ctx: SpineCtx, { componentId, subsystem }: InventoryComponent, failure: string): Promise<void> {
  const said = { failure: failure.slice(0, 500), failedAt: ctx.now }
  await inventoryTables(ctx).insertInto('dataInventory.inventory').values({ componentId, subsystem, ...said }).onConflict((conflict) => conflict.column('componentId').doUpdateSet(said)).execute()
}
