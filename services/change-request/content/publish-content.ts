import { ConnectorError, type ServedText } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { newId } from '#shared/ids.ts'
import { formatInstant } from '#shared/instant.ts'
import { contentChannel, type ContentPublication } from '#shared/maintenance/maintained-content.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { addRequestEvent, closeWorkOrder, currentContract, openWorkOrder, recordEvidence, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { contentDraftErrors } from '../changes/change.ts'
import { lockChange, requireRunning } from '../changes/changes.store.ts'
import { requireReleasable } from '../changes/require-releasable.ts'
import { changeDraft, contentComponent, contentOf, lockDraft, lockSeenDraft, type ContentDraftRow } from './content-drafts.store.ts'
import { changeTables } from '../database/change-tables.ts'
import { throughContentDoor } from './through-content-door.ts'

const actor = { kind: 'system', name: '执法内容发布' } as const

export type ReadBack = { readonly channel: 'web' | 'app'; readonly version: number | null; readonly hash: string | null; readonly validFrom: string | null; readonly readAt: string }

/** Sends a reviewed text on its way. Pressed again while the outcome is not known, it asks again under the same key. */
export async function publishContent(ctx: SpineCtx, contentDraftId: string, version: number): Promise<{ workOrderId: string }> {
  requirePermission(ctx, 'change:handle')
  const draft = await lockSeenDraft(ctx, contentDraftId, version)
  const change = await lockChange(ctx, draft.requestId)
  requireRunning(change)
  if (draft.state !== 'reviewed' && draft.state !== 'publishing') throw contentDraftErrors['wrong-state']()
  await requireReleasable(ctx, change)
  await contentComponent(ctx)
  const sent = await changeDraft(ctx, draft, { state: 'publishing', publishKey: draft.publishKey ?? newId(ctx.now), lastNote: '等待写入目标系统' })
  const { workOrderId } = await openWorkOrder(ctx, { kind: 'change-request.publish-content', service: 'change-request', subsystem: change.row.subsystem, title: `${change.row.number} 发布「${sent.title}」`, requestId: sent.requestId, input: { contentDraftId } })
  return { workOrderId }
}

/** Publishes and reads back; after a crash, a dead target or a lost answer it goes on where the target is. */
export async function performPublication(runtime: SpineRuntime, { workOrderId, input, signal }: Pick<PerformedOrder, 'workOrderId' | 'input' | 'signal'>): Promise<void> {
  const { contentDraftId } = input as { contentDraftId: string }
  const { draft, componentId, number } = await look(runtime, actor, async (ctx) => {
    const row = await changeTables(ctx).selectFrom('changeRequest.contentDraft as d').innerJoin('spine.request as r', 'r.requestId', 'd.requestId').selectAll('d').select('r.number').where('d.contentDraftId', '=', contentDraftId).executeTakeFirstOrThrow()
    return { draft: row, number: row.number, componentId: await contentComponent(ctx) }
  })
  if (draft.state !== 'publishing') return act(runtime, actor, (ctx) => closeSettled(ctx, workOrderId, draft, number))
  try {
    const told = await throughContentDoor(runtime.attached, componentId, (content) => content.publishContent(draft.publishKey ?? '', publicationOf(draft, number), signal), signal)
    await act(runtime, actor, async (ctx) => changeDraft(ctx, await lockDraft(ctx, contentDraftId), { publishedVersion: told.version.version, publishedAt: new Date(told.version.publishedAt), lastNote: '已写入目标系统，等待读回' }))
    const readBack = await readBoth(runtime, componentId, draft, signal)
    const wrong = readBack.filter(({ hash, version }) => hash !== draft.contentSm3 || version !== told.version.version)
    if (wrong.length > 0) throw contentDraftErrors['target-failed']({ detail: `读回与发布不一致：${wrong.map(({ channel, version }) => `${contentChannel.titles[channel]}${version === null ? '没有此版本' : `为第 ${version} 版`}`).join('；')}` })
    await act(runtime, actor, (ctx) => finish(ctx, workOrderId, contentDraftId, number, readBack))
  } catch (error) {
    if (error instanceof ConnectorError && error.failure === 'conflict') return act(runtime, actor, (ctx) => refuse(ctx, workOrderId, contentDraftId, number, error.message))
    const note = error instanceof Error ? error.message : String(error)
    await act(runtime, actor, async (ctx) => changeDraft(ctx, await lockDraft(ctx, contentDraftId), { lastNote: `${formatInstant(ctx.now).slice(0, 16).replace('T', ' ')} ${note}；将以同一标识继续` }))
    throw error
  }
}

function publicationOf(draft: ContentDraftRow, number: string): ContentPublication {
  return { content: contentOf(draft), hash: draft.contentSm3, validFrom: draft.validFrom, basis: draft.basis, orderNo: number, publisher: `${draft.editedByName}编辑，${draft.reviewedByName}复核` }
}

/** What both kinds of users get on the first day of the new version. */
export async function readBoth(runtime: SpineRuntime, componentId: string, { kind, code, validFrom }: Pick<ContentDraftRow, 'kind' | 'code' | 'validFrom'>, signal?: AbortSignal): Promise<ReadBack[]> {
  const which = { kind: kind as ContentPublication['content']['kind'], code, on: validFrom }
  const read: Array<readonly ['web' | 'app', ServedText | null]> = []
  for (const channel of contentChannel.values) read.push([channel, await throughContentDoor(runtime.attached, componentId, (content) => content.readInForce({ ...which, channel }, signal), signal)])
  return read.map(([channel, text]) => ({ channel, version: text?.version.version ?? null, hash: text?.receivedHash ?? null, validFrom: text?.version.validFrom ?? null, readAt: formatInstant(runtime.clock.now()) }))
}

async function finish(ctx: SpineCtx, workOrderId: string, contentDraftId: string, number: string, readBack: readonly ReadBack[]): Promise<void> {
  const draft = await lockDraft(ctx, contentDraftId)
  if (draft.evidenceId !== null) return closeSettled(ctx, workOrderId, draft, number)
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'content-version',
    title: `${number} 执法内容「${draft.title}」第 ${draft.publishedVersion} 版`,
    about: { contract: (await currentContract(ctx)).code, service: 'change-request', subsystem: 'law-enforcement', request: number },
    body: {
      request: number, kind: draft.kind, code: draft.code, title: draft.title, version: draft.publishedVersion, hash: draft.contentSm3, validFrom: draft.validFrom, basis: draft.basis,
      editedBy: draft.editedByName, reviewedBy: draft.reviewedByName, web: readBack.find(({ channel }) => channel === 'web'), app: readBack.find(({ channel }) => channel === 'app'),
      content: contentOf(draft), before: draft.basisContent,
    },
  })
  await changeDraft(ctx, draft, { state: 'published', evidenceId, readBack, lastNote: '网页端与移动端均已读回，摘要一致' })
  await addRequestEvent(ctx, draft.requestId, 'noted', `执法内容「${draft.title}」第 ${draft.publishedVersion} 版已发布，自 ${draft.validFrom} 起生效；网页端与移动端读回一致`)
  await closeWorkOrder(ctx, workOrderId, { result: { outcome: 'published', version: draft.publishedVersion, hash: draft.contentSm3 }, evidenceIds: [evidenceId] })
}

async function refuse(ctx: SpineCtx, workOrderId: string, contentDraftId: string, number: string, message: string): Promise<void> {
  const draft = await changeDraft(ctx, await lockDraft(ctx, contentDraftId), { state: 'refused', lastNote: message })
  await addRequestEvent(ctx, draft.requestId, 'failed', `执法内容「${draft.title}」没有发布：${message}`)
  await closeWith(ctx, workOrderId, draft, number, 'refused', message)
}

/** Another order of the same text has settled it: this one says so and is done. */
async function closeSettled(ctx: SpineCtx, workOrderId: string, draft: ContentDraftRow, number: string): Promise<void> {
  if (draft.evidenceId === null) return closeWith(ctx, workOrderId, draft, number, draft.state, draft.lastNote)
  await closeWorkOrder(ctx, workOrderId, { result: { outcome: draft.state, version: draft.publishedVersion, hash: draft.contentSm3 }, evidenceIds: [draft.evidenceId] })
}

export async function closeWith(ctx: SpineCtx, workOrderId: string, draft: ContentDraftRow, number: string, outcome: string, note: string): Promise<void> {
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'change-request.content-outcome', title: `${number} 执法内容「${draft.title}」：${outcome}`,
    about: { contract: (await currentContract(ctx)).code, service: 'change-request', subsystem: 'law-enforcement', request: number },
    body: { request: number, kind: draft.kind, code: draft.code, hash: draft.contentSm3, outcome, note },
  })
  await closeWorkOrder(ctx, workOrderId, { result: { outcome, version: draft.publishedVersion, hash: draft.contentSm3 }, evidenceIds: [evidenceId], note })
}
