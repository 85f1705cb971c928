import type { KindRequest, SpineCtx } from '#spine/spine.ts'
import { contentState, touchedDocument, type ContentState, type TouchedDocument } from '../api.ts'
import { changeTables } from '../database/change-tables.ts'
import type { ChangeForm } from './change-form.ts'
import { stepsOf, type Step } from './changes.store.ts'

/** The steps since the last rolled-back or failed release: a new attempt is tested anew, its rehearsal still holds. */
function sinceLastFailure(steps: readonly Step[]): readonly Step[] {
  const failed = steps.findLastIndex(({ kind, outcome }) => kind === 'release' && outcome !== 'released')
  return steps.slice(failed + 1)
}

const lastOf = (steps: readonly Step[], kind: Step['kind']) => steps.findLast((step) => step.kind === kind)

/** What stands in the way of beginning the release, in words, all at once. A freeze is told by whoever begins. */
export async function missingForRelease(ctx: SpineCtx, { requestId, form }: Pick<KindRequest<ChangeForm>, 'requestId' | 'form'>): Promise<string[]> {
  if (form.changeKind === 'emergency') return []
  const steps = await stepsOf(ctx, requestId)
  if (form.nature === 'content') {
    const drafts = await draftsOf(ctx, requestId)
    return drafts.length === 0 ? ['还没有编辑执法内容'] : []
  }
  const missing: string[] = []
  if (form.changeKind === 'normal' && lastOf(steps, 'rehearsal')?.outcome !== 'passed') missing.push('回退方案尚未演练通过')
  if (lastOf(sinceLastFailure(steps), 'test')?.outcome !== 'passed') missing.push('测试尚未通过')
  const before = await checksOf(ctx, requestId, 'before')
  if (before.length === 0) missing.push('尚未做变更前检查')
  else if (before.some(({ closedAt }) => closedAt === null)) missing.push('变更前检查尚未完成')
  return missing
}

/** What stands in the way of handing the change over for acceptance, in words, all at once. */
export async function missingForDelivery(ctx: SpineCtx, { requestId, form }: Pick<KindRequest<ChangeForm>, 'requestId' | 'form'>): Promise<string[]> {
  const steps = await stepsOf(ctx, requestId)
  const missing: string[] = []
  if (form.nature === 'content') {
    const drafts = await draftsOf(ctx, requestId)
    const live = drafts.filter(({ state }) => state !== 'withdrawn' && state !== 'dropped')
    if (live.length === 0) missing.push('没有发布任何执法内容')
    for (const { title, state } of live) if (state !== 'published') missing.push(`执法内容「${title}」${contentState.titles[state as ContentState]}，尚未发布并读回`)
  } else {
    if (lastOf(steps, 'release')?.outcome !== 'released') missing.push('没有发布成功的记录')
    if (lastOf(sinceLastFailure(steps), 'test')?.outcome !== 'passed') missing.push('没有测试通过的记录')
    const after = await checksOf(ctx, requestId, 'after')
    if (after.length === 0) missing.push('尚未做变更后检查')
    else if (after.some(({ closedAt }) => closedAt === null)) missing.push('变更后检查尚未完成')
    const stale = await changeTables(ctx).selectFrom('changeRequest.staleDocument').select('document').where('requestId', '=', requestId).where('updatedAt', 'is', null).execute()
    for (const { document } of stale) missing.push(`${touchedDocument.titles[document as TouchedDocument]}因本次变更过时，尚未更新`)
  }
  if (form.changeKind === 'emergency') {
    if (!lastOf(steps, 'record')) missing.push('紧急变更尚未补录完整记录')
    if (lastOf(steps, 'review')?.outcome !== 'passed') missing.push('紧急变更尚未复核通过')
  }
  const effort = await changeTables(ctx).selectFrom('changeRequest.effortEntry').select((select) => select.fn.sum<string>('days').as('days')).where('requestId', '=', requestId).executeTakeFirst()
  if (Number(effort?.days ?? 0) <= 0) missing.push('尚未登记工作量')
  return missing
}

function draftsOf(ctx: SpineCtx, requestId: string) {
  return changeTables(ctx).selectFrom('changeRequest.contentDraft').select(['title', 'state']).where('requestId', '=', requestId).execute()
}

function checksOf(ctx: SpineCtx, requestId: string, side: 'before' | 'after') {
  return changeTables(ctx).selectFrom('changeRequest.checkRun').select('closedAt').where('requestId', '=', requestId).where('side', '=', side).execute()
}
