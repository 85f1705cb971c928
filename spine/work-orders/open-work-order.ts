import { businessDate } from '#shared/instant.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { addRequestEvent } from '#spine/requests/requests.store.ts'
import { workOrderErrors } from './work-order.ts'
import { addWorkOrderEvent, nextNumber } from './work-orders.store.ts'
import { performWorkOrderJob } from './perform-work-order-job.ts'

/** Kind of orders of modules that have no service of their own yet: a person does the work and brings the proof. */
export const MANUAL_KIND = 'manual'

export type OpenWorkOrder = {
  readonly kind: string
  readonly service: string
  readonly subsystem: string
  readonly title: string
  readonly occurrenceId?: string
  readonly operationPlanItemId?: string
  readonly parentWorkOrderId?: string
  /** The request that asks for it; told when the order is closed. */
  readonly requestId?: string
  readonly assigneeId?: string
  readonly input?: unknown
  readonly dueAt?: Date
}

/**
 * Opens one order. An automatic kind starts to be performed when the act commits. Opening twice for one occurrence
 * gives the order that is already there.
 */
export async function openWorkOrder(ctx: SpineCtx, request: OpenWorkOrder): Promise<{ workOrderId: string; number: string; isNew: boolean }> {
  const kind = findWorkOrderKind(ctx, request.kind)
  const db = spineTables(ctx)
  let occurrence: { opensOn: string; endsOn: string; dueAt: Date } | undefined
  if (request.occurrenceId) {
    // Two schedulers at once: the second waits here and then sees the first one's order.
    occurrence = await db.selectFrom('spine.occurrence').select(['opensOn', 'endsOn', 'dueAt']).where('occurrenceId', '=', request.occurrenceId).forUpdate().executeTakeFirst()
    const live = await db
      .selectFrom('spine.workOrder')
      .select(['workOrderId', 'number'])
      .where('occurrenceId', '=', request.occurrenceId)
      .where('state', '<>', 'cancelled')
      .executeTakeFirst()
    if (live) return { ...live, isNew: false }
  }
  const day = businessDate(ctx.now)
  const number = documentNumber('GD', day, await nextNumber(ctx, `GD-${day}`))
  const workOrderId = newId(ctx.now)
  const isAutomatic = kind?.perform !== undefined
  await db
    .insertInto('spine.workOrder')
    .values({
      workOrderId,
      number,
      kind: request.kind,
      service: request.service,
      subsystem: request.subsystem,
      title: request.title,
      occurrenceId: request.occurrenceId ?? null,
      operationPlanItemId: request.operationPlanItemId ?? null,
      parentWorkOrderId: request.parentWorkOrderId ?? null,
      requestId: request.requestId ?? null,
      assigneeId: request.assigneeId ?? null,
      state: 'waiting',
      isAutomatic,
      input: JSON.stringify(kind ? kind.input.parse(request.input ?? {}) : (request.input ?? {})),
      openedAt: ctx.now,
      dueAt: request.dueAt ?? null,
    })
    .execute()
  await addWorkOrderEvent(ctx, workOrderId, 'opened')
  if (request.requestId) await addRequestEvent(ctx, request.requestId, 'work-opened', `${number} ${request.title}`, { details: { workOrderId } })
  if (isAutomatic) {
    const startAfter = occurrence && kind.performsAt?.(occurrence)
    await ctx.jobs.send(performWorkOrderJob, { workOrderId }, { key: workOrderId, ...(startAfter ? { startAfter } : {}) })
  }
  return { workOrderId, number, isNew: true }
}

/** An automatic order that stands open is performed once more, now that somebody has changed what stopped it. */
export async function performAgain(ctx: SpineCtx, workOrderId: string): Promise<void> {
  await ctx.jobs.send(performWorkOrderJob, { workOrderId }, { key: workOrderId })
}

/** The declared kind, or undefined for manual work. An unknown kind is refused. */
export function findWorkOrderKind(ctx: Pick<SpineCtx, 'services'>, kind: string) {
  if (kind === MANUAL_KIND) return undefined
  const found = ctx.services.get(kind.split('.')[0] ?? '')?.workOrders.find((one) => one.kind === kind)
  if (!found) throw workOrderErrors['unknown-kind']({ detail: kind })
  return found
}
