import { ConnectorError } from '#connectors/connector.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { hashedContent, type MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { addRequestEvent, type SpineCtx } from '#spine/spine.ts'
import { contentDraftErrors } from '../changes/change.ts'
import { lockChange, PLANNED_STATES } from '../changes/changes.store.ts'
import { changeTables } from '../database/change-tables.ts'
import { changeDraft, contentComponent, lockSeenDraft } from './content-drafts.store.ts'
import { throughContentDoor } from './through-content-door.ts'

export type SaveContent = { readonly contentDraftId: string; readonly content: MaintainedContent; readonly validFrom: string; /** 0 for a new draft. */ readonly version: number }
type Basis = { readonly isRead: true; readonly basis: number; readonly basisContent: unknown; readonly note: string } | { readonly isRead: false; readonly note: string }

/**
 * Keeps what a person wrote and, if the system answers, which of its versions it was written over. A system that is down
 * never costs the text: the basis is read again before the review.
 */
export async function saveContent(ctx: SpineCtx, requestId: string, save: SaveContent): Promise<Outside<SpineCtx, { version: number }>> {
  requirePermission(ctx, 'change:handle')
  await requireEditable(ctx, requestId)
  const componentId = await contentComponent(ctx)
  return outside(async () => {
    const basis = await readBasis(ctx, componentId, save.content, save.validFrom)
    return (later: SpineCtx) => keep(later, requestId, save, basis)
  })
}

async function requireEditable(ctx: SpineCtx, requestId: string): Promise<void> {
  const { row, form } = await lockChange(ctx, requestId)
  if (form.nature !== 'content') throw contentDraftErrors['not-a-content-change']()
  if (!(PLANNED_STATES as readonly string[]).includes(row.state) || row.state === 'delivered') throw contentDraftErrors['wrong-state']()
}

/** The latest version of the text and what is in force before the new one begins; nothing of it where the system does not answer. */
export async function readBasis(ctx: Pick<SpineCtx, 'openDoor'>, componentId: string, { kind, code }: Pick<MaintainedContent, 'kind' | 'code'>, validFrom: string): Promise<Basis> {
  try {
    return await throughContentDoor(ctx, componentId, async (content) => {
      const versions = await content.listVersions({ kind, code })
      const before = await content.readInForce({ kind, code, on: addDays(validFrom, -1), channel: 'web' })
      return { isRead: true as const, basis: Math.max(0, ...versions.map(({ version }) => version)), basisContent: before && { kind, code, title: before.version.title, body: before.body }, note: before ? `对照第 ${before.version.version} 版` : '目标系统没有此前有效的版本' }
    })
  } catch (error) {
    if (error instanceof ConnectorError) return { isRead: false, note: `没有读到目标系统的现行版本：${error.message}` }
    throw error
  }
}

async function keep(ctx: SpineCtx, requestId: string, { contentDraftId, content, validFrom, version }: SaveContent, read: Basis): Promise<{ version: number }> {
  await requireEditable(ctx, requestId)
  const facts = {
    kind: content.kind, code: content.code, title: content.title, validFrom, contentSm3: sm3(canonicalJson(hashedContent(content))),
    // An edit takes the review away: it was given to another text. A refused text is sent again under a key of its own.
    state: 'editing', editedAt: ctx.now, editedBy: actorUserId(ctx.actor) ?? '', editedByName: actorName(ctx.actor), reviewedAt: null, reviewedBy: null, reviewedByName: null, reviewNote: '', publishKey: null, lastNote: read.note,
  }
  const basis = read.isRead ? { basis: read.basis, basisContent: read.basisContent } : undefined
  if (version === 0) {
    const other = await changeTables(ctx).selectFrom('changeRequest.contentDraft as d').innerJoin('spine.request as r', 'r.requestId', 'd.requestId').select('r.number').where('d.kind', '=', content.kind).where('d.code', '=', content.code).where('d.state', 'in', ['editing', 'reviewed', 'publishing', 'refused']).where('d.contentDraftId', '<>', contentDraftId).executeTakeFirst()
    if (other) throw contentDraftErrors['other-change']({ detail: other.number })
    const inserted = await changeTables(ctx)
      .insertInto('changeRequest.contentDraft')
      .values({ contentDraftId, requestId, ...facts, body: JSON.stringify(content.body), basis: basis?.basis ?? 0, basisContent: basis?.basisContent ? JSON.stringify(basis.basisContent) : null })
      .onConflict((conflict) => conflict.column('contentDraftId').doNothing())
      .returning('version')
      .executeTakeFirst()
    if (inserted) await addRequestEvent(ctx, requestId, 'noted', `编辑执法内容「${content.title}」，自 ${validFrom} 起生效`)
    return { version: inserted?.version ?? 1 }
  }
  const row = await lockSeenDraft(ctx, contentDraftId, version)
  if (row.requestId !== requestId || !['editing', 'reviewed', 'refused'].includes(row.state)) throw contentDraftErrors['wrong-state']()
  const changed = await changeDraft(ctx, row, { ...facts, body: content.body, ...basis })
  return { version: changed.version }
}
