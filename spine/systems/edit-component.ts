import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { type ComponentKind, type Criticality } from './api.ts'
import { systemErrors } from './component.ts'

type Change = Partial<{ kind: ComponentKind; title: string; criticality: Criticality; note: string; isRetired: boolean }>

/** Changes what the register says of a component; its name and subsystem stay, because history refers to them. */
export async function editComponent(ctx: SpineCtx, componentId: string, { version, ...change }: { version: number; kind: ComponentKind; title: string; criticality: Criticality; note: string }): Promise<void> {
  requirePermission(ctx, 'system:register')
  await changeComponent(ctx, componentId, version, change)
}

/** Takes a component out of operation, or back into it. Its history stays; a retired one is not inspected and not connected to. */
export async function retireComponent(ctx: SpineCtx, componentId: string, { version, isRetired }: { version: number; isRetired: boolean }): Promise<void> {
  requirePermission(ctx, 'system:register')
  await changeComponent(ctx, componentId, version, { isRetired })
}

async function changeComponent(ctx: SpineCtx, componentId: string, version: number, change: Change): Promise<void> {
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.component').select('version').where('componentId', '=', componentId).forUpdate().executeTakeFirst()
  if (!row) throw systemErrors['not-found']()
  if (row.version !== version) throw systemErrors.changed()
  await db.updateTable('spine.component').set({ ...change, version: version + 1 }).where('componentId', '=', componentId).execute()
}
