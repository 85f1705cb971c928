import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { currentContract, recordEvidence, spineTables, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import { findInventoryComponent, inventoryErrors } from '../snapshots/inventory.ts'
import { COVERING, UNFIT } from './drift.ts'
import { currentDrift, settleDrift } from './settle-drift.ts'

/** A person names the approved order that differences belong to. Nobody but the order's own approval covers: drafts, refused and other subsystems' orders do not. */
export async function coverDrift(ctx: SpineCtx, componentId: string, { keys, orderNumber, reason }: { readonly keys: readonly string[]; readonly orderNumber: string; readonly reason: string }): Promise<{ covered: number; openDrift: number }> {
  requirePermission(ctx, 'inventory:decide')
  const component = await findInventoryComponent(ctx, componentId)
  const order = await spineTables(ctx).selectFrom('spine.request').select(['number', 'service', 'subsystem', 'approvedAt', 'state', 'title']).where('number', '=', orderNumber).executeTakeFirst()
  const refusal = !order ? `没有单号 ${orderNumber}` : !COVERING.includes(order.service) ? `${orderNumber} 不是变更单或数据维护单` : order.subsystem !== component.subsystem ? `${orderNumber} 属于另一个子系统` : order.approvedAt === null || UNFIT.includes(order.state) ? `${orderNumber} 未经批准` : undefined
  if (refusal !== undefined || !order) throw inventoryErrors['no-order']({ detail: refusal ?? '' })
  const { changes } = await currentDrift(ctx, componentId)
  const chosen = changes.filter(({ key }) => keys.includes(key))
  if (chosen.length === 0) throw inventoryErrors['nothing-to-cover']()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'data-inventory.drift-cover',
    title: `${component.title}结构差异的依据 ${orderNumber}`,
    about: { contract: (await currentContract(ctx)).code, service: 'data-inventory', subsystem: component.subsystem, component: component.title, request: orderNumber },
    body: { component: componentId, order: orderNumber, orderTitle: order.title, reason, changes: chosen.slice(0, 500).map(({ kind, object, words }) => ({ kind, object, words: words.slice(0, 500) })) },
  })
  const by = { orderNumber, reason, coveredAt: ctx.now, coveredBy: actorUserId(ctx.actor) ?? '', coveredByName: actorName(ctx.actor), evidenceId }
  await inventoryTables(ctx)
    .insertInto('dataInventory.driftCover')
    .values(chosen.map(({ key, object, words }) => ({ componentId, changeKey: key, object, words, ...by })))
    .onConflict((conflict) => conflict.columns(['componentId', 'changeKey']).doUpdateSet(by))
    .execute()
  return { covered: chosen.length, ...(await settleDrift(ctx, component)) }
}

/** Every difference since the last structure that was wholly approved, with its cover. */
export async function listDrift(ctx: SpineCtx, componentId: string) {
  requirePermission(ctx, 'inventory:read')
  await findInventoryComponent(ctx, componentId)
  const { since, changes } = await currentDrift(ctx, componentId)
  const covers = await inventoryTables(ctx).selectFrom('dataInventory.driftCover').select(['changeKey', 'orderNumber', 'reason', 'coveredAt', 'coveredByName']).where('componentId', '=', componentId).execute()
  const known = new Map(covers.map(({ changeKey, ...cover }) => [changeKey, cover]))
  return { since, items: changes.map(({ key, kind, object, words, ddl }) => ({ key, kind, object, words, ddl, cover: known.get(key) ?? null })) }
}
