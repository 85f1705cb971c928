import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { addRequestEvent, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { findTicket } from '../tickets/tickets.store.ts'
import { articleErrors } from './article.ts'

/** A ticket is answered with an article: linked to the version that was read, counted once for each ticket. */
export async function useArticle(ctx: SpineCtx, articleId: string, ticketId: string): Promise<void> {
  requirePermission(ctx, 'ticket:handle')
  await findTicket(ctx, ticketId)
  const db = serviceDeskTables(ctx)
  const row = await db.selectFrom('serviceDesk.article').select(['number', 'title', 'state', 'publishedVersion']).where('articleId', '=', articleId).executeTakeFirst()
  if (!row) throw articleErrors['not-found']()
  if (row.publishedVersion === 0 || row.state === 'retired') throw articleErrors['not-published']()
  const written = await db
    .insertInto('serviceDesk.articleUse')
    .values({ articleId, articleVersion: row.publishedVersion, requestId: ticketId, usedAt: ctx.now, usedBy: actorUserId(ctx.actor), usedByName: actorName(ctx.actor) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('articleId')
    .executeTakeFirst()
  if (written) await addRequestEvent(ctx, ticketId, 'noted', `引用知识 ${row.number} 第 ${row.publishedVersion} 版《${row.title}》`, { isPublic: false })
}
