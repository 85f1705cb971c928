import { z } from 'zod'
import { ConnectorError, dataLimits, defaultLimits, type Door } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { DataImage } from '#shared/maintenance/data-change.ts'
import { RESTORED_COPY_KIND, restoredCopyContext, restoredCopyResult, type RestoredCopyResult } from '#shared/maintenance/restored-copy.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { addRequestEvent, closeWorkOrder, findRequest, kindRequest, openWorkOrder, recordEvidence, shownInstant, spineTables, type KindRequest, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { readyToReview } from '../review/review-sql.ts'
import type { DataOrderForm } from './api.ts'
import { system } from './data-images.ts'
import { findDataTarget, type DataTarget } from './data-targets.ts'
import { keepCheck } from './keep-check.ts'
import { aboutOrder, copyUnavailable, lockDataOrder } from './open-execution.ts'
import { orderErrors } from './order-errors.ts'
import { scriptSm3, stepsOf } from './order-script.ts'

export const REHEARSE_KIND = 'data-maintenance.rehearse-order'
const COPY_MINUTES = 60
export const rehearseInput = z.strictObject({ requestId: z.uuid(), copy: restoredCopyResult })
export const rehearseResult = z.strictObject({ verdict: z.enum(['passed', 'failed']), lines: z.array(z.string()), affected: z.array(z.int()), forwardMs: z.number(), backMs: z.number() })
type Rehearsed = z.output<typeof rehearseResult>

/** Asks backup for a copy of the newest archive; what comes of it goes on by itself. */
export async function rehearseDataOrder(ctx: SpineCtx, requestId: string): Promise<{ workOrderId: string }> {
  requirePermission(ctx, 'data-order:execute')
  const { request } = await lockDataOrder(ctx, requestId)
  if (!['ready', 'in-progress'].includes(request.state) || request.form.undoes !== null) throw orderErrors['not-ready']({ detail: '批准之后、执行之前的脚本可以演练' })
  if (copyUnavailable(ctx) !== '') throw orderErrors['not-ready']({ detail: copyUnavailable(ctx) })
  const running = await spineTables(ctx).selectFrom('spine.workOrder').select('workOrderId').where('requestId', '=', requestId).where('kind', 'in', [RESTORED_COPY_KIND, REHEARSE_KIND]).where('state', 'in', ['waiting', 'taken']).executeTakeFirst()
  if (running) return running
  const { workOrderId } = await openWorkOrder(ctx, { kind: RESTORED_COPY_KIND, service: 'backup', subsystem: request.subsystem, title: `${request.number} 演练用的恢复副本`, requestId, input: { subsystem: request.subsystem, lifetimeMinutes: COPY_MINUTES } })
  return { workOrderId }
}

/** The copy is there, or it is said why not. */
export async function goOnAfterCopy(ctx: SpineCtx, request: KindRequest, result: unknown): Promise<void> {
  const copy = restoredCopyResult.parse(result)
  if (copy.verdict !== 'ready') return addRequestEvent(ctx, request.requestId, 'failed', `不能演练：${copy.lines.join('；')}`)
  await openWorkOrder(ctx, { kind: REHEARSE_KIND, service: 'data-maintenance', subsystem: request.subsystem, title: `${request.number} 副本演练`, requestId: request.requestId, input: { requestId: request.requestId, copy } })
}

/** Forward and back on the copy: committed there, read back, taken back, compared. Tried again, it finds what it did by its own key. */
export async function performRehearsal(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { requestId, copy } = rehearseInput.parse(order.input)
  await readyToReview()
  const { request, target } = await look(runtime, system, async (ctx) => {
    const row = await findRequest(ctx, requestId)
    if (!row) throw orderErrors['not-found']()
    const found = (await kindRequest(ctx, row)) as KindRequest<DataOrderForm>
    return { request: found, target: await findDataTarget(ctx, found.form.componentId) }
  })
  const result = await rehearse(runtime, order, request.form, target, copy)
  await act(runtime, system, async (ctx) => {
    const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
    if (present.state === 'closed') return
    const { evidenceId } = await recordEvidence(ctx, { kind: 'data-maintenance.rehearsal', title: `${request.number} 副本演练${result.verdict === 'passed' ? '' : '未通过'}`, about: { ...(await aboutOrder(ctx, request)), workOrder: present.number }, body: { form: request.number, scriptSm3: scriptSm3(request.form), archive: copy.archiveId, snapshotAt: copy.snapshotAt, ...result } })
    if (result.verdict === 'passed') await keepCheck(ctx, requestId, 'rehearsal', scriptSm3(request.form), { text: result.lines.join('；'), affected: result.affected, tookMs: Math.round(result.forwardMs) })
    else await addRequestEvent(ctx, requestId, 'failed', `副本演练未通过：${result.lines.join('；')}`)
    await closeWorkOrder(ctx, order.workOrderId, { evidenceIds: [evidenceId], result })
  })
}

async function rehearse(runtime: SpineRuntime, { workOrderId, signal }: PerformedOrder, form: DataOrderForm, target: DataTarget, copy: RestoredCopyResult): Promise<Rehearsed> {
  const none = { affected: [], forwardMs: 0, backMs: 0 }
  const { steps, problems } = stepsOf(target, form)
  if (problems.length > 0 || copy.connection === null || copy.copyId === null) return { verdict: 'failed', lines: problems.length > 0 ? problems : ['没有副本'], ...none }
  const limits = { statementMs: form.statementSeconds * 1_000, lockMs: form.lockSeconds * 1_000 }
  const warrant = (way: string) => ({ key: `rehearsal-${way}:${workOrderId}`, orderNumber: '演练', approver: '演练', executor: '演练' })
  try {
    const door = await openCopy(runtime, runtime.attached.secretBox.open(copy.connection, restoredCopyContext(copy.copyId)).toString(), target)
    try {
      const { dataChanges } = door
      if (dataChanges === undefined) return { verdict: 'failed', lines: ['副本的连接方式不能改数据'], ...none }
      let image: DataImage | undefined
      // A batch stands for all: its size is what a transaction will hold.
      const forward = await dataChanges.applyChange({ steps, limits, ...(form.batchSize === null ? {} : { batch: { size: form.batchSize, after: null, done: 0 } }) }, warrant('forward'), async (made) => sm3(JSON.stringify((image = made))), signal)
      if (image === undefined) return { verdict: 'failed', lines: ['副本上已有这次演练的改动，请重新演练'], ...none }
      const seen = await dataChanges.readBack(image, signal)
      const back = await dataChanges.undoChange(image, limits, warrant('back'), async (made) => sm3(JSON.stringify(made)), signal)
      const lines = [`正向影响 ${forward.affected.join('、')} 行，读回 ${seen.rows} 行${seen.differing.length === 0 ? '一致' : `，${seen.differing.length} 行不一致`}`, `反向还原 ${back.affected.join('、')} 行，逐行与改动前一致`, `副本取自 ${copy.snapshotAt === null ? '' : shownInstant(new Date(copy.snapshotAt))} 的备份`]
      return { verdict: seen.differing.length === 0 ? 'passed' : 'failed', lines, affected: [...forward.affected], forwardMs: Math.round(forward.tookMs), backMs: Math.round(back.tookMs) }
    } finally {
      await door.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ConnectorError) return { verdict: 'failed', lines: [error.message], ...none }
    throw error
  }
}

/** The copy is an instance of our own on this machine; what may be changed on it is what may be changed on its original. */
async function openCopy(runtime: SpineRuntime, address: string, target: DataTarget): Promise<Door> {
  const { hostname, port, username, password, pathname } = new URL(address)
  const connector = runtime.attached.connectors.get(target.dialect)
  if (connector === undefined) throw new ConnectorError('unsupported', `没有 ${target.dialect} 连接器`)
  const settings = connector.settings.parse({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port), database: decodeURIComponent(pathname.slice(1)), username: decodeURIComponent(username), changes: target.changes })
  return connector.open({ settings, secrets: connector.secrets.parse({ password: decodeURIComponent(password) }), limits: { ...defaultLimits, ...dataLimits }, allowList: { entries: ['127.0.0.0/8', '::1/128'] }, clock: runtime.clock })
}
