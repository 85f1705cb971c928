import { z } from 'zod'
import { ConnectorError } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import type { CommentOrderForm } from '#shared/maintenance/comment-order.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { activeWindows, closeWorkOrder, findRequest, kindRequest, recordEvidence, spineTables, type KindRequest, type SpineRuntime } from '#spine/spine.ts'
import { system } from '../orders/data-images.ts'
import { targetOfDatabase, withChanges } from '../orders/data-targets.ts'
import { aboutOrder } from '../orders/open-execution.ts'
import { orderErrors } from '../orders/order-errors.ts'

export const WRITE_COMMENTS_KIND = 'data-maintenance.write-comments'
export const writeCommentsInput = z.strictObject({ requestId: z.uuid() })
export const writeCommentsResult = z.strictObject({ state: z.enum(['written', 'refused']), lines: z.array(z.string()) })
type Written = z.output<typeof writeCommentsResult>

const LIMITS = { statementMs: 60_000, lockMs: 5_000 }
const REFUSALS: readonly string[] = ['conflict', 'unsupported', 'forbidden', 'refused']

/** Writes the descriptions of an approved order. In a freeze it waits for its end; a target that does not answer is asked again. The same descriptions written twice are written once. */
export async function performComments(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { requestId } = writeCommentsInput.parse(order.input)
  const { request, target, freeze } = await look(runtime, system, async (ctx) => {
    const row = await findRequest(ctx, requestId)
    if (!row) throw orderErrors['not-found']()
    const found = (await kindRequest(ctx, row)) as KindRequest<CommentOrderForm>
    return { request: found, target: await targetOfDatabase(ctx, found.form.componentId), freeze: (await activeWindows(ctx, ctx.now, 'freeze', found.subsystem))[0] }
  })
  if (freeze !== undefined) return
  const { comments } = request.form
  let result: Written
  try {
    if (target === undefined) result = { state: 'refused', lines: ['这个数据库的数据维护接口已不在登记之中'] }
    else {
      const { written, present } = await withChanges(runtime.attached, target.componentId, order.signal, (changes) => changes.writeComments(comments, LIMITS, order.signal))
      result = { state: 'written', lines: [`写入 ${written} 条${present > written ? `，另 ${present - written} 条原已如此` : ''}，从数据库逐条读回一致`] }
    }
  } catch (error) {
    if (!(error instanceof ConnectorError) || !REFUSALS.includes(error.failure)) throw error
    result = { state: 'refused', lines: [error.message] }
  }
  await act(runtime, system, async (ctx) => {
    const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
    if (present.state === 'closed') return
    const { evidenceId } = await recordEvidence(ctx, {
      kind: 'data-maintenance.comment-record',
      title: `${request.number} ${result.state === 'written' ? '说明写入记录' : '说明未写入的记录'}`,
      about: { ...(await aboutOrder(ctx, request)), workOrder: present.number },
      body: { form: request.number, database: request.form.database, ...result, comments },
    })
    await closeWorkOrder(ctx, order.workOrderId, { evidenceIds: [evidenceId], result })
  })
}
