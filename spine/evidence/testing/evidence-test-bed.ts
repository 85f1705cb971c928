import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after } from 'node:test'
import { platformMigrations } from '#platform/database/migrations.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { spineMigrations } from '#spine/database/migrations.ts'
import { actAsSystem, createTestDatabase, testRuntime } from '#tests/support/test-database.ts'
import type { EvidenceFile } from '../evidence.ts'
import { openEvidenceKeeping } from '../evidence-keeping.ts'
import { recordEvidence, type NewEvidence } from '../record-evidence.ts'
import { writeAnchor } from '../write-anchor.ts'

/** A database, a data folder and keys of one test's own. */
export async function evidenceTestBed() {
  const database = await createTestDatabase([platformMigrations, spineMigrations])
  const home = mkdtempSync(path.join(tmpdir(), 'evidence-'))
  after(() => rmSync(home, { recursive: true, force: true }))
  const runtime = testRuntime(database)
  const key = randomBytes(32)
  const files = openFileStore(path.join(home, 'files'))
  const keeping = await openEvidenceKeeping({ home, files, box: createSecretBox({ current: { id: '00000001', key }, find: () => key }) })

  const record = (evidence: Partial<NewEvidence> = {}) =>
    actAsSystem(runtime, (ctx) =>
      recordEvidence(ctx, { kind: 'inspection-record', title: '巡检记录', about: { service: 'inspection', subsystem: 'market-supervision' }, body: { verdict: 'normal' }, ...evidence }),
    )
  return {
    ...database,
    home,
    runtime,
    keeping,
    record,
    async recordMany(count: number): Promise<string[]> {
      const ids: string[] = []
      for (let at = 1; at <= count; at += 1) ids.push((await record({ title: `巡检记录 ${at}`, body: { at } })).evidenceId)
      return ids
    },
    async store(content: string, fileName = '照片.jpg'): Promise<EvidenceFile> {
      return { ...(await files.put(Readable.from([Buffer.from(content)]))), fileName, mediaType: 'image/jpeg' }
    },
    anchor: () => writeAnchor(runtime, keeping),
    /** Runs SQL as a superuser whom no trigger stops. */
    async tamper(...statements: ReadonlyArray<string | readonly [string, readonly unknown[]]>): Promise<void> {
      const client = await database.pool.connect()
      try {
        await client.query("begin; set local session_replication_role = 'replica'")
        for (const statement of statements) {
          if (typeof statement === 'string') await client.query(statement)
          else await client.query(statement[0], [...statement[1]])
        }
        await client.query('commit')
      } finally {
        client.release()
      }
    },
  }
}

export type EvidenceTestBed = Awaited<ReturnType<typeof evidenceTestBed>>
