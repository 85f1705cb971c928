import { introspectionLimits } from '#connectors/connector.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { inventoryErrors } from './inventory.ts'

/** Asks a database for its structure. No transaction of ours may be open: a large catalogue takes seconds. Throws ConnectorError. */
export async function readCatalogue({ openDoor }: Pick<SpineAttached, 'openDoor'>, componentId: string, signal?: AbortSignal): Promise<Catalogue> {
  const door = await openDoor(componentId, { limits: introspectionLimits, ...(signal ? { signal } : {}) })
  try {
    if (door.introspect === undefined) throw inventoryErrors['not-openable']()
    return await door.introspect(signal)
  } finally {
    await door.close()
  }
}
