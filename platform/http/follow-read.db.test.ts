import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import type { Actor } from '#platform/context/context.ts'
import { announce, openAnnouncements } from '#platform/database/announcements.ts'
import { platformMigrations } from '#platform/database/migrations.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { createTestDatabase, personWith, testRuntime } from '#tests/support/test-database.ts'
import { createHttpServer } from './http-server.ts'
import { implementApi } from './implement-api.ts'

const database = await createTestDatabase([platformMigrations])
const runtime = testRuntime(database)
const announcements = openAnnouncements({ url: database.url, log: runtime.log })
const folder = mkdtempSync(path.join(tmpdir(), 'follow-'))
const api = defineApi({
  prefix: '/api/bells',
  title: '铃',
  endpoints: { readBell: { method: 'GET', path: '', summary: '看铃', permission: 'bell:read', audit: 'none', follows: 'bell', response: z.object({ rung: z.number() }) } },
})
let rung = 0
let reads = 0
let visitor: Actor = personWith(['bell:read'])
const bells = implementApi(api, {
  async readBell() {
    reads += 1
    return { rung }
  },
})
const app = await createHttpServer({ title: '测试', version: '0', runtime, implementations: [bells], files: openFileStore(folder), announcements, identify: async () => visitor, readiness: [] })
const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/bells`
after(async () => {
  await app.close()
  await announcements.close()
  rmSync(folder, { recursive: true })
})

const ring = (isKept = true) =>
  runtime.database
    .transaction()
    .execute(async (tx) => {
      if (isKept) rung += 1
      await announce(tx, 'bell')
      if (!isKept) throw new Error('rolled back')
    })
    .catch(() => {})

/** Follows the bell; `next` waits for the next event that is no sign of life. */
async function follow() {
  const answer = await fetch(url, { headers: { accept: 'text/event-stream' } })
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    answer,
    async next(): Promise<string | undefined> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const event = text.slice(0, end)
          text = text.slice(end + 2)
          if (!event.startsWith(':')) return event
          continue
        }
        const { value, done } = await reader.read()
        if (done) return undefined
        text += decoder.decode(value, { stream: true })
      }
    },
    close: () => reader.cancel(),
  }
}

test('asked plainly the read answers once; followed, it answers again when it was announced and has changed', async () => {
  assert.deepEqual(await (await fetch(url)).json(), { rung: 0 })
  const one = await follow()
  const two = await follow()
  assert.match(one.answer.headers.get('content-type') ?? '', /^text\/event-stream/)
  assert.equal(one.answer.headers.get('cache-control'), 'no-store')
  assert.equal(await one.next(), 'data: {"rung":0}')
  assert.equal(await two.next(), 'data: {"rung":0}')
  await ring(false)
  await ring()
  assert.equal(await one.next(), 'data: {"rung":1}', 'what was rolled back was not announced')
  assert.equal(await two.next(), 'data: {"rung":1}')
  await Promise.all([one.close(), two.close()])
})

test('many announcements at once cost few reads, and the newest arrives', async () => {
  const one = await follow()
  await one.next()
  const before = reads
  await Promise.all(Array.from({ length: 40 }, () => ring()))
  let last = ''
  while (!last.includes(`"rung":${rung}}`)) last = (await one.next()) ?? assert.fail('the stream ended')
  assert.ok(reads - before < 20, `${reads - before} reads`)
  await one.close()
})

test('a listening connection that breaks is opened again and nothing announced meanwhile is missed', async () => {
  const one = await follow()
  await one.next()
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'xinyun announcements' and datname = current_database()`.execute(runtime.database)
  await ring()
  assert.equal(await one.next(), `data: {"rung":${rung}}`)
  await ring()
  assert.equal(await one.next(), `data: {"rung":${rung}}`)
  await one.close()
})

test('who may not read is refused as everywhere, and whose right ends is told and followed no more', async () => {
  visitor = { kind: 'nobody' }
  assert.equal((await fetch(url, { headers: { accept: 'text/event-stream' } })).status, 401)
  visitor = personWith(['bell:read'])
  const one = await follow()
  await one.next()
  visitor = personWith([])
  await ring()
  assert.equal(await one.next(), 'event: refused\ndata: {"code":"request.forbidden"}')
  assert.equal(await one.next(), undefined)
})
