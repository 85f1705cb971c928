import { z } from 'zod'
import { ConnectorError, type AppliedDataChange, type DataChangeDoor, type DataWarrant } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import { formatInstant } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { activeWindows, closeWorkOrder, findRequest, kindRequest, recordEvidence, spineTables, type KindRequest, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { readyToReview } from '../review/review-sql.ts'
import type { DataOrderForm } from './api.ts'
import { committedImages, keepImage, readImages, system } from './data-images.ts'
import { findDataTarget, withChanges, type DataTarget } from './data-targets.ts'
import { aboutOrder } from './open-execution.ts'
import { orderErrors } from './order-errors.ts'
import { stepsOf } from './order-script.ts'

export const executeInput = z.strictObject({ requestId: z.uuid() })
export const executeResult = z.strictObject({ state: z.string(), affected: z.int() })

type Execution = { readonly dataExecutionId: string; readonly state: string; readonly undoesId: string | null; readonly approvedRows: number; readonly orderedByName: string; readonly scriptSm3: string }
type Told = { readonly execution: Execution; readonly request: KindRequest<DataOrderForm>; readonly target: DataTarget; readonly approver: string; readonly isStopped: string }

/**
 * Carries an execution to its end, from wherever it stands. The image is stored before the target commits, the target's ledger
 * decides whether it did; a `conflict` is the target's no, everything else is not knowing, and is tried again under the same key.
 */
export async function performExecution(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { requestId } = executeInput.parse(order.input)
  await readyToReview()
  const told = await look(runtime, system, (ctx) => readExecution(ctx, requestId, order.workOrderId))
  const { execution, target } = told
  if (execution.state === 'waiting' || execution.state === 'applying') {
    if (execution.state === 'waiting' && told.isStopped !== '') await refuse(runtime, execution, told.isStopped)
    else
      await withChanges(runtime.attached, target.componentId, order.signal, async (changes) => {
        await act(runtime, system, (ctx) => maintenanceTables(ctx).updateTable('dataMaintenance.dataExecution').set({ state: 'applying' }).where('dataExecutionId', '=', execution.dataExecutionId).where('state', '=', 'waiting').execute())
        try {
          const done = await (execution.undoesId === null ? applyScript(runtime, changes, told, order.signal) : takeBack(runtime, changes, told, execution.undoesId, order.signal))
          await settle(runtime, changes, execution, done, order.signal)
        } catch (error) {
          if (!isRefusal(error)) throw error
          await refuse(runtime, execution, error.message)
        }
      })
  }
  await act(runtime, system, (ctx) => closeWithProof(ctx, order, told.request))
}

async function readExecution(ctx: SpineCtx, requestId: string, workOrderId: string): Promise<Told> {
  const execution = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').select(['dataExecutionId', 'state', 'undoesId', 'approvedRows', 'orderedByName', 'scriptSm3', 'componentId']).where('workOrderId', '=', workOrderId).executeTakeFirstOrThrow()
  const row = await findRequest(ctx, requestId)
  if (!row) throw orderErrors['not-found']()
  const request = (await kindRequest(ctx, row)) as KindRequest<DataOrderForm>
  const approvals = await spineTables(ctx).selectFrom('spine.requestApproval').select('decidedByName').where('requestId', '=', requestId).where('formVersion', '=', request.formVersion).where('state', '=', 'approved').orderBy('step').execute()
  const freeze = await activeWindows(ctx, ctx.now, 'freeze', request.subsystem)
  const isLate = new Date(request.form.endsAt) <= ctx.now
  return { execution, request, target: await findDataTarget(ctx, execution.componentId), approver: approvals.map(({ decidedByName }) => decidedByName ?? '').join('、'), isStopped: isLate ? '执行时段已经结束' : freeze[0] === undefined ? '' : `正处于封网期“${freeze[0].title}”` }
}

/** `stopped`: why the target said no to a later part, when earlier ones were committed. */
type Done = { readonly parts: ReadonlyArray<AppliedDataChange>; readonly tookMs: number; readonly stopped: string }

/** Parts that were committed before the target said no are committed: they are settled, told and can be taken back, never called "not executed". */
async function inParts(parts: AppliedDataChange[], work: () => Promise<void>): Promise<Done> {
  const took = () => parts.reduce((sum, { tookMs }) => sum + tookMs, 0)
  try {
    await work()
    return { parts, tookMs: took(), stopped: '' }
  } catch (error) {
    if (parts.length === 0 || !isRefusal(error)) throw error
    return { parts, tookMs: took(), stopped: `第 ${parts.length + 1} 批没有执行：${error.message}` }
  }
}

function isRefusal(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && ['conflict', 'unsupported', 'forbidden'].includes(error.failure)
}

async function applyScript(runtime: SpineRuntime, changes: DataChangeDoor, told: Told, signal: AbortSignal): Promise<Done> {
  const { execution, request: { form }, target } = told
  const { steps, problems } = stepsOf(target, form)
  if (problems.length > 0) throw new ConnectorError('unsupported', problems.join('；'))
  const limits = { statementMs: form.statementSeconds * 1_000, lockMs: form.lockSeconds * 1_000 }
  if (form.batchSize === null) {
    const part = await changes.applyChange({ steps, limits }, warrantOf(told, 0), keepImage(runtime, execution.dataExecutionId, 0), signal)
    return { parts: [part], tookMs: part.tookMs, stopped: '' }
  }
  const parts: AppliedDataChange[] = []
  let after: readonly string[] | null = null
  let done = 0
  const size = form.batchSize
  return inParts(parts, async () => {
    for (let part = 0; ; part += 1) {
      signal.throwIfAborted()
      const one: AppliedDataChange = await changes.applyChange({ steps, limits, batch: { size, after, done } }, warrantOf(told, part), keepImage(runtime, execution.dataExecutionId, part), signal)
      parts.push(one)
      // The next batch of a restarted execution is found by the key that the target itself has kept.
      if (one.lastKey === null) return
      done += one.affected[0] ?? 0
      after = one.lastKey
    }
  })
}

/** The images backwards, each in a transaction of its own, as they were made. */
async function takeBack(runtime: SpineRuntime, changes: DataChangeDoor, told: Told, undoesId: string, signal: AbortSignal): Promise<Done> {
  const { form } = told.request
  const kept = await look(runtime, system, (ctx) => committedImages(ctx, undoesId))
  if (kept.length === 0) throw new ConnectorError('unsupported', '原执行没有影像，不能撤销')
  const parts: AppliedDataChange[] = []
  return inParts(parts, async () => {
    for (const [index, one] of kept.toReversed().entries()) {
      for await (const image of readImages(runtime.attached, undoesId, [one])) {
        parts.push(await changes.undoChange(image, { statementMs: form.statementSeconds * 1_000, lockMs: form.lockSeconds * 1_000 }, warrantOf(told, index), keepImage(runtime, told.execution.dataExecutionId, index), signal))
      }
    }
  })
}

function warrantOf({ execution, request, approver }: Told, part: number): DataWarrant {
  return { key: `${execution.dataExecutionId}:${part}`, orderNumber: request.number, approver, executor: execution.orderedByName }
}

/** Committed: its images become the valid ones, and every row is read back in a transaction of its own. */
async function settle(runtime: SpineRuntime, changes: DataChangeDoor, { dataExecutionId }: Execution, { parts, tookMs, stopped }: Done, signal: AbortSignal): Promise<void> {
  await act(runtime, system, async (ctx) => {
    for (const [part, { imageSm3 }] of parts.entries()) await maintenanceTables(ctx).updateTable('dataMaintenance.dataImage').set({ isCommitted: true, part }).where('dataExecutionId', '=', dataExecutionId).where('imageSm3', '=', imageSm3).execute()
  })
  const kept = await look(runtime, system, (ctx) => committedImages(ctx, dataExecutionId))
  const readBack = { rows: 0, differing: [] as string[] }
  for await (const image of readImages(runtime.attached, dataExecutionId, kept)) {
    const one = await changes.readBack(image, signal)
    readBack.rows += one.rows
    if (readBack.differing.length < 100) readBack.differing.push(...one.differing.slice(0, 100))
  }
  const affected = parts.reduce((sum, part) => sum + part.affected.reduce((own, rows) => own + rows, 0), 0)
  await act(runtime, system, (ctx) =>
    maintenanceTables(ctx).updateTable('dataMaintenance.dataExecution').set({ state: 'applied', reason: stopped.slice(0, 1_000), affectedRows: affected, readBack: JSON.stringify(readBack), settledAt: ctx.now, tookMs: Math.round(tookMs) }).where('dataExecutionId', '=', dataExecutionId).where('state', '=', 'applying').execute(),
  )
}

async function refuse(runtime: SpineRuntime, { dataExecutionId }: Execution, reason: string): Promise<void> {
  await act(runtime, system, (ctx) => maintenanceTables(ctx).updateTable('dataMaintenance.dataExecution').set({ state: 'refused', reason: reason.slice(0, 1_000), settledAt: ctx.now }).where('dataExecutionId', '=', dataExecutionId).where('state', 'in', ['waiting', 'applying']).execute())
}

/** The order is closed once, with one proof, however often its end is reached. */
async function closeWithProof(ctx: SpineCtx, order: PerformedOrder, request: KindRequest<DataOrderForm>): Promise<void> {
  const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
  if (present.state === 'closed') return
  const row = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').selectAll().where('workOrderId', '=', order.workOrderId).executeTakeFirstOrThrow()
  const images = await committedImages(ctx, row.dataExecutionId)
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'data-change-record',
    title: `${request.number} ${row.state === 'applied' ? '数据调整记录' : '数据调整未执行的记录'}`,
    about: { ...(await aboutOrder(ctx, request)), workOrder: present.number },
    body: {
      form: request.number, execution: row.dataExecutionId, state: row.state, reason: row.reason, scriptSm3: row.scriptSm3, tables: request.form.tables, undoes: row.undoesId, executor: row.orderedByName,
      approvedRows: row.approvedRows, tolerance: request.form.tolerance, affectedRows: row.affectedRows ?? 0, tookMs: row.tookMs ?? 0, readBack: row.readBack ?? { rows: 0, differing: [] },
      images: images.map(({ imageSm3, fileSm3, part, imageRows }) => ({ part, rows: imageRows, imageSm3, sealedFileSm3: fileSm3 })),
      orderedAt: formatInstant(row.madeAt), settledAt: row.settledAt === null ? null : formatInstant(row.settledAt),
    },
  })
  await closeWorkOrder(ctx, order.workOrderId, { evidenceIds: [evidenceId], result: { state: row.state, affected: row.affectedRows ?? 0 } })
}
