import { sm3 } from '#platform/crypto/sm3.ts'
import { diffLines, type CatalogueLines } from '#platform/database/catalogue-lines.ts'
import type { CatalogueChange } from '#shared/catalogue/diff-catalogues.ts'
import { formatInstant } from '#shared/instant.ts'
import { currentContract, recordEvidence, reportFindings, spineTables, type SeenFinding, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import type { InventoryComponent } from '../snapshots/inventory.ts'
import { readLines } from '../snapshots/versions.store.ts'
import { coverByOrders } from './cover-by-orders.ts'
import { FINDING_SOURCE, type DriftChange } from './drift.ts'

/** Changes that the sealed body names one by one. */
const NAMED = 500

/** What differs from the last structure of which every difference had an approved order. A change that was taken back is no drift any more. `read`: versions that are at hand already. */
export async function currentDrift(ctx: SpineCtx, componentId: string, read: ReadonlyMap<string, CatalogueLines> = new Map()): Promise<{ readonly since: { readonly number: number; readonly takenAt: Date } | null; readonly changes: readonly DriftChange[]; readonly latestVersionId: string | null }> {
  const row = await inventoryTables(ctx)
    .selectFrom('dataInventory.inventory as i')
    .innerJoin('dataInventory.catalogueVersion as a', 'a.catalogueVersionId', 'i.approvedVersionId')
    .select(['i.latestVersionId', 'a.catalogueVersionId', 'a.number', 'a.takenAt'])
    .where('i.componentId', '=', componentId)
    .executeTakeFirst()
  if (!row?.latestVersionId) return { since: null, changes: [], latestVersionId: null }
  const { latestVersionId, catalogueVersionId, ...since } = row
  if (latestVersionId === catalogueVersionId) return { since, changes: [], latestVersionId }
  const lines = async (id: string) => read.get(id) ?? (await readLines(ctx, id))
  return { since, changes: diffLines(await lines(catalogueVersionId), await lines(latestVersionId)).map((change) => ({ ...change, key: changeKey(change) })), latestVersionId }
}

/** The same change to the same thing, on whichever day it is looked at. */
export function changeKey({ kind, object, before, after }: Pick<CatalogueChange, 'kind' | 'object' | 'before' | 'after'>): string {
  return sm3(JSON.stringify([kind, object, before, after])).slice(0, 32)
}

/**
 * Brings findings into step with drift: a difference without an approved order is a finding that names the column; covered or taken
 * back, it is mended. When nothing is open the structure as it is becomes the one that later differences count from.
 */
export async function settleDrift(ctx: SpineCtx, component: InventoryComponent, read: ReadonlyMap<string, CatalogueLines> = new Map()): Promise<{ openDrift: number }> {
  const db = inventoryTables(ctx)
  const { componentId, subsystem } = component
  const { changes, latestVersionId } = await currentDrift(ctx, componentId, read)
  await coverByOrders(ctx, component, changes)
  const covers = new Set((await db.selectFrom('dataInventory.driftCover').select('changeKey').where('componentId', '=', componentId).execute()).map((row) => row.changeKey))
  const open = changes.filter(({ key }) => !covers.has(key) && !isNextPartition(key, changes))
  const live = await spineTables(ctx).selectFrom('spine.finding').select('sourceKey').where('source', '=', FINDING_SOURCE).where('componentId', '=', componentId).where('state', 'in', ['open', 'accepted']).execute()
  if (open.length > 0 || live.length > 0) {
    await reportFindings(ctx, {
      source: FINDING_SOURCE,
      subsystem,
      service: 'data-inventory',
      seen: open.map((change) => seenFinding(componentId, change)),
      checkedKeys: live.map(({ sourceKey }) => sourceKey),
      proof: async (outcome) => {
        const recorded = await recordEvidence(ctx, {
          kind: 'structure-difference',
          title: `${component.title}结构差异`,
          about: { contract: (await currentContract(ctx)).code, service: 'data-inventory', subsystem, component: component.title },
          body: { component: componentId, comparedAt: formatInstant(ctx.now), open: open.length, covered: changes.length - open.length, changes: open.slice(0, NAMED).map(({ kind, object, words }) => ({ kind, object, words: words.slice(0, 500) })), findings: { fresh: outcome.fresh.length, persisting: outcome.persisting.length, fixed: outcome.fixed.length } },
        })
        return recorded.evidenceId
      },
    })
  }
  await db.updateTable('dataInventory.inventory').set({ openDrift: open.length, ...(open.length === 0 && latestVersionId !== null ? { approvedVersionId: latestVersionId } : {}) }).where('componentId', '=', componentId).execute()
  return { openDrift: open.length }
}

/** The next partition of a table that already has some is routine and changes nobody's structure. */
function isNextPartition(key: string, changes: readonly DriftChange[]): boolean {
  const change = changes.find((one) => one.key === key)
  if (change?.kind !== 'table-added') return false
  const { partitionOf, columns, foreignKeys, uniques, checks, indexes, triggers } = change.after as { partitionOf: unknown; columns: unknown[]; foreignKeys: unknown[]; uniques: unknown[]; checks: unknown[]; indexes: unknown[]; triggers: unknown[] }
  return partitionOf !== null && [columns, foreignKeys, uniques, checks, indexes, triggers].every((list) => list.length === 0)
}

function seenFinding(componentId: string, { key, kind, words }: DriftChange): SeenFinding {
  const loses = kind === 'table-removed' || kind === 'column-removed' || kind.endsWith('-key-removed')
  return { key: `${componentId}:${key}`, severity: loses ? 'abnormal' : 'attention', title: `结构变化没有批准依据：${words}`.slice(0, 300), componentId }
}
