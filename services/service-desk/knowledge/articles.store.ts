import type { Selectable } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import type { ArticleTable } from '../database/tables.ts'
import type { ArticleEvent } from './api.ts'
import { articleErrors } from './article.ts'

export type ArticleRow = Selectable<ArticleTable>

/** The article at the version that the person saw, locked. */
export async function lockArticle(ctx: SpineCtx, articleId: string, version: number): Promise<ArticleRow> {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.article').selectAll().where('articleId', '=', articleId).forUpdate().executeTakeFirst()
  if (!row) throw articleErrors['not-found']()
  if (row.version !== version) throw articleErrors.changed()
  return row
}

export async function changeArticle(ctx: SpineCtx, row: ArticleRow, changes: Partial<ArticleRow>): Promise<void> {
  await serviceDeskTables(ctx).updateTable('serviceDesk.article').set({ ...changes, version: row.version + 1 }).where('articleId', '=', row.articleId).execute()
}

export async function addArticleEvent(ctx: SpineCtx, articleId: string, kind: ArticleEvent, note = ''): Promise<void> {
  await serviceDeskTables(ctx).insertInto('serviceDesk.articleEvent').values({ articleId, at: ctx.now, kind, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note }).execute()
}
