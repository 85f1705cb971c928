import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { InputProblem } from '#shared/problem.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { askApprovals, voidApprovals } from './approvals/ask-approvals.ts'
import { startClock, stopClock } from './clock/record-clock-events.ts'
import { becomeReady } from './become-ready.ts'
import { isEditable, requireRequester } from './open-request.ts'
import { dropDuty, openDuty } from './request-duty.ts'
import { filedRequestErrors, requireTransition } from './request.ts'
import { requestState, type RequestState } from './api.ts'
import { addRequestEvent, changeRequest, findRequestKind, kindRequest, lockSeenRequest, plainRequest, type RequestRow } from './requests.store.ts'

/**
 * The draft becomes a version of the form that nobody can change, and goes its way to approval. Submitted again after an
 * edit, all approvals given before are void: they were given to another text.
 */
export async function submitRequest(ctx: SpineCtx, requestId: string, version: number, reason = ''): Promise<RequestRow> {
  requirePermission(ctx, 'request:open')
  const seen = await lockSeenRequest(ctx, requestId, version)
  requireRequester(ctx, seen)
  if (!isEditable(seen)) throw filedRequestErrors['wrong-state']()
  const kind = findRequestKind(ctx, seen.kind)
  const form = await checkedForm(ctx, seen)
  const formVersion = seen.formVersion + 1
  await spineTables(ctx)
    .insertInto('spine.requestForm')
    .values({ requestId, formVersion, form: JSON.stringify(form), formSm3: sm3(canonicalJson(JSON.parse(JSON.stringify(form)))), submittedAt: ctx.now, submittedBy: actorUserId(ctx.actor), submittedByName: actorName(ctx.actor), reason })
    .execute()
  await voidApprovals(ctx, requestId, seen.formVersion)
  const { priority = null, ...facts } = kind.facts(form as Record<string, unknown>)
  let row = await changeRequest(ctx, seen, { formVersion, draft: form, ...facts, priority, beginsOn: kind.beginsOn?.(form) ?? null, submittedAt: seen.submittedAt ?? ctx.now })
  await addRequestEvent(ctx, requestId, formVersion === 1 ? 'submitted' : 'edited', reason, { details: { formVersion } })
  if (kind.startsClock === 'submitted') row = await startClock(ctx, row)
  row = await openDuty(ctx, row)
  const steps = (await kind.approvals?.(ctx, await kindRequest(ctx, row))) ?? []
  if (steps.length === 0) return becomeReady(ctx, row)
  requireTransition(row.state as RequestState, 'in-approval')
  row = await changeRequest(ctx, row, { state: 'in-approval' })
  await askApprovals(ctx, row, steps)
  return row
}

/** The requester takes it back before the work is done, with a reason. */
export async function withdrawRequest(ctx: SpineCtx, requestId: string, version: number, reason: string): Promise<RequestRow> {
  requirePermission(ctx, 'request:open')
  const row = await lockSeenRequest(ctx, requestId, version)
  requireRequester(ctx, row)
  requireTransition(row.state as RequestState, 'withdrawn')
  return endRequest(ctx, row, 'withdrawn', reason)
}

/** Withdrawn, refused: approvals are void, clocks stop without a verdict, and the kind gives back what it reserved. */
export async function endRequest(ctx: SpineCtx, row: RequestRow, state: 'withdrawn' | 'refused' | 'merged', reason: string): Promise<RequestRow> {
  requireTransition(row.state as RequestState, state)
  const problems = await endingProblems(ctx, row)
  if (problems.length > 0) throw filedRequestErrors['not-endable']({ problems })
  await voidApprovals(ctx, row.requestId, row.formVersion)
  await stopClock(ctx, row, { outcome: 'cancelled', reason })
  const ended = await changeRequest(ctx, row, { state, closedAt: ctx.now })
  await addRequestEvent(ctx, row.requestId, state, reason)
  await dropDuty(ctx, ended, `${requestState.titles[state]}：${reason}`)
  if (row.formVersion > 0) await findRequestKind(ctx, row.kind).onEnded?.(ctx, await kindRequest(ctx, ended))
  return ended
}

/** What the kind has against an end before the work is done; nothing for what was never submitted. */
export async function endingProblems(ctx: SpineCtx, row: RequestRow): Promise<readonly InputProblem[]> {
  return row.formVersion === 0 ? [] : ((await findRequestKind(ctx, row.kind).checkEnding?.(ctx, await kindRequest(ctx, row))) ?? [])
}

/** The complete form, or every problem of it at once: those of its shape and, where that holds, those of its meaning. */
async function checkedForm(ctx: SpineCtx, row: RequestRow): Promise<unknown> {
  const kind = findRequestKind(ctx, row.kind)
  const parsed = kind.form.safeParse(row.draft)
  if (!parsed.success) throw filedRequestErrors.incomplete({ problems: parsed.error.issues.map((issue) => ({ place: ['form', ...issue.path].join('.'), message: issue.message })) })
  const problems: readonly InputProblem[] = (await kind.check?.(ctx, parsed.data, { ...plainRequest(row), form: parsed.data })) ?? []
  if (problems.length > 0) throw filedRequestErrors.incomplete({ problems })
  return parsed.data
}
