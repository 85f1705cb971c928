import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { sendReminder, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { articleErrors } from './article.ts'
import { addArticleEvent, changeArticle, lockArticle } from './articles.store.ts'

export async function submitArticle(ctx: SpineCtx, articleId: string, version: number): Promise<void> {
  requirePermission(ctx, 'article:write')
  const row = await lockArticle(ctx, articleId, version)
  if (row.state !== 'draft') throw articleErrors['wrong-state']()
  await changeArticle(ctx, row, { state: 'in-review' })
  await addArticleEvent(ctx, articleId, 'submitted')
  await sendReminder(ctx, { permission: 'article:review', kind: 'submitted', dedupeKey: `article-submitted:${articleId}:${row.version}`, title: `请审核知识：${row.title}（${row.number}）`, link: `/knowledge/${articleId}` })
}

/** A second person reads it: published as a version that nobody can change, or sent back with what is wrong. */
export async function decideArticle(ctx: SpineCtx, articleId: string, { version, decision, note }: { readonly version: number; readonly decision: 'published' | 'returned'; readonly note: string }): Promise<void> {
  requirePermission(ctx, 'article:review')
  const row = await lockArticle(ctx, articleId, version)
  if (row.state !== 'in-review') throw articleErrors['wrong-state']()
  const me = actorUserId(ctx.actor)
  if (row.writtenBy !== null && row.writtenBy === me) throw articleErrors['own-review']()
  if (decision === 'published') {
    const { title, problem, solution, writtenBy, writtenByName } = row
    const articleVersion = row.publishedVersion + 1
    await serviceDeskTables(ctx).insertInto('serviceDesk.articleVersion').values({ articleId, articleVersion, title, problem, solution, writtenBy, writtenByName, reviewedBy: me, reviewedByName: actorName(ctx.actor), publishedAt: ctx.now, note }).execute()
    await changeArticle(ctx, row, { state: 'published', publishedVersion: articleVersion })
  } else {
    await changeArticle(ctx, row, { state: 'draft' })
    if (row.writtenBy !== null) await sendReminder(ctx, { userIds: [row.writtenBy], kind: 'returned', dedupeKey: `article-returned:${articleId}:${row.version}`, title: `知识退回修改：${row.title}（${row.number}）`, content: note, link: `/knowledge/${articleId}` })
  }
  await addArticleEvent(ctx, articleId, decision, note)
}

/** No longer right: it is suggested to nobody, and stays readable where it was used. */
export async function retireArticle(ctx: SpineCtx, articleId: string, version: number, note: string): Promise<void> {
  requirePermission(ctx, 'article:review')
  const row = await lockArticle(ctx, articleId, version)
  if (row.state === 'retired') throw articleErrors['wrong-state']()
  await changeArticle(ctx, row, { state: 'retired' })
  await addArticleEvent(ctx, articleId, 'retired', note)
}
