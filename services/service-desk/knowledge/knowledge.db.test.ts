import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { readRequest } from '#spine/spine.ts'
import { deskTestBed } from '../testing/desk-test-bed.ts'
import { listArticles, readArticle, suggestArticles } from './read-articles.ts'
import { decideArticle, retireArticle, submitArticle } from './review-article.ts'
import { useArticle } from './use-article.ts'
import { editArticle, writeArticle, type ArticleContent } from './write-article.ts'

const { bed, officer, colleague, enter } = await deskTestBed({ now: '2024-09-02T10:00:00+08:00' })
const content: ArticleContent = { subsystem: 'market-supervision', category: 'fault', title: '资质证书打印空白', problem: '点打印后预览为空白页', solution: '在浏览器设置中允许弹出窗口，再次打印' }
const version = async (articleId: string) => (await bed.as(officer, (ctx) => readArticle(ctx, articleId))).version
async function published(more: Partial<ArticleContent> = {}) {
  const articleId = randomUUID()
  await bed.as(officer, (ctx) => writeArticle(ctx, { articleId, sourceTicketId: null, ...content, ...more }))
  await bed.as(officer, (ctx) => submitArticle(ctx, articleId, 1))
  await bed.as(colleague, (ctx) => decideArticle(ctx, articleId, { version: 2, decision: 'published', note: '' }))
  return articleId
}
const suggested = async (text: string, subsystem?: string) => (await bed.as(officer, (ctx) => suggestArticles(ctx, text, subsystem))).items.map(({ articleId }) => articleId)

test('An article is made from a solved ticket only, and published by a second person, also for who writes past the program', async () => {
  const open = await enter({})
  const articleId = randomUUID()
  const write = (sourceTicketId: string) => bed.as(officer, (ctx) => writeArticle(ctx, { articleId, sourceTicketId, ...content }))
  await assert.rejects(write(open), { code: 'article.not-solved' })
  const solved = await enter({}, { solution: '允许弹出窗口后恢复' })
  assert.equal(await write(solved), await write(solved))
  await bed.as(officer, (ctx) => submitArticle(ctx, articleId, 1))
  await assert.rejects(bed.as(officer, (ctx) => decideArticle(ctx, articleId, { version: 2, decision: 'published', note: '' })), { code: 'article.own-review' })
  const past = (reviewer: string) => bed.pool.query("insert into service_desk.article_version (article_id, article_version, title, problem, solution, written_by, written_by_name, reviewed_by, reviewed_by_name, published_at) values ($1, 1, '甲', '乙', '丙', $2, '', $2, '', now())", [articleId, reviewer])
  await assert.rejects(past(officer.userId), /article_version_four_eyes/)
  await bed.as(colleague, (ctx) => decideArticle(ctx, articleId, { version: 2, decision: 'published', note: '可以' }))
  const read = await bed.as(officer, (ctx) => readArticle(ctx, articleId))
  assert.deepEqual([read.state, read.publishedVersion, read.source?.ticketId, read.versions[0]?.reviewedByName], ['published', 1, solved, '另一位热线员'])
})

test('While a new text is reviewed the published one is what people are given; published versions can not be changed', async () => {
  const articleId = await published()
  await bed.as(officer, async (ctx) => editArticle(ctx, articleId, { ...content, solution: '换用新版客户端打印', version: await version(articleId) }))
  await assert.rejects(bed.as(officer, (ctx) => editArticle(ctx, articleId, { ...content, version: 1 })), { code: 'article.changed' })
  const { items } = await bed.as(officer, (ctx) => suggestArticles(ctx, '证书打印'))
  assert.equal(items.find((item) => item.articleId === articleId)?.solution, content.solution)
  await bed.as(officer, async (ctx) => submitArticle(ctx, articleId, await version(articleId)))
  await bed.as(colleague, async (ctx) => decideArticle(ctx, articleId, { version: await version(articleId), decision: 'returned', note: '请写明版本' }))
  assert.equal((await bed.as(officer, (ctx) => readArticle(ctx, articleId))).state, 'draft')
  await assert.rejects(bed.pool.query("update service_desk.article_version set solution = '改过'"), /只允许新增/)
})

test('Suggestions come while a title is typed: Chinese without spaces, the best first, nothing by chance, nothing retired', async () => {
  const printing = await published({ title: '企业证书无法打印', problem: '证书打印时没有反应' })
  const login = await published({ title: '忘记密码不能登录', problem: '登录时提示密码错误', solution: '在登录页选择找回密码' })
  const elsewhere = await published({ title: '证书打印机设置', subsystem: 'cost-information' })
  assert.equal((await suggested('企业证书打印不了', 'market-supervision'))[0], printing)
  assert.ok(!(await suggested('企业证书打印不了', 'market-supervision')).includes(elsewhere))
  assert.deepEqual(await suggested('密码登录'), [login])
  assert.deepEqual(await suggested('工资专户对账差异'), [])
  await bed.as(colleague, async (ctx) => retireArticle(ctx, login, await version(login), '已改版'))
  assert.deepEqual(await suggested('密码登录'), [])
})

test('Used in an answer it is linked to the ticket and counted once', async () => {
  const [articleId, ticketId] = [await published({ title: '批量导入模板下载' }), await enter({})]
  for (let time = 0; time < 2; time += 1) await bed.as(officer, (ctx) => useArticle(ctx, articleId, ticketId))
  const read = await bed.as(officer, (ctx) => readArticle(ctx, articleId))
  assert.deepEqual([read.uses, read.usedIn.map((use) => use.ticketId)], [1, [ticketId]])
  assert.ok((await bed.as(officer, (ctx) => readRequest(ctx, ticketId))).events.some(({ note }) => note.includes(read.number)))
  assert.equal((await bed.as(officer, (ctx) => listArticles(ctx, { page: 1, pageSize: 50, ticketId }))).total, 1)
  assert.ok((await bed.as(officer, (ctx) => listArticles(ctx, { page: 1, pageSize: 50, search: '模板' }))).items.some((one) => one.articleId === articleId))
  const draft = randomUUID()
  await bed.as(officer, (ctx) => writeArticle(ctx, { articleId: draft, sourceTicketId: null, ...content }))
  await assert.rejects(bed.as(officer, (ctx) => useArticle(ctx, draft, ticketId)), { code: 'article.not-published' })
})
