import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after } from 'node:test'
import type { Kysely } from 'kysely'
import { manualClock } from '#platform/clock/clock.ts'
import { act, type Runtime } from '#platform/context/runtime.ts'
import type { Actor, Ctx } from '#platform/context/context.ts'
import { connectDatabase, databaseUrl, withConnection, type Database } from '#platform/database/connect.ts'
import { migrate, type MigrationSet } from '#platform/database/migrate.ts'
import type { JobQueue } from '#platform/jobs/job-queue.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { testServerUrl } from './test-server.ts'

export type TestDatabase = {
  readonly url: string
  readonly kysely: Kysely<unknown>
  readonly pool: Database['pool']
}

/** What a test wants to find in its database beside the migrations; what `key` names is made once a run. */
export type Filling = { readonly key: string; fill(database: TestDatabase): Promise<void> }

/**
 * A database of this test file's own, cloned from a template that holds the given migrations and filling. Dropped after the file's
 * tests. Templates are shared by all files of a run and named after the content of their migrations and what they were filled with.
 */
export async function createTestDatabase(sets: readonly MigrationSet[], filling?: Filling): Promise<TestDatabase> {
  const server = await testServerUrl()
  const template = await templateFor(server, sets, filling)
  const name = `test_${randomBytes(6).toString('hex')}`
  await withConnection(server, (client) => client.query(`create database ${name} template ${template}`))
  const { close, ...database } = openTestDatabase(databaseUrl(server, name))
  after(async () => {
    await close()
    await withConnection(server, (client) => client.query(`drop database if exists ${name} with (force)`))
  })
  return database
}

function openTestDatabase(url: string): TestDatabase & { close(): Promise<void> } {
  const { kysely, pool, close } = connectDatabase({ url, applicationName: 'test', maxConnections: 8, log: createLogger({ name: 'test', level: 'silent' }) })
  return { url, kysely, pool, close }
}

async function templateFor(server: string, sets: readonly MigrationSet[], filling?: Filling): Promise<string> {
  const digest = createHash('sha256')
  for (const set of sets) {
    for (const file of readdirSync(set.folder).filter((name) => name.endsWith('.sql')).toSorted()) digest.update(set.owner).update(file).update(readFileSync(path.join(set.folder, file)))
  }
  if (!filling) return template(server, digest.digest('hex'), 'template0', (url) => migrate(url, sets))
  const bare = await templateFor(server, sets)
  return template(server, digest.update(filling.key).digest('hex'), bare, async (url) => {
    const database = openTestDatabase(url)
    await filling.fill(database).finally(() => database.close())
  })
}

/** Makes a template from another one unless another file of the run has made it already. */
async function template(server: string, digest: string, from: string, make: (url: string) => Promise<unknown>): Promise<string> {
  const name = `template_${digest.slice(0, 16)}`
  await withConnection(server, async (client) => {
    await client.query('select pg_advisory_lock(7100002)')
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount) return
    const making = `${name}_making`
    await client.query(`drop database if exists ${making} with (force)`)
    await client.query(`create database ${making} encoding 'UTF8' template ${from}`)
    await make(databaseUrl(server, making))
    await client.query(`alter database ${making} rename to ${name}`)
  })
  return name
}

/** A job queue that remembers what was sent and works nothing: verbs' tests look at `sent`. */
export function recordingJobs(): JobQueue & { readonly sent: Array<{ name: string; payload: unknown }> } {
  const sent: Array<{ name: string; payload: unknown }> = []
  const send: JobQueue['send'] = async (job, payload) => {
    sent.push({ name: job.name, payload: job.payload.parse(payload) })
  }
  return { sent, send, within: () => ({ send }), declare: async () => {}, work: async () => {}, isReady: async () => true, counts: async () => [], stop: async () => {} }
}

/** A runtime over a test database with a clock that the test moves. */
export function testRuntime<Attached extends object = object>(
  database: TestDatabase,
  options: { now?: string; attached?: Attached } = {},
): Runtime<Attached> & { readonly clock: ReturnType<typeof manualClock>; readonly jobs: ReturnType<typeof recordingJobs> } {
  return {
    name: 'test',
    database: database.kysely,
    clock: manualClock(new Date(options.now ?? '2024-09-02T09:00:00+08:00')),
    log: createLogger({ name: 'test', level: 'silent' }),
    jobs: recordingJobs(),
    attached: options.attached ?? ({} as Attached),
  }
}

/** Runs work as a system actor in one transaction of the test runtime. */
export function actAsSystem<Attached extends object, T>(runtime: Runtime<Attached>, work: (ctx: Ctx & Attached) => Promise<T>): Promise<T> {
  return act(runtime, { kind: 'system', name: '测试' }, work)
}

/** A signed-in person with exactly the permissions given. */
export function personWith(permissions: readonly string[], options: { userId?: string; displayName?: string } = {}): Actor {
  return {
    kind: 'person',
    userId: options.userId ?? '00000000-0000-7000-8000-000000000001',
    username: 'tester',
    displayName: options.displayName ?? '测试人员',
    roles: [],
    permissions: new Set(permissions),
  }
}
