import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import type { StepImage } from '#shared/maintenance/data-change.ts'
import { formOf, linkRequests, openRequest, addRequestEvent, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { readyToReview } from '../review/review-sql.ts'
import { DATA_ORDER_KIND, type DataOrderForm, type ExecutionState, type ImageStepView, type ReviewFindingView } from './api.ts'
import { committedImages, readImages } from './data-images.ts'
import { keepCheck } from './keep-check.ts'
import { findDataTarget, withChanges } from './data-targets.ts'
import { copyUnavailable, lockDataOrder, obstaclesOf, seeDataOrder } from './open-execution.ts'
import { orderErrors } from './order-errors.ts'
import { scriptSm3, stepsOf } from './order-script.ts'

/** Rows of an image that a page shows; all of them are in the sealed file. */
const SHOWN_ROWS = 200

export async function readDataOrder(ctx: SpineCtx, requestId: string) {
  requirePermission(ctx, 'data-order:read')
  const { request, row } = await seeDataOrder(ctx, requestId)
  const db = maintenanceTables(ctx)
  const digest = scriptSm3(request.form)
  const checks = await db.selectFrom('dataMaintenance.orderCheck').selectAll().where('requestId', '=', requestId).orderBy('madeAt', 'desc').execute()
  // What belongs to the script as it stands comes before what was looked at earlier.
  const newest = (kind: string) => checks.find((one) => one.kind === kind && one.scriptSm3 === digest) ?? checks.find((one) => one.kind === kind)
  const shown = (kind: string) => {
    const found = newest(kind)
    if (found === undefined) return null
    const body = found.body as { text?: string; affected?: number[]; tookMs?: number }
    return { madeAt: found.madeAt, madeByName: found.madeByName, isCurrent: found.scriptSm3 === digest, text: body.text ?? '', affected: body.affected ?? [], tookMs: body.tookMs ?? null }
  }
  const review = newest('review')
  const executions = await db.selectFrom('dataMaintenance.dataExecution as e').leftJoin('dataMaintenance.dataExecution as u', (join) => join.onRef('u.undoesId', '=', 'e.dataExecutionId').on('u.state', '=', 'applied')).leftJoin('spine.request as r', 'r.requestId', 'u.requestId').selectAll('e').select(['u.requestId as undoneRequestId', 'r.number as undoneNumber']).where('e.requestId', '=', requestId).orderBy('e.madeAt').execute()
  const images = executions.length === 0 ? [] : await db.selectFrom('dataMaintenance.dataImage').select(['dataExecutionId', (expression) => expression.fn.countAll<string>().as('count')]).where('dataExecutionId', 'in', executions.map(({ dataExecutionId }) => dataExecutionId)).where('isCommitted', '=', true).groupBy('dataExecutionId').execute()
  const mayExecute = isPermitted(ctx.actor, 'data-order:execute')
  const obstacles = await obstaclesOf(ctx, request, mayExecute ? { userId: actorUserId(ctx.actor), name: actorName(ctx.actor) } : undefined)
  const isOpen = ['ready', 'in-progress'].includes(row.state)
  const hasApproved = await isApprover(ctx, requestId, row.formVersion)
  return {
    review: review === undefined ? null : { madeAt: review.madeAt, madeByName: review.madeByName, isCurrent: review.scriptSm3 === digest, findings: (review.body as { findings: ReviewFindingView[] }).findings },
    trial: shown('trial'), rehearsal: shown('rehearsal'), exception: shown('exception'), rehearsalUnavailable: copyUnavailable(ctx),
    executions: executions.map((one) => ({
      dataExecutionId: one.dataExecutionId, state: one.state as ExecutionState, reason: one.reason, approvedRows: one.approvedRows, affectedRows: one.affectedRows, orderedByName: one.orderedByName, madeAt: one.madeAt, settledAt: one.settledAt, tookMs: one.tookMs, workOrderId: one.workOrderId,
      readBack: one.readBack as { rows: number; differing: string[] } | null, images: Number(images.find(({ dataExecutionId }) => dataExecutionId === one.dataExecutionId)?.count ?? 0),
      canUndo: one.state === 'applied' && one.undoesId === null && one.undoneRequestId === null && isPermitted(ctx.actor, 'data-order:open'),
      undoneBy: one.undoneRequestId === null ? null : { requestId: one.undoneRequestId, number: one.undoneNumber ?? '' },
    })),
    obstacles: isOpen ? obstacles : [],
    canExecute: mayExecute && isOpen && obstacles.length === 0,
    canRehearse: mayExecute && isOpen && request.form.undoes === null && copyUnavailable(ctx) === '' && shown('rehearsal')?.isCurrent !== true,
    canTry: mayExecute && isOpen && request.form.undoes === null && !executions.some(({ state }) => state !== 'refused'),
    canExcept: isOpen && request.form.undoes === null && hasApproved && shown('exception')?.isCurrent !== true,
  }
}

async function isApprover(ctx: SpineCtx, requestId: string, formVersion: number): Promise<boolean> {
  const userId = actorUserId(ctx.actor)
  if (userId === null) return false
  return (await maintenanceTables(ctx).selectFrom('spine.requestApproval').select('step').where('requestId', '=', requestId).where('formVersion', '=', formVersion).where('decidedBy', '=', userId).where('state', '=', 'approved').executeTakeFirst()) !== undefined
}

/** A rehearsal on a copy is not passed over in silence: somebody who approved this very version writes down why. */
export async function exceptRehearsal(ctx: SpineCtx, requestId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'request:approve')
  const { request } = await lockDataOrder(ctx, requestId)
  if (!(await isApprover(ctx, requestId, request.formVersion))) throw orderErrors['not-an-approver']()
  await keepCheck(ctx, requestId, 'exception', scriptSm3(request.form), { text: reason })
  await addRequestEvent(ctx, requestId, 'noted', `免于副本演练：${reason}`)
}

/** Everything but the commit, on the target itself. */
export async function tryDataOrder(ctx: SpineCtx, requestId: string): Promise<Outside<SpineCtx, { affected: number[]; tookMs: number }>> {
  requirePermission(ctx, 'data-order:execute')
  const { request: { form } } = await lockDataOrder(ctx, requestId)
  if (form.undoes !== null) throw orderErrors['not-executable']({ detail: '撤销单按影像还原，没有可试运行的脚本' })
  await readyToReview()
  const target = await findDataTarget(ctx, form.componentId)
  const { steps, problems } = stepsOf(target, form)
  if (problems.length > 0) throw orderErrors['not-executable']({ detail: problems.join('；') })
  const { openDoor } = ctx
  return outside(async () => {
    const { affected, tookMs } = await withChanges({ openDoor }, form.componentId, undefined, (changes) => changes.tryChange({ steps, limits: { statementMs: form.statementSeconds * 1_000, lockMs: form.lockSeconds * 1_000 }, ...(form.batchSize === null ? {} : { batch: { size: form.batchSize, after: null, done: 0 } }) }))
    const told = { affected: [...affected], tookMs: Math.round(tookMs) }
    return async (after) => {
      await keepCheck(after, requestId, 'trial', scriptSm3(form), { text: '', ...told })
      return told
    }
  })
}

export async function readDataImage(ctx: SpineCtx, dataExecutionId: string): Promise<{ steps: ImageStepView[] }> {
  requirePermission(ctx, 'data-image:read')
  const kept = await committedImages(ctx, dataExecutionId)
  if (kept.length === 0) throw orderErrors['no-image']()
  const steps: ImageStepView[] = []
  for await (const image of readImages(ctx, dataExecutionId, kept.slice(0, 3))) steps.push(...image.steps.map(shownStep))
  return { steps }
}

function shownStep({ verb, schema, table, columns, key, before, after }: StepImage): ImageStepView {
  const keyOf = (row: readonly (string | null)[]) => key.map((one) => row[columns.indexOf(one)] ?? '').join('、')
  const left = new Map(after.map((row) => [keyOf(row), row]))
  const first = new Map(before.map((row) => [keyOf(row), row]))
  const keys = [...new Set([...first.keys(), ...left.keys()])]
  return {
    verb, table: `${schema}.${table}`, columns, total: keys.length,
    rows: keys.slice(0, SHOWN_ROWS).map((one) => ({ key: one, changes: columns.map((column, at) => ({ column, before: first.get(one)?.[at] ?? null, after: left.get(one)?.[at] ?? null })).filter((change) => change.before !== change.after) })),
  }
}

/** A draft that takes an execution back: approved like any other, executed only while every row is still as it was left. */
export async function undoDataExecution(ctx: SpineCtx, dataExecutionId: string, requestId: string, reason: string): Promise<{ requestId: string; number: string }> {
  requirePermission(ctx, 'data-order:open')
  const row = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').selectAll().where('dataExecutionId', '=', dataExecutionId).executeTakeFirst()
  if (!row) throw orderErrors['no-execution']()
  if (row.state !== 'applied' || row.undoesId !== null) throw orderErrors['not-undoable']()
  const former = (await formOf(ctx, row.requestId, row.formVersion)) as DataOrderForm
  const form: DataOrderForm = { ...former, reason, script: '', rows: [], undoes: dataExecutionId, startsAt: ctx.now.toISOString(), endsAt: new Date(ctx.now.getTime() + 7 * 86_400_000).toISOString() }
  const draft = await openRequest(ctx, { requestId, kind: DATA_ORDER_KIND, form })
  if (isPermitted(ctx.actor, 'request:handle')) await linkRequests(ctx, draft.requestId, row.requestId, 'related-to', '撤销')
  return { requestId: draft.requestId, number: draft.number }
}
