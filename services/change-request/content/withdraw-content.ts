import { ConnectorError } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import type { ContentKind } from '#shared/maintenance/maintained-content.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { addRequestEvent, openWorkOrder, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { contentDraftErrors } from '../changes/change.ts'
import { lockChange, requireRunning } from '../changes/changes.store.ts'
import { changeTables } from '../database/change-tables.ts'
import { changeDraft, contentComponent, lockDraft, lockSeenDraft } from './content-drafts.store.ts'
import { closeWith, readBoth } from './publish-content.ts'
import { throughContentDoor } from './through-content-door.ts'

const actor = { kind: 'system', name: '执法内容撤回' } as const

/** Takes a published version back before its first day; that is the back-out of a content change. */
export async function withdrawContent(ctx: SpineCtx, contentDraftId: string, version: number, reason: string): Promise<{ workOrderId: string }> {
  requirePermission(ctx, 'change:handle')
  const draft = await lockSeenDraft(ctx, contentDraftId, version)
  const change = await lockChange(ctx, draft.requestId)
  requireRunning(change)
  const isRunning = draft.state === 'withdrawing'
  if (!isRunning && (draft.state !== 'published' || draft.validFrom <= businessDate(ctx.now))) throw contentDraftErrors['not-published']()
  await changeDraft(ctx, draft, { state: 'withdrawing', lastNote: '等待目标系统撤回' })
  const { workOrderId } = await openWorkOrder(ctx, { kind: 'change-request.withdraw-content', service: 'change-request', subsystem: change.row.subsystem, title: `${change.row.number} 撤回「${draft.title}」`, requestId: draft.requestId, input: { contentDraftId, reason } })
  return { workOrderId }
}

/** Withdrawing twice is withdrawing once, so a lost answer is asked for again; then both channels must no longer have it. */
export async function performWithdrawal(runtime: SpineRuntime, { workOrderId, input, signal }: Pick<PerformedOrder, 'workOrderId' | 'input' | 'signal'>): Promise<void> {
  const { contentDraftId, reason } = input as { contentDraftId: string; reason: string }
  const { draft, number, componentId } = await look(runtime, actor, async (ctx) => {
    const row = await changeTables(ctx).selectFrom('changeRequest.contentDraft as d').innerJoin('spine.request as r', 'r.requestId', 'd.requestId').selectAll('d').select('r.number').where('d.contentDraftId', '=', contentDraftId).executeTakeFirstOrThrow()
    return { draft: row, number: row.number, componentId: await contentComponent(ctx) }
  })
  if (draft.state !== 'withdrawing' || draft.publishedVersion === null) return act(runtime, actor, (ctx) => closeWith(ctx, workOrderId, draft, number, draft.state, draft.lastNote))
  const which = { kind: draft.kind as ContentKind, code: draft.code, version: draft.publishedVersion }
  const settle = (state: 'withdrawn' | 'published', note: string, readBack?: unknown) =>
    act(runtime, actor, async (ctx) => {
      const now = await changeDraft(ctx, await lockDraft(ctx, contentDraftId), { state, lastNote: note, ...(readBack === undefined ? {} : { readBack }) })
      await addRequestEvent(ctx, now.requestId, state === 'withdrawn' ? 'noted' : 'failed', `执法内容「${now.title}」${state === 'withdrawn' ? '已撤回' : '没有撤回'}：${state === 'withdrawn' ? reason : note}`)
      await closeWith(ctx, workOrderId, now, number, state, note)
    })
  try {
    await throughContentDoor(runtime.attached, componentId, (content) => content.withdrawVersion(which, reason, signal), signal)
    const readBack = await readBoth(runtime, componentId, draft, signal)
    if (readBack.some(({ version }) => version === draft.publishedVersion)) throw contentDraftErrors['target-failed']({ detail: '撤回之后仍读到该版本' })
    await settle('withdrawn', '网页端与移动端均已不再有此版本', readBack)
  } catch (error) {
    if (error instanceof ConnectorError && error.failure === 'conflict') return settle('published', error.message)
    const note = error instanceof Error ? error.message : String(error)
    await act(runtime, actor, async (ctx) => changeDraft(ctx, await lockDraft(ctx, contentDraftId), { lastNote: `${formatInstant(ctx.now).slice(0, 16).replace('T', ' ')} ${note}；将再次撤回` }))
    throw error
  }
}
