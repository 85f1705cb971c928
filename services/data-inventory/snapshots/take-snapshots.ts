import { act } from '#platform/context/runtime.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { updateDocuments } from '../documents/update-documents.ts'
import { findInventoryComponent, inventoryComponents } from './inventory.ts'
import { keepFailure, keepSnapshot, type KeptSnapshot } from './keep-snapshot.ts'
import { readCatalogue } from './read-catalogue.ts'

export const system = { kind: 'system', name: '自动盘点' } as const

/** The day's look at every database, one after another: each is a short question, and none may hold up the others by failing. */
export async function takeSnapshots(runtime: SpineRuntime, signal?: AbortSignal): Promise<void> {
  const components = await act(runtime, system, (ctx) => inventoryComponents(ctx))
  for (const component of components) {
    signal?.throwIfAborted()
    try {
      const catalogue = await readCatalogue(runtime.attached, component.componentId, signal)
      await act(runtime, system, async (ctx) => {
        await keepSnapshot(ctx, component, catalogue)
        await updateDocuments(ctx, component)
      })
    } catch (error) {
      if (signal?.aborted === true) throw error
      runtime.log.warn({ componentId: component.componentId, error }, 'a database was not inventoried')
      await act(runtime, system, (ctx) => keepFailure(ctx, component, error instanceof Error ? error.message : String(error)))
    }
  }
}

/** Somebody wants to know now. */
export async function scanNow(ctx: SpineCtx, componentId: string): Promise<Outside<SpineCtx, Omit<KeptSnapshot, 'versionId'>>> {
  requirePermission(ctx, 'inventory:scan')
  const component = await findInventoryComponent(ctx, componentId)
  const { openDoor } = ctx
  return outside(async () => {
    const catalogue = await readCatalogue({ openDoor }, componentId)
    return async (after) => {
      const { versionId: _versionId, ...kept } = await keepSnapshot(after, component, catalogue)
      await updateDocuments(after, component)
      return kept
    }
  })
}
