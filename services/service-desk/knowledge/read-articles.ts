import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { pageOf } from '#platform/database/page-of.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { searchTerms } from '../search/search-terms.ts'
import type { TicketCategory } from '../tickets/ticket-form.ts'
import type { ArticleEvent, articlesApi, ArticleState, ArticleSuggestion } from './api.ts'
import { articleErrors } from './article.ts'

type Filter = EndpointInput<(typeof articlesApi)['endpoints']['listArticles']>['query']
const SUGGESTED = 5
const uses = sql<number>`(select count(*)::int from service_desk.article_use x where x.article_id = a.article_id)`

function articles(ctx: SpineCtx) {
  return serviceDeskTables(ctx)
    .selectFrom('serviceDesk.article as a')
    .select(['a.articleId', 'a.number', 'a.state', 'a.subsystem', 'a.category', 'a.title', 'a.publishedVersion', 'a.writtenByName', 'a.writtenAt', 'a.version', uses.as('uses')])
}
type Summary = Awaited<ReturnType<ReturnType<typeof articles>['execute']>>[number]
const typed = (row: Summary) => ({ ...row, state: row.state as ArticleState, category: row.category as TicketCategory })

export async function listArticles(ctx: SpineCtx, filter: Filter) {
  requirePermission(ctx, 'article:read')
  let query = articles(ctx)
  if (filter.state) query = query.where('a.state', '=', filter.state)
  if (filter.subsystem) query = query.where((where) => where.or([where('a.subsystem', '=', filter.subsystem as string), where('a.subsystem', 'is', null)]))
  if (filter.category) query = query.where('a.category', '=', filter.category)
  if (filter.ticketId) query = query.where('a.articleId', 'in', serviceDeskTables(ctx).selectFrom('serviceDesk.articleUse').select('articleId').where('requestId', '=', filter.ticketId))
  if (filter.search) {
    const { search } = filter
    query = /^zs-/i.test(search) ? query.where('a.number', 'ilike', `${search.replaceAll(/[\\%_]/g, '\\$&')}%`) : query.where(sql<boolean>`a.terms @> ${searchTerms(search)}::text[]`)
  }
  const page = await pageOf(ctx.tx, query, filter, { sortable: { number: sql.ref('a.number'), title: sql.ref('a.title'), uses, writtenAt: sql.ref('a.written_at') }, order: sql`a.number desc` })
  return { ...page, items: page.items.map(typed) }
}

/**
 * Published articles that share words with what is being typed, the title's words three times as dear, those of the same
 * subsystem first among equals. One shared pair of characters of a long title is chance, so at least a quarter must be shared.
 */
export async function suggestArticles(ctx: SpineCtx, text: string, subsystem: string | null = null): Promise<{ items: ArticleSuggestion[] }> {
  requirePermission(ctx, 'article:read')
  const terms = searchTerms(text)
  if (terms.length === 0) return { items: [] }
  const { rows } = await sql<ArticleSuggestion>`
    select s.article_id, s.number, v.title, v.solution, s.uses
    from (
      select a.article_id, a.number, a.published_version, ${uses} as uses, coalesce(a.subsystem = ${subsystem}::text, false) as is_near,
        (select count(*) from unnest(${terms}::text[]) t where t = any(a.title_terms)) as in_title,
        (select count(*) from unnest(${terms}::text[]) t where t = any(a.terms)) as in_text
      from service_desk.article a
      where a.terms && ${terms}::text[] and a.published_version > 0 and a.state <> 'retired' and (a.subsystem is null or ${subsystem}::text is null or a.subsystem = ${subsystem}::text)
    ) s join service_desk.article_version v on v.article_id = s.article_id and v.article_version = s.published_version
    where s.in_text * 4 >= ${terms.length}::int
    order by s.in_title * 3 + s.in_text desc, s.is_near desc, s.uses desc, s.number limit ${SUGGESTED}`.execute(ctx.tx)
  return { items: rows }
}

export async function readArticle(ctx: SpineCtx, articleId: string) {
  requirePermission(ctx, 'article:read')
  const db = serviceDeskTables(ctx)
  const row = await articles(ctx).select(['a.problem', 'a.solution', 'a.sourceRequestId', 'a.writtenBy']).where('a.articleId', '=', articleId).executeTakeFirst()
  if (!row) throw articleErrors['not-found']()
  const { sourceRequestId, writtenBy, ...facts } = row
  const source = sourceRequestId === null ? undefined : await db.selectFrom('spine.request').select(['requestId as ticketId', 'number']).where('requestId', '=', sourceRequestId).executeTakeFirst()
  const events = await db.selectFrom('serviceDesk.articleEvent').select(['at', 'kind', 'actorName', 'note']).where('articleId', '=', articleId).orderBy('articleEventId').execute()
  return {
    ...typed(facts),
    problem: facts.problem,
    solution: facts.solution,
    source: source ?? null,
    versions: await db.selectFrom('serviceDesk.articleVersion').select(['articleVersion', 'title', 'problem', 'solution', 'writtenByName', 'reviewedByName', 'publishedAt', 'note']).where('articleId', '=', articleId).orderBy('articleVersion', 'desc').execute(),
    usedIn: await db
      .selectFrom('serviceDesk.articleUse as x')
      .innerJoin('spine.request as r', 'r.requestId', 'x.requestId')
      .select(['r.requestId as ticketId', 'r.number', 'r.title', 'x.articleVersion', 'x.usedAt', 'x.usedByName'])
      .where('x.articleId', '=', articleId)
      .orderBy('x.usedAt', 'desc')
      .limit(200)
      .execute(),
    events: events.map((event) => ({ ...event, kind: event.kind as ArticleEvent })),
    mayReview: isPermitted(ctx.actor, 'article:review') && writtenBy !== actorUserId(ctx.actor),
  }
}
