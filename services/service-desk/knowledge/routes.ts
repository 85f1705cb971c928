import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { articlesApi } from './api.ts'
import { listArticles, readArticle, suggestArticles } from './read-articles.ts'
import { decideArticle, retireArticle, submitArticle } from './review-article.ts'
import { useArticle } from './use-article.ts'
import { editArticle, writeArticle } from './write-article.ts'

export const articleRoutes = implementApi<typeof articlesApi.endpoints, SpineCtx>(articlesApi, {
  listArticles: (ctx, { query }) => listArticles(ctx, query),
  suggestArticles: (ctx, { query }) => suggestArticles(ctx, query.text, query.subsystem),
  getArticle: (ctx, { params }) => readArticle(ctx, params.articleId),
  writeArticle: async (ctx, { body }) => ({ articleId: await writeArticle(ctx, body) }),
  editArticle: (ctx, { params, body }) => editArticle(ctx, params.articleId, body),
  submitArticle: (ctx, { params, body }) => submitArticle(ctx, params.articleId, body.version),
  decideArticle: (ctx, { params, body }) => decideArticle(ctx, params.articleId, body),
  retireArticle: (ctx, { params, body }) => retireArticle(ctx, params.articleId, body.version, body.note),
  useArticle: (ctx, { params, body }) => useArticle(ctx, params.articleId, body.ticketId),
})
