import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { openAnnouncements } from '#platform/database/announcements.ts'
import { platformMigrations } from '#platform/database/migrations.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { createTestDatabase, personWith, testRuntime } from '#tests/support/test-database.ts'
import { createHttpServer } from './http-server.ts'
import { implementApi, type FileAnswer } from './implement-api.ts'

const database = await createTestDatabase([platformMigrations])
const runtime = testRuntime(database)
const announcements = openAnnouncements({ url: database.url, log: runtime.log })
const folder = mkdtempSync(path.join(tmpdir(), 'file-answer-'))
const api = defineApi({
  prefix: '/api/papers',
  title: '纸',
  endpoints: { readPaper: { method: 'GET', path: '/:form', summary: '取纸', permission: 'paper:read', audit: 'none', answer: 'file', params: z.object({ form: z.enum(['buffer', 'stream', 'chunks', 'broken']) }) } },
})
async function* chunks(isBroken = false) {
  yield Buffer.from('第一页')
  if (isBroken) throw new Error('the paper is torn')
  yield Buffer.from('第二页')
}
const contents: Readonly<Record<string, () => FileAnswer['content']>> = { buffer: () => Buffer.from('第一页第二页'), stream: () => Readable.from(chunks(), { objectMode: false }), chunks: () => chunks(), broken: () => chunks(true) }
const papers = implementApi(api, { readPaper: async (_ctx, { params }) => ({ content: contents[params.form]!(), fileName: '纸 1.txt', mediaType: 'text/plain' }) })
const app = await createHttpServer({ title: '测试', version: '0', runtime, implementations: [papers], files: openFileStore(folder), announcements, identify: async () => personWith(['paper:read']), readiness: [] })
const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/papers`
after(async () => {
  await app.close()
  await announcements.close()
  rmSync(folder, { recursive: true })
})

test('a file is sent whole whether it is kept, streamed or made piece by piece', async () => {
  for (const form of ['buffer', 'stream', 'chunks']) {
    const answer = await fetch(`${url}/${form}`)
    assert.deepEqual([answer.status, await answer.text(), answer.headers.get('content-disposition')], [200, '第一页第二页', "attachment; filename*=UTF-8''%E7%BA%B8%201.txt"], form)
  }
})

test('a file that breaks off is never taken for a whole one', async () => {
  await assert.rejects(async () => (await fetch(`${url}/broken`)).text())
})
