import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runErrors } from '../runs/run.ts'
import { listMonitors } from './monitors.store.ts'
import { outageErrors } from './outage.ts'

/** How often a component is probed, or that it is not; version 0 means that nobody has set anything yet. */
export async function setMonitor(ctx: SpineCtx, componentId: string, change: { version: number; isEnabled: boolean; intervalSeconds: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'inspection:override')
  const monitor = (await listMonitors(ctx)).find((one) => one.id === componentId)
  if (!monitor) throw runErrors['unknown-component']()
  if (monitor.version !== change.version) throw outageErrors.changed()
  const { version, ...setting } = change
  const values = { ...setting, version: version + 1, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) }
  await inspectionTables(ctx).insertInto('inspection.monitorSetting').values({ componentId, ...values }).onConflict((conflict) => conflict.column('componentId').doUpdateSet(values)).execute()
}
