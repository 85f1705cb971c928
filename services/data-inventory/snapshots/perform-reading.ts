import { act } from '#platform/context/runtime.ts'
import { catalogueHash } from '#platform/database/catalogue-hash.ts'
import { readStructureOrder } from '#shared/maintenance/comment-order.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { closeWorkOrder, currentContract, recordEvidence, spineTables, type SpineRuntime } from '#spine/spine.ts'
import { updateDocuments } from '../documents/update-documents.ts'
import { findInventoryComponent } from './inventory.ts'
import { keepSnapshot } from './keep-snapshot.ts'
import { readCatalogue } from './read-catalogue.ts'
import { system } from './take-snapshots.ts'

/** Somebody changed a structure on purpose and wants to see it as it stands now. */
export async function performReading(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { componentId } = readStructureOrder.parse(order.input)
  const component = await act(runtime, system, (ctx) => findInventoryComponent(ctx, componentId))
  const catalogue = await readCatalogue(runtime.attached, componentId, order.signal)
  await act(runtime, system, async (ctx) => {
    const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
    if (present.state === 'closed') return
    const { versionNumber, openDrift } = await keepSnapshot(ctx, component, catalogue)
    await updateDocuments(ctx, component)
    const { evidenceId } = await recordEvidence(ctx, {
      kind: 'data-inventory.structure-read',
      title: `${component.title}的结构读取`,
      about: { contract: (await currentContract(ctx)).code, service: 'data-inventory', subsystem: component.subsystem, component: component.title, workOrder: present.number },
      body: { component: componentId, catalogueVersion: versionNumber, catalogueHash: catalogueHash(catalogue), openDrift },
    })
    await closeWorkOrder(ctx, order.workOrderId, { evidenceIds: [evidenceId], result: { versionNumber, openDrift }, note: `目录第 ${versionNumber} 版` })
  })
}
