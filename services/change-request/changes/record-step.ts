import { formatInstant } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { addRequestEvent, currentContract, recordEvidence, stopClock, type SpineCtx } from '#spine/spine.ts'
import { stepKind, stepOutcome, type StepKind, type StepOutcome } from '../api.ts'
import { openChecks } from '../checks/open-checks.ts'
import { changeTables } from '../database/change-tables.ts'
import { markDocumentsStale } from '../documents/stale-documents.ts'
import { RECORD } from './change-kind.ts'
import { changeErrors } from './change.ts'
import { lockChange, requireRunning, stepsOf, type Change, type Step } from './changes.store.ts'
import { requireReleasable } from './require-releasable.ts'

export type NewStep = {
  /** Chosen by the sender: sent twice, it is recorded once. */
  readonly stepId: string
  readonly kind: StepKind
  readonly outcome: StepOutcome
  readonly happenedAt: Date
  readonly releaseVersion: string
  readonly note: string
  readonly deliverables: string
}

/** What each step may come to. */
const outcomes: Readonly<Record<StepKind, readonly StepOutcome[]>> = Object.freeze({
  rehearsal: ['passed', 'failed'], test: ['passed', 'failed'], 'release-begun': ['begun'], release: ['released', 'rolled-back', 'failed'], record: ['recorded'], review: ['passed', 'failed'],
})

/** Evidence kinds by the contract's register where it knows them, our own otherwise. */
const evidenceKinds: Readonly<Record<StepKind, string>> = Object.freeze({
  rehearsal: 'change-request.rehearsal', test: 'test-report', 'release-begun': 'change-request.release-begun', release: 'release-record', record: 'change-request.emergency-record', review: 'change-request.emergency-review',
})

/** Writes down one step with its proof. Beginning a release is where every gate is asked, and a freeze holds. */
export async function recordStep(ctx: SpineCtx, requestId: string, step: NewStep, files: readonly ReceivedFile[] = []): Promise<{ evidenceId: string }> {
  requirePermission(ctx, 'change:handle')
  const change = await lockChange(ctx, requestId)
  const known = (await stepsOf(ctx, requestId)).find(({ stepId }) => stepId === step.stepId)
  if (known) return { evidenceId: known.evidenceId }
  requireRunning(change)
  const steps = await stepsOf(ctx, requestId)
  const problems = problemsOf(ctx, change, steps, step, files)
  if (problems.length > 0) throw changeErrors['step-invalid']({ problems })
  if (step.kind === 'release-begun') await requireReleasable(ctx, change)
  const evidenceId = await writeStep(ctx, change, step, files)
  if (step.kind === 'record') await stopClock(ctx, change.row, { outcome: 'done', reason: '完整记录已补录', targets: [RECORD] })
  if (step.kind === 'release' && step.outcome === 'released') {
    await markDocumentsStale(ctx, change)
    if (change.form.componentIds.length > 0) await openChecks(ctx, change, 'after')
  }
  return { evidenceId }
}

/** A second person looks at what was done in haste. */
export async function reviewEmergency(ctx: SpineCtx, requestId: string, { stepId, outcome, note }: { readonly stepId: string; readonly outcome: 'passed' | 'failed'; readonly note: string }): Promise<{ evidenceId: string }> {
  requirePermission(ctx, 'change:review')
  const change = await lockChange(ctx, requestId)
  const steps = await stepsOf(ctx, requestId)
  const known = steps.find((step) => step.stepId === stepId)
  if (known) return { evidenceId: known.evidenceId }
  if (change.form.changeKind !== 'emergency') throw changeErrors['not-emergency']()
  requireRunning(change)
  const record = steps.findLast(({ kind }) => kind === 'record')
  if (!record) throw changeErrors['step-invalid']({ problems: [{ place: 'body.outcome', message: '完整记录尚未补录，无从复核' }] })
  const me = actorUserId(ctx.actor)
  if (me === change.row.assigneeId || me === record.recordedBy || me === change.row.requesterId) throw changeErrors['own-review']()
  return { evidenceId: await writeStep(ctx, change, { stepId, kind: 'review', outcome, happenedAt: ctx.now, releaseVersion: '', note, deliverables: '' }, []) }
}

function problemsOf(ctx: SpineCtx, { form }: Change, steps: readonly Step[], step: NewStep, files: readonly ReceivedFile[]): InputProblem[] {
  const problems: InputProblem[] = []
  const refuse = (place: string, message: string) => problems.push({ place: `body.${place}`, message })
  if (!outcomes[step.kind].includes(step.outcome)) refuse('outcome', `${stepKind.titles[step.kind]}的结果应为${outcomes[step.kind].map((one) => stepOutcome.titles[one]).join('或')}`)
  if (step.happenedAt > ctx.now) refuse('happenedAt', '发生时间不能晚于现在')
  if (form.nature === 'content' && step.kind !== 'record') refuse('kind', '执法内容由内容稿发布，不在此登记')
  if (step.kind === 'record' && form.changeKind !== 'emergency') refuse('kind', '只有紧急变更须补录')
  if (step.kind === 'rehearsal' && files.length === 0) refuse('files', '请附上演练记录')
  if (step.kind === 'release') {
    const begun = steps.findLast(({ kind }) => kind === 'release-begun' || kind === 'release')
    if (form.changeKind !== 'emergency' && begun?.kind !== 'release-begun') refuse('kind', '请先登记开始发布')
    if (step.outcome === 'released' && step.releaseVersion === '') refuse('releaseVersion', '请填写发布的版本号')
    if (step.outcome === 'released' && (form.nature === 'functional' || form.nature === 'adaptive') && step.deliverables.length < 4) refuse('deliverables', '请写明移交甲方的成果及存放处（合同八（一））')
  }
  return problems
}

async function writeStep(ctx: SpineCtx, { row, form }: Change, step: NewStep, files: readonly ReceivedFile[]): Promise<string> {
  const contract = await currentContract(ctx)
  const { evidenceId } = await recordEvidence(ctx, {
    kind: evidenceKinds[step.kind],
    title: `${row.number} ${stepKind.titles[step.kind]}：${stepOutcome.titles[step.outcome]}`,
    about: { contract: contract.code, service: 'change-request', subsystem: row.subsystem, request: row.number },
    happenedAt: step.happenedAt,
    body: {
      request: row.number, formVersion: row.formVersion, demandNo: form.demandNo, step: step.kind, outcome: step.outcome, happenedAt: formatInstant(step.happenedAt), releaseVersion: step.releaseVersion,
      note: step.note, deliverables: step.deliverables, recordedBy: actorName(ctx.actor), files: files.map(({ sm3, fileName }) => ({ sm3, fileName })),
    },
    files: files.map(({ sm3, fileName, mediaType, bytes }) => ({ sm3, fileName, mediaType, bytes })),
  })
  await changeTables(ctx).insertInto('changeRequest.step').values({ ...step, requestId: row.requestId, evidenceId, recordedAt: ctx.now, recordedBy: actorUserId(ctx.actor), recordedByName: actorName(ctx.actor) }).execute()
  await addRequestEvent(ctx, row.requestId, 'noted', `${stepKind.titles[step.kind]}：${stepOutcome.titles[step.outcome]}${step.releaseVersion ? `（${step.releaseVersion}）` : ''}。${step.note}`)
  return evidenceId
}
