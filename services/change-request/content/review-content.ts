import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { addRequestEvent, type SpineCtx } from '#spine/spine.ts'
import { contentDraftErrors } from '../changes/change.ts'
import { changeDraft, contentComponent, contentOf, lockSeenDraft } from './content-drafts.store.ts'
import { readBasis } from './edit-content.ts'

/**
 * A second person reads the text against what is in force, which is read anew for it: a review of a difference that is no
 * longer the difference would be none. Agreed, it may be published; not agreed, it goes back with a remark.
 */
export async function reviewContent(ctx: SpineCtx, contentDraftId: string, review: { readonly version: number; readonly isAgreed: boolean; /** Of the text that was read. */ readonly hash: string; readonly note: string }): Promise<Outside<SpineCtx, void>> {
  requirePermission(ctx, 'content:review')
  const row = await lockSeenDraft(ctx, contentDraftId, review.version)
  if (row.state !== 'editing') throw contentDraftErrors['wrong-state']()
  if (row.contentSm3 !== review.hash) throw contentDraftErrors['not-what-was-seen']()
  if (row.editedBy === actorUserId(ctx.actor)) throw contentDraftErrors['own-review']()
  const componentId = await contentComponent(ctx)
  return outside(async () => {
    const read = review.isAgreed ? await readBasis(ctx, componentId, contentOf(row), row.validFrom) : undefined
    return async (later: SpineCtx) => {
      const now = await lockSeenDraft(later, contentDraftId, review.version)
      if (read?.isRead === false) throw contentDraftErrors['target-failed']({ detail: read.note })
      if (read?.isRead && read.basis !== now.basis) throw contentDraftErrors['basis-moved']({ detail: `编辑时为第 ${now.basis} 版，现为第 ${read.basis} 版` })
      if (!review.isAgreed) await changeDraft(later, now, { reviewNote: review.note })
      else await changeDraft(later, now, { state: 'reviewed', reviewedAt: later.now, reviewedBy: actorUserId(later.actor), reviewedByName: actorName(later.actor), reviewNote: review.note })
      await addRequestEvent(later, now.requestId, 'noted', `执法内容「${now.title}」复核${review.isAgreed ? '同意' : '未同意'}${review.note ? `：${review.note}` : ''}`)
    }
  })
}
