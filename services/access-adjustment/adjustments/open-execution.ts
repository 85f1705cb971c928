import { newId } from '#shared/ids.ts'
import type { InputProblem } from '#shared/problem.ts'
import { changesBack, type AccountChange, type TargetAccount } from '#shared/maintenance/target-account.ts'
import { formatInstant, instantOf } from '#shared/instant.ts'
import { addRequestEvent, currentContract, deliver, lockRequest, openWorkOrder, recordEvidence, sendReminder, spineTables, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { changeOf } from '../forms/change-of.ts'
import { accessForms, accessTarget, type AccessForm, type AccessFormKind, type AccessLine, type AccessTarget } from '../forms/api.ts'
import { targetsOf, type Target } from '../targets/targets.store.ts'

export const EXECUTE_KIND = 'access-adjustment.execute'
type AccessRequest = KindRequest<AccessForm>

/** The form is approved: its lines become adjustments of the first target. The web comes before the mobile client, which goes by its names. */
export async function openExecution(ctx: SpineCtx, request: KindRequest): Promise<void> {
  const access = request as AccessRequest
  const [first] = await orderedTargets(ctx, access)
  if (first !== undefined) await openFor(ctx, access, first, access.form.lines)
}

/** One target is done: the next one, or the end. What could not be executed is left to a person, who tries again or explains. */
export async function goOn(ctx: SpineCtx, request: KindRequest, order: { readonly kind: string; readonly result: unknown }): Promise<void> {
  if (order.kind !== EXECUTE_KIND || ['closed', 'delivered'].includes(request.state)) return
  const access = request as AccessRequest
  const started = await accessTables(ctx).selectFrom('accessAdjustment.adjustment').select('componentId').distinct().where('requestId', '=', request.requestId).where('formVersion', '=', request.formVersion).execute()
  const next = (await orderedTargets(ctx, access)).find(({ componentId }) => !started.some((one) => one.componentId === componentId))
  if (next !== undefined) return openFor(ctx, access, next, access.form.lines)
  const open = await latestOf(ctx, request)
  if (open.some(({ state }) => state === 'waiting' || state === 'applying')) return undefined
  const refused = open.filter(({ state }) => state === 'refused')
  if (refused.length === 0) {
    await deliver(ctx, await lockRequest(ctx, request.requestId), `已执行 ${open.length} 项，全部读回相符`)
    return undefined
  }
  await addRequestEvent(ctx, request.requestId, 'failed', `${refused.length} 项未执行：${refused.slice(0, 5).map(({ account, reason }) => `${account} ${reason}`).join('；')}`)
  await sendReminder(ctx, { permission: 'access-form:handle', kind: 'decision', dedupeKey: `access-refused:${request.requestId}:${request.version}`, title: `有 ${refused.length} 项未执行：${request.title}（${request.number}）`, content: refused[0]?.reason ?? '', link: `/access-adjustment/forms/${request.requestId}` })
  return undefined
}

/** The refused lines once more, against the target as it is now. */
export async function openRetry(ctx: SpineCtx, request: KindRequest): Promise<number> {
  const access = request as AccessRequest
  const refused = (await latestOf(ctx, request)).filter(({ state }) => state === 'refused')
  for (const target of await orderedTargets(ctx, access)) {
    const names = new Set(refused.filter(({ componentId }) => componentId === target.componentId).map(({ account }) => account))
    const lines = access.form.lines.filter(({ account, target: name }) => name === target.target && names.has(account))
    if (lines.length > 0) await openFor(ctx, access, target, lines)
  }
  return refused.length
}

/** Once a line is under way or done, the form is not withdrawn: what it did is taken back by an undo. */
export async function takenEffect(ctx: SpineCtx, request: KindRequest): Promise<readonly InputProblem[]> {
  const begun = (await latestOf(ctx, request)).filter(({ state }) => state !== 'refused')
  return begun.length === 0 ? [] : [{ place: 'request', message: `已有 ${begun.length} 项开始执行或已执行；请待其办结，需要恢复的在“执行与读回”中建立撤销单` }]
}

/** An execution that has not come to its end is never delivered. */
export async function unsettled(ctx: SpineCtx, request: KindRequest): Promise<readonly InputProblem[]> {
  const open = (await latestOf(ctx, request)).filter(({ state }) => state === 'waiting' || state === 'applying')
  return open.map(({ account }) => ({ place: account, message: `${account} 还在执行，结果未明，请等待自动续办` }))
}

/** 权限申请表 with its approvals, and the differences that its executions have read back. */
export async function proofOf(ctx: SpineCtx, request: KindRequest): Promise<readonly string[]> {
  const { form, number, kind, formVersion } = request as AccessRequest
  const db = spineTables(ctx)
  const version = await db.selectFrom('spine.requestForm').select(['formSm3', 'submittedAt']).where('requestId', '=', request.requestId).where('formVersion', '=', formVersion).executeTakeFirstOrThrow()
  const approvals = await db.selectFrom('spine.requestApproval').select(['step', 'title', 'decidedByName', 'decidedAt']).where('requestId', '=', request.requestId).where('formVersion', '=', formVersion).where('state', '=', 'approved').orderBy('step').execute()
  const perTarget = Object.fromEntries(accessTarget.values.map((target) => [target, form.lines.filter((line) => line.target === target).length]))
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'access-form',
    title: `${accessForms[kind as AccessFormKind].title} ${number}`,
    about: await aboutOf(ctx, request),
    body: {
      form: number, formKind: kind, formVersion, formSm3: version.formSm3, documentNo: form.documentNo, adjustment: form.kind, requester: request.requesterName, lines: form.lines.length, perTarget,
      approvals: approvals.map(({ step, title, decidedByName, decidedAt }) => ({ step, title, by: decidedByName ?? '', at: decidedAt === null ? '' : formatInstant(decidedAt) })),
      receivedAt: formatInstant(request.submittedAt ?? version.submittedAt),
      approvedAt: request.approvedAt === null ? null : formatInstant(request.approvedAt),
      executedAt: request.deliveredAt === null ? null : formatInstant(request.deliveredAt),
    },
  })
  const differences = await db.selectFrom('spine.workOrderEvidence as l').innerJoin('spine.workOrder as w', 'w.workOrderId', 'l.workOrderId').innerJoin('spine.evidence as e', 'e.evidenceId', 'l.evidenceId').select('e.evidenceId').where('w.requestId', '=', request.requestId).where('w.kind', '=', EXECUTE_KIND).where('e.kind', '=', 'permission-difference').execute()
  return [evidenceId, ...differences.map((row) => row.evidenceId)]
}

export async function aboutOf(ctx: SpineCtx, request: Pick<KindRequest, 'number' | 'subsystem' | 'occurrenceId'>) {
  const contract = (await currentContract(ctx)).code
  return { contract, service: 'access-adjustment', subsystem: request.subsystem, request: request.number, ...(request.occurrenceId === null ? {} : { occurrence: request.occurrenceId }) }
}

/** The last word on each account of each target of a form. */
export async function latestOf(ctx: SpineCtx, { requestId, formVersion }: Pick<KindRequest, 'requestId' | 'formVersion'>) {
  return accessTables(ctx)
    .selectFrom('accessAdjustment.adjustment')
    .selectAll()
    .distinctOn(['componentId', 'account', 'position'])
    .where('requestId', '=', requestId)
    .where('formVersion', '=', formVersion)
    .orderBy('componentId')
    .orderBy('account')
    .orderBy('position')
    // Ids rise with time, also within one instant.
    .orderBy('adjustmentId', 'desc')
    .execute()
}

async function orderedTargets(ctx: SpineCtx, { form, subsystem }: AccessRequest): Promise<Target[]> {
  const targets = await targetsOf(ctx, subsystem)
  return accessTarget.values.flatMap((name) => (form.lines.some((line) => line.target === name) ? targets.filter(({ target }) => target === name) : []))
}

async function openFor(ctx: SpineCtx, request: AccessRequest, target: Target, lines: readonly AccessLine[]): Promise<void> {
  const { requestId, number, form, formVersion, approvedAt } = request
  const { workOrderId } = await openWorkOrder(ctx, { kind: EXECUTE_KIND, service: 'access-adjustment', subsystem: request.subsystem, title: `${number} 执行：${target.title}`, requestId, input: { requestId, componentId: target.componentId } })
  const endsAt = form.hours === null ? null : formatInstant(new Date(effectiveFrom(form, approvedAt ?? ctx.now).getTime() + form.hours * 3_600_000))
  const rows: Array<{ account: string; change: AccountChange; basis: string | null; refusal: string; position: number }> = []
  for (const line of lines.filter((one) => one.target === (target.target as AccessTarget))) {
    const position = (form.lines.indexOf(line) + 1) * 10
    const change = changeOf(form, line, endsAt)
    if (change !== null) rows.push({ account: line.account, change: await namedAsOnWeb(ctx, request, target, change), basis: null, refusal: '', position })
    else rows.push(...(await backwards(ctx, target, line)).map((one, index) => ({ ...one, account: line.account, position: position + index })))
  }
  for (let at = 0; at < rows.length; at += 500) {
    await accessTables(ctx)
      .insertInto('accessAdjustment.adjustment')
      .values(rows.slice(at, at + 500).map(({ account, change, basis, refusal, position }) => ({
        adjustmentId: newId(ctx.now), workOrderId, requestId, formVersion, position, componentId: target.componentId, subsystem: request.subsystem, account, basis,
        cause: form.kind === 'undo' ? 'undo' : 'form', change: JSON.stringify(change), madeAt: ctx.now, ...(refusal === '' ? { state: 'waiting' } : { state: 'refused', reason: refusal, settledAt: ctx.now }),
      })))
      .execute()
  }
}

/** From when the rights of a form count: its approval, or the beginning of the day that it names, whichever is later. */
export function effectiveFrom({ startsOn }: Pick<AccessForm, 'startsOn'>, approvedAt: Date): Date {
  const begins = startsOn === null ? approvedAt : instantOf(startsOn)
  return begins > approvedAt ? begins : approvedAt
}

/** The mobile client knows people by their web accounts: name, unit and post are taken from there. */
async function namedAsOnWeb(ctx: SpineCtx, { subsystem }: AccessRequest, target: Target, change: AccountChange): Promise<AccountChange> {
  if (change.kind !== 'create' || target.target === 'accounts') return change
  const web = (await targetsOf(ctx, subsystem)).find((one) => one.target === 'accounts')
  const row = web === undefined ? undefined : await accessTables(ctx).selectFrom('accessAdjustment.expectedAccount').select('facts').where('componentId', '=', web.componentId).where('account', '=', change.account).executeTakeFirst()
  if (row === undefined) return change
  const { displayName, unit, post } = row.facts as TargetAccount
  return { ...change, displayName, unit, post }
}

/** What leads back to the snapshot before; only from the very state that was read back then. */
async function backwards(ctx: SpineCtx, target: Target, line: AccessLine): Promise<Array<{ change: AccountChange; basis: string | null; refusal: string }>> {
  const original = await accessTables(ctx).selectFrom('accessAdjustment.adjustment').selectAll().where('adjustmentId', '=', line.undoes ?? '').where('componentId', '=', target.componentId).executeTakeFirst()
  const nothing: AccountChange = { kind: 'roles', account: line.account, grant: [], revoke: [] }
  if (!original || original.state !== 'applied' || original.account !== line.account) return [{ change: nothing, basis: null, refusal: '没有可以撤销的调整' }]
  const [before, after] = [original.accountBefore as TargetAccount | null, original.accountAfter as TargetAccount]
  const changes = changesBack(before, after)
  if (changes === null) return [{ change: nothing, basis: null, refusal: '账号已注销，目标系统不再启用它；请新建账号' }]
  return changes.map((change, index) => ({ change, basis: index === 0 ? after.version : null, refusal: '' }))
}

