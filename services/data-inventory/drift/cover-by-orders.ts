import { z } from 'zod'
import { COMMENT_ORDER_KIND, commentOrderForm } from '#shared/maintenance/comment-order.ts'
import { currentContract, recordEvidence, spineTables, type SpineCtx } from '#spine/spine.ts'
import { inventoryTables } from '../database/inventory-tables.ts'
import type { InventoryComponent } from '../snapshots/inventory.ts'
import { COVERING, FINDING_SOURCE, UNFIT, type DriftChange } from './drift.ts'

/** What a change order says about structures: the databases, and the tables, columns and other objects that will be different. */
const structureForm = z.object({ componentIds: z.array(z.string()), structure: z.array(z.string()).min(1) })

type Order = { readonly requestId: string; readonly number: string; readonly title: string; readonly kind: string; readonly form: unknown; readonly approvedAt: Date; readonly byId: string; readonly byName: string }

/**
 * A difference that an approved order announced needs nobody to name the order: a description exactly as its order has it; a change of an object
 * that a change order names for this database. What was seen before the approval is not covered by it: then a person says so.
 */
export async function coverByOrders(ctx: SpineCtx, component: InventoryComponent, changes: readonly DriftChange[]): Promise<void> {
  if (changes.length === 0) return
  const { componentId } = component
  const db = inventoryTables(ctx)
  const known = new Set((await db.selectFrom('dataInventory.driftCover').select('changeKey').where('componentId', '=', componentId).execute()).map((row) => row.changeKey))
  const open = changes.filter(({ key }) => !known.has(key))
  if (open.length === 0) return
  const orders = await announcingOrders(ctx, component)
  if (orders.length === 0) return
  const seen = new Map((await spineTables(ctx).selectFrom('spine.finding').select(['sourceKey', 'firstSeenAt']).where('source', '=', FINDING_SOURCE).where('componentId', '=', componentId).where('state', 'in', ['open', 'accepted']).execute()).map((row) => [row.sourceKey, row.firstSeenAt]))
  const announced = (order: Order, change: DriftChange) => (seen.get(`${componentId}:${change.key}`) ?? ctx.now) >= order.approvedAt && (order.kind === COMMENT_ORDER_KIND ? describes(order.form, componentId, change) : names(order.form, componentId, change))
  for (const [order, covered] of Map.groupBy(open, (change) => orders.find((one) => announced(one, change)))) {
    if (order === undefined) continue
    const reason = order.kind === COMMENT_ORDER_KIND ? '说明与批准的写入单逐字一致' : '变更单申报的结构对象'
    const { evidenceId } = await recordEvidence(ctx, {
      kind: 'data-inventory.drift-cover',
      title: `${component.title}结构差异的依据 ${order.number}`,
      about: { contract: (await currentContract(ctx)).code, service: 'data-inventory', subsystem: component.subsystem, component: component.title, request: order.number },
      body: { component: componentId, order: order.number, orderTitle: order.title, reason, changes: covered.slice(0, 500).map(({ kind, object, words }) => ({ kind, object, words: words.slice(0, 500) })) },
    })
    await db
      .insertInto('dataInventory.driftCover')
      .values(covered.map(({ key, object, words }) => ({ componentId, changeKey: key, object, words, orderNumber: order.number, reason, coveredAt: ctx.now, coveredBy: order.byId, coveredByName: order.byName, evidenceId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Approved orders of the subsystem, newest first, each with whoever approved it last. */
async function announcingOrders(ctx: SpineCtx, { subsystem }: InventoryComponent): Promise<Order[]> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.request as r')
    .innerJoin('spine.requestForm as f', (join) => join.onRef('f.requestId', '=', 'r.requestId').onRef('f.formVersion', '=', 'r.formVersion'))
    .leftJoin('spine.requestApproval as a', (join) => join.onRef('a.requestId', '=', 'r.requestId').onRef('a.formVersion', '=', 'r.formVersion').on('a.state', '=', 'approved'))
    .distinctOn('r.requestId')
    .select(['r.requestId', 'r.number', 'r.title', 'r.kind', 'f.form', 'r.approvedAt', 'a.decidedBy', 'a.decidedByName', 'f.submittedBy', 'f.submittedByName'])
    .where('r.service', 'in', COVERING)
    .where('r.subsystem', '=', subsystem)
    .where('r.approvedAt', 'is not', null)
    .where('r.state', 'not in', UNFIT)
    .orderBy('r.requestId')
    .orderBy('a.step', 'desc')
    .execute()
  return rows
    .flatMap(({ approvedAt, decidedBy, decidedByName, submittedBy, submittedByName, ...row }) => {
      const byId = decidedBy ?? submittedBy
      return approvedAt === null || byId === null ? [] : [{ ...row, approvedAt, byId, byName: decidedByName ?? submittedByName }]
    })
    .toSorted((one, other) => other.approvedAt.getTime() - one.approvedAt.getTime())
}

/** The difference is nothing but the description, and it is the one that was approved. */
function describes(form: unknown, componentId: string, { kind, schema, table, name, before, after }: DriftChange): boolean {
  if ((kind !== 'column-altered' && kind !== 'table-altered') || table === null) return false
  const parsed = commentOrderForm.safeParse(form)
  if (!parsed.success || parsed.data.componentId !== componentId) return false
  const [{ comment: _old, ...old }, { comment, ...now }] = [before, after] as [Record<string, unknown>, Record<string, unknown>]
  if (JSON.stringify(old) !== JSON.stringify(now)) return false
  const column = kind === 'column-altered' ? name : ''
  return parsed.data.comments.some((one) => (schema === '' || one.schema === schema) && one.table === table && one.column === column && one.text === comment)
}

/** `trade.contract` announces the table and everything in it, `trade.contract.amount` the column. */
function names(form: unknown, componentId: string, { object }: DriftChange): boolean {
  const parsed = structureForm.safeParse(form)
  return parsed.success && parsed.data.componentIds.includes(componentId) && parsed.data.structure.some((one) => object === one || object.startsWith(`${one}.`))
}
