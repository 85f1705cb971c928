import { documentNumber } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import type { Subsystem } from '#shared/subsystems.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { nextNumber, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { searchTerms } from '../search/search-terms.ts'
import { TICKET_KIND } from '../tickets/ticket.ts'
import type { TicketCategory } from '../tickets/ticket-form.ts'
import { articleErrors } from './article.ts'
import { addArticleEvent, changeArticle, lockArticle } from './articles.store.ts'

export type ArticleContent = { readonly subsystem: Subsystem | null; readonly category: TicketCategory; readonly title: string; readonly problem: string; readonly solution: string }

/** A draft of an article, from a ticket that was solved or from what somebody knows. Written twice with one id it is one. */
export async function writeArticle(ctx: SpineCtx, { articleId, sourceTicketId, ...content }: ArticleContent & { readonly articleId: string; readonly sourceTicketId: string | null }): Promise<string> {
  requirePermission(ctx, 'article:write')
  const db = serviceDeskTables(ctx)
  if (await db.selectFrom('serviceDesk.article').select('articleId').where('articleId', '=', articleId).executeTakeFirst()) return articleId
  if (sourceTicketId !== null) {
    const source = await db.selectFrom('spine.request').select('state').where('requestId', '=', sourceTicketId).where('kind', '=', TICKET_KIND).executeTakeFirst()
    if (!source || !['delivered', 'closed'].includes(source.state)) throw articleErrors['not-solved']()
  }
  const day = businessDate(ctx.now)
  await db
    .insertInto('serviceDesk.article')
    .values({ articleId, number: documentNumber('ZS', day, await nextNumber(ctx, `ZS-${day}`)), state: 'draft', ...content, sourceRequestId: sourceTicketId, ...written(ctx), ...termsOf(content) })
    .execute()
  await addArticleEvent(ctx, articleId, 'written')
  return articleId
}

/** Changes the text. What is published stays in force as it was until the new text has been reviewed. */
export async function editArticle(ctx: SpineCtx, articleId: string, { version, ...content }: ArticleContent & { readonly version: number }): Promise<void> {
  requirePermission(ctx, 'article:write')
  const row = await lockArticle(ctx, articleId, version)
  if (row.state === 'retired') throw articleErrors['wrong-state']()
  await changeArticle(ctx, row, { ...content, ...written(ctx), ...termsOf(content), state: 'draft' })
  await addArticleEvent(ctx, articleId, 'edited')
}

function written(ctx: SpineCtx) {
  return { writtenBy: actorUserId(ctx.actor), writtenByName: actorName(ctx.actor), writtenAt: ctx.now }
}

function termsOf({ title, problem, solution }: ArticleContent) {
  return { titleTerms: searchTerms(title), terms: searchTerms(title, problem, solution) }
}
