import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { ticketCategory } from '../tickets/ticket-form.ts'

export const articleState = closedSet({ draft: '草稿', 'in-review': '待审核', published: '已发布', retired: '已停用' })
export type ArticleState = Member<typeof articleState>
export const articleEvent = closedSet({ written: '编写', edited: '修改', submitted: '送审', returned: '退回', published: '发布', retired: '停用' })
export type ArticleEvent = Member<typeof articleEvent>

const articleId = z.object({ articleId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const note = z.string().trim().max(500).default('')
const content = {
  subsystem: subsystem.schema.nullable(),
  category: ticketCategory.schema,
  title: z.string().trim().min(4, '请填写标题，至少四个字').max(200),
  problem: z.string().trim().min(4, '请写明现象，至少四个字').max(10_000),
  solution: z.string().trim().min(4, '请写明解决办法，至少四个字').max(20_000),
}

export const articleSummary = z.object({
  articleId: z.string(),
  number: z.string(),
  state: articleState.schema,
  subsystem: z.string().nullable(),
  category: ticketCategory.schema,
  title: z.string(),
  publishedVersion: z.int(),
  /** How many tickets used it. */
  uses: z.int(),
  writtenByName: z.string(),
  writtenAt: instantField,
  version: z.int(),
})
export type ArticleSummary = z.output<typeof articleSummary>

export const articleSuggestion = z.object({ articleId: z.string(), number: z.string(), title: z.string(), solution: z.string(), uses: z.int() })
export type ArticleSuggestion = z.output<typeof articleSuggestion>

export const articlesApi = defineApi({
  prefix: '/api/service-desk/articles',
  title: '知识库',
  endpoints: {
    listArticles: {
      method: 'GET', path: '', summary: '查询知识库', permission: 'article:read', audit: 'none',
      query: listQuery.extend({ state: articleState.schema.optional(), subsystem: z.string().max(80).optional(), category: ticketCategory.schema.optional(), ticketId: z.uuid().optional() }),
      response: listOf(articleSummary),
      sheet: sheetOf('知识库', articleSummary, { number: '编号', title: '标题', state: ['状态', articleState.titles], subsystem: ['子系统', subsystemTitle], category: ['类别', ticketCategory.titles], publishedVersion: '版次', uses: '引用次数', writtenByName: '编写人', writtenAt: '编写时间' }),
    },
    suggestArticles: {
      method: 'GET', path: '/suggestions', summary: '按工单标题推荐已发布的知识', permission: 'article:read', audit: 'none',
      query: z.object({ text: z.string().trim().min(1).max(400), subsystem: z.string().max(80).optional() }), response: z.object({ items: z.array(articleSuggestion) }),
    },
    getArticle: {
      method: 'GET', path: '/:articleId', summary: '查看知识条目、版次与引用', permission: 'article:read', audit: 'none', params: articleId,
      response: articleSummary.extend({
        problem: z.string(),
        solution: z.string(),
        source: z.object({ ticketId: z.string(), number: z.string() }).nullable(),
        versions: z.array(z.object({ articleVersion: z.int(), title: z.string(), problem: z.string(), solution: z.string(), writtenByName: z.string(), reviewedByName: z.string(), publishedAt: instantField, note: z.string() })),
        usedIn: z.array(z.object({ ticketId: z.string(), number: z.string(), title: z.string(), articleVersion: z.int(), usedAt: instantField, usedByName: z.string() })),
        events: z.array(z.object({ at: instantField, kind: articleEvent.schema, actorName: z.string(), note: z.string() })),
        mayReview: z.boolean(),
      }),
    },
    writeArticle: {
      method: 'POST', path: '', summary: '编写知识条目，可由已解决的工单写成', permission: 'article:write', audit: 'article.written',
      // The sender chooses the id: sent twice, it is written once.
      body: z.object({ articleId: z.uuid(), sourceTicketId: z.uuid().nullable().default(null), ...content }), response: z.object({ articleId: z.string() }),
    },
    editArticle: { method: 'PUT', path: '/:articleId', summary: '修改知识条目；已发布的改后重新审核，原版仍有效', permission: 'article:write', audit: 'article.edited', params: articleId, body: seen.extend(content) },
    submitArticle: { method: 'POST', path: '/:articleId/submit', summary: '送审', permission: 'article:write', audit: 'article.submitted', params: articleId, body: seen },
    decideArticle: {
      method: 'POST', path: '/:articleId/decide', summary: '审核：发布或退回', permission: 'article:review', audit: 'article.decided', params: articleId,
      body: seen.extend({ decision: z.enum(['published', 'returned']), note }),
    },
    retireArticle: { method: 'POST', path: '/:articleId/retire', summary: '停用知识条目', permission: 'article:review', audit: 'article.retired', params: articleId, body: seen.extend({ note: z.string().trim().min(4, '请写明原因，至少四个字').max(500) }) },
    useArticle: { method: 'POST', path: '/:articleId/uses', summary: '在工单中引用知识条目', permission: 'ticket:handle', audit: 'article.used', params: articleId, body: z.object({ ticketId: z.uuid() }) },
  },
})
