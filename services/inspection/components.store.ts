import { spineTables } from '#spine/spine.ts'
import type { Ctx } from '#platform/context/context.ts'

/** A component of the register as inspection sees it; `connector` is null while nobody has said how to reach it. */
export type InspectedComponent = {
  readonly componentId: string
  readonly subsystem: string
  readonly kind: string
  readonly title: string
  readonly connector: string | null
}

/** Components in operation, in the register's order. */
export async function listInspectedComponents(ctx: Pick<Ctx, 'tx'>, only: { subsystem?: string | undefined; componentId?: string | undefined } = {}): Promise<InspectedComponent[]> {
  let query = spineTables(ctx)
    .selectFrom('spine.component as c')
    .innerJoin('spine.subsystem as s', 's.subsystem', 'c.subsystem')
    .leftJoin('spine.connection as n', 'n.componentId', 'c.componentId')
    .select(['c.componentId', 'c.subsystem', 'c.kind', 'c.title', 'n.connector'])
    .where('c.isRetired', '=', false)
    .orderBy('s.position')
    .orderBy('c.kind')
    .orderBy('c.name')
  if (only.subsystem) query = query.where('c.subsystem', '=', only.subsystem)
  if (only.componentId) query = query.where('c.componentId', '=', only.componentId)
  return query.execute()
}
