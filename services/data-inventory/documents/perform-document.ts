import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { closeWorkOrder, spineTables, type SpineRuntime } from '#spine/spine.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { inventoryComponents, inventoryErrors, type InventoryComponent } from '../snapshots/inventory.ts'
import { keepSnapshot } from '../snapshots/keep-snapshot.ts'
import { readCatalogue } from '../snapshots/read-catalogue.ts'
import { system } from '../snapshots/take-snapshots.ts'
import { keepDocument } from './make-document.ts'

export const documentResult = z.strictObject({ documents: z.array(z.string()), catalogueHashes: z.array(z.string()) })

/** Reads every database of the subsystem now and makes the document of what was read: what it tells is the live structure, in one act. */
export async function performDocument(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const components = await act(runtime, system, (ctx) => inventoryComponents(ctx, { subsystem: order.subsystem }))
  if (components.length === 0) throw inventoryErrors['not-found']({ detail: `${order.subsystem} 没有登记可读取的数据库，请在“被管系统”中登记其连接` })
  const read: Array<{ component: InventoryComponent; catalogue: Catalogue }> = []
  for (const component of components) read.push({ component, catalogue: await readCatalogue(runtime.attached, component.componentId, order.signal) })
  await act(runtime, system, async (ctx) => {
    const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
    if (present.state === 'closed') return
    const about = { workOrder: present.number, ...(order.occurrenceId === null ? {} : { occurrence: order.occurrenceId }) }
    const made = []
    for (const { component, catalogue } of read) {
      await keepSnapshot(ctx, component, catalogue)
      made.push(await keepDocument(ctx, component, about))
    }
    const documents = await spineTables(ctx).selectFrom('spine.evidence').select(['evidenceId', 'body']).where('evidenceId', 'in', made.map(({ evidenceId }) => evidenceId)).execute()
    await closeWorkOrder(ctx, order.workOrderId, { evidenceIds: documents.map(({ evidenceId }) => evidenceId), result: { documents: made.map(({ number }) => number), catalogueHashes: documents.map(({ body }) => String((body as { catalogueHash?: unknown }).catalogueHash ?? '')) } })
  })
}
