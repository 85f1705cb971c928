import { sql } from 'kysely'
import { z } from 'zod'
import type { EndpointInput } from '#shared/define-api.ts'
import { compareContent } from '#shared/maintenance/describe-content.ts'
import { businessDate } from '#shared/instant.ts'
import { contentChannel, maintainedContent, type ContentKind, type ContentVersion } from '#shared/maintenance/maintained-content.ts'
import { actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { ConnectorError } from '#connectors/connector.ts'
import type { SpineCtx } from '#spine/spine.ts'
import type { changeRequestApi, ContentDraftDetail, ContentState } from '../api.ts'
import { contentDraftErrors } from '../changes/change.ts'
import { changeTables } from '../database/change-tables.ts'
import { contentComponent, contentOf } from './content-drafts.store.ts'
import { throughContentDoor } from './through-content-door.ts'

const storedReadBack = z.array(z.object({ channel: contentChannel.schema, version: z.int().nullable(), hash: z.string().nullable(), validFrom: z.string().nullable(), readAt: z.string() })).nullable()

export function draftRows(ctx: Pick<SpineCtx, 'tx'>) {
  return changeTables(ctx)
    .selectFrom('changeRequest.contentDraft as d')
    .innerJoin('spine.request as r', 'r.requestId', 'd.requestId')
    .select(['d.contentDraftId', 'd.requestId', 'r.number as requestNumber', 'r.title as requestTitle', 'd.kind', 'd.code', 'd.title', 'd.contentSm3 as hash', 'd.basis', 'd.validFrom', 'd.state', 'd.editedByName', 'd.editedAt', 'd.reviewedByName', 'd.reviewedAt', 'd.reviewNote', 'd.publishedVersion', 'd.publishedAt', 'd.readBack', 'd.lastNote', 'd.evidenceId', 'd.version'])
}

type DraftRow = Awaited<ReturnType<ReturnType<typeof draftRows>['executeTakeFirstOrThrow']>>

export function draftView(row: DraftRow) {
  return { ...row, kind: row.kind as ContentKind, state: row.state as ContentState, readBack: storedReadBack.parse(row.readBack) ?? [] }
}

export async function listContentDrafts(ctx: SpineCtx, filter: EndpointInput<(typeof changeRequestApi)['endpoints']['listContentDrafts']>['query']) {
  requirePermission(ctx, 'change:read')
  let query = draftRows(ctx)
  if (filter.kind) query = query.where('d.kind', '=', filter.kind)
  if (filter.state) query = query.where('d.state', '=', filter.state)
  if (filter.code) query = query.where('d.code', '=', filter.code)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('d.title', 'ilike', pattern), where('d.code', 'ilike', pattern), where('r.number', 'ilike', pattern)]))
  }
  const page = await pageOf(changeTables(ctx), query, filter, { sortable: { title: sql.ref('d.title'), validFrom: sql.ref('d.valid_from'), editedAt: sql.ref('d.edited_at') }, order: sql`d.edited_at desc, d.content_draft_id` })
  return { ...page, items: page.items.map(draftView) }
}

export async function readContentDraft(ctx: SpineCtx, contentDraftId: string) {
  requirePermission(ctx, 'change:read')
  const row = await draftRows(ctx).select(['d.body', 'd.basisContent', 'd.editedBy', 'r.state as requestState']).where('d.contentDraftId', '=', contentDraftId).executeTakeFirst()
  if (!row) throw contentDraftErrors['not-found']()
  const { basisContent, editedBy, requestState, ...plain } = row
  const before = maintainedContent.safeParse(basisContent)
  const handles = isPermitted(ctx.actor, 'change:handle')
  const running = requestState === 'in-progress' || requestState === 'waiting'
  const isOpen = ['editing', 'reviewed', 'refused'].includes(row.state)
  const actions: ContentDraftDetail['actions'] = []
  if (handles && isOpen) actions.push('edit')
  if (isPermitted(ctx.actor, 'content:review') && row.state === 'editing' && editedBy !== actorUserId(ctx.actor)) actions.push('review')
  if (handles && running && (row.state === 'reviewed' || row.state === 'publishing')) actions.push('publish')
  if (handles && running && (row.state === 'withdrawing' || (row.state === 'published' && row.validFrom > businessDate(ctx.now)))) actions.push('withdraw')
  return { ...draftView(plain), body: row.body, changes: [...compareContent(before.success ? before.data : null, contentOf(row))], actions }
}

/** Every version that the system has, and which of them are in force on a day: read now, from the system itself. */
export async function listLiveContent(ctx: SpineCtx, { on, ...narrowed }: { readonly on: string; readonly kind?: ContentKind | undefined; readonly code?: string | undefined }): Promise<Outside<SpineCtx, { on: string; readAt: Date; items: ContentVersion[]; versions: ContentVersion[] }>> {
  requirePermission(ctx, 'change:read')
  const componentId = await contentComponent(ctx)
  return outside(async () => {
    const versions = await asked(ctx, componentId, (content) => content.listVersions({ ...(narrowed.kind ? { kind: narrowed.kind } : {}), ...(narrowed.code ? { code: narrowed.code } : {}) }))
    const items = versions.filter(({ withdrawnAt, validFrom, validTo }) => withdrawnAt === null && validFrom <= on && (validTo === null || validTo >= on))
    return (later: SpineCtx) => Promise.resolve({ on, readAt: later.now, items: [...items], versions: narrowed.code ? [...versions] : [] })
  })
}

/** What both kinds of users have of one text on a day, hashed here, and the publication that it came by. */
export async function proveContent(ctx: SpineCtx, { kind, code, on }: { readonly kind: ContentKind; readonly code: string; readonly on: string }) {
  requirePermission(ctx, 'change:read')
  const componentId = await contentComponent(ctx)
  return outside(async () => {
    const read = await Promise.all(contentChannel.values.map((channel) => asked(ctx, componentId, (content) => content.readInForce({ kind, code, on, channel }))))
    return async (later: SpineCtx) => {
      const [web, app] = read
      const isEqual = web !== null && app !== null && web?.receivedHash === app?.receivedHash && web?.version.version === app?.version.version
      const published = web ? await publicationOf(later, kind, code, web.version.version) : undefined
      const isProven = isEqual && published?.hash === web?.receivedHash
      return {
        on, readAt: later.now, isEqual, isProven, body: web?.body ?? null,
        explanation: explain({ hasWeb: Boolean(web), hasApp: Boolean(app), isEqual, isProven, isPublishedHere: published !== undefined }),
        channels: contentChannel.values.map((channel, at) => ({ channel, version: read[at]?.version ?? null, receivedHash: read[at]?.receivedHash ?? null })),
        published: published ?? null,
      }
    }
  })
}

function explain({ hasWeb, hasApp, isEqual, isProven, isPublishedHere }: { hasWeb: boolean; hasApp: boolean; isEqual: boolean; isProven: boolean; isPublishedHere: boolean }): string {
  if (!hasWeb && !hasApp) return '该日两端均没有有效的版本'
  if (!isEqual) return '网页端与移动端不一致，请立即核查执法系统'
  if (isProven) return '网页端与移动端一致，且与发布证据的摘要相同'
  return isPublishedHere ? '网页端与移动端一致，但与发布证据的摘要不同：目标系统中的内容在发布之后被改动' : '网页端与移动端一致；该版本不是由本平台发布的（系统初始内容或由他处维护）'
}

async function publicationOf(ctx: SpineCtx, kind: string, code: string, version: number) {
  const row = await draftRows(ctx).where('d.kind', '=', kind).where('d.code', '=', code).where('d.publishedVersion', '=', version).orderBy('d.publishedAt', 'desc').executeTakeFirst()
  return row && { contentDraftId: row.contentDraftId, requestId: row.requestId, requestNumber: row.requestNumber, hash: row.hash, evidenceId: row.evidenceId }
}

async function asked<T>(ctx: SpineCtx, componentId: string, work: Parameters<typeof throughContentDoor<T>>[2]): Promise<T> {
  try {
    return await throughContentDoor(ctx, componentId, work)
  } catch (error) {
    if (error instanceof ConnectorError) throw contentDraftErrors['target-failed']({ detail: error.message })
    throw error
  }
}
