import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { act } from '#platform/context/runtime.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { personWith, actAsSystem } from '#tests/support/test-database.ts'
import { evidenceTestBed } from './testing/evidence-test-bed.ts'
import { recordEvidence } from './record-evidence.ts'
import { sealAll, sealEvidence } from './seal-evidence.ts'
import { verifyEvidence } from './verify-evidence.ts'

const bed = await evidenceTestBed()
const { runtime, keeping, pool } = bed

async function problemsOf(body: unknown, more: object = {}): Promise<string[]> {
  try {
    await bed.record({ body, ...more })
  } catch (error) {
    assert.ok(error instanceof AppError)
    assert.equal(error.code, 'evidence.invalid')
    return error.problems.map(({ place, message }) => `${place} ${message}`)
  }
  return []
}

test('evidence keeps who, when and the exact text that was digested, and asks for one sealing a transaction', async () => {
  const before = runtime.jobs.sent.length
  const ids = await act(runtime, personWith([], { displayName: '乙方人员' }), async (ctx) => [
    await recordEvidence(ctx, { kind: 'channel-log', title: '来电', about: {}, body: { b: 1, a: '😀' }, happenedAt: new Date('2024-09-01T00:00:00Z') }),
    await recordEvidence(ctx, { kind: 'channel-log', title: '来电', about: {}, body: null }),
  ])
  assert.deepEqual(runtime.jobs.sent.slice(before).map(({ name }) => name), ['spine.seal-evidence'])
  const { rows } = await pool.query('select * from spine.evidence where evidence_id = $1', [ids[0]?.evidenceId])
  assert.equal(rows[0].body_text, '{"a":"😀","b":1}')
  assert.deepEqual(rows[0].body, { a: '😀', b: 1 })
  assert.equal(rows[0].body_hash, ids[0]?.bodyHash)
  assert.deepEqual([rows[0].origin, rows[0].recorded_by_name, rows[0].recorded_at.toISOString()], ['person', '乙方人员', runtime.clock.now().toISOString()])
})

test('hostile text is refused in words, with every place at once, and nothing is written', async () => {
  const { rows: before } = await pool.query('select count(*) from spine.evidence')
  const problems = await problemsOf({ nul: 'a\u0000b', half: '\uD83D', when: new Date(0) }, { title: 'x\u0000', about: { service: '\uDC00' }, kind: 'Not A Kind' })
  assert.equal(problems.length, 5)
  for (const place of ['title 文字中有空字符', 'about.service 文字中有残缺的字符', 'kind 证据类别须为', 'body.half 文字中有残缺', 'body.when 不接受 Date']) {
    assert.ok(problems.some((problem) => problem.startsWith(place)), `${place} in ${problems.join('; ')}`)
  }
  assert.match((await problemsOf({ nul: 'a\u0000b' })).join(), /body 内容中有空字符/)
  assert.match((await problemsOf('x'.repeat(1024 * 1024))).join(), /超过 1 MB/)
  const { rows: after } = await pool.query('select count(*) from spine.evidence')
  assert.deepEqual(after, before)
})

test('unusual but honest content is kept and verifies', async () => {
  for (const body of [{ big: 1e308, small: 5e-324, exact: Number.MAX_SAFE_INTEGER, zero: -0 }, '\\u0000 written out', { 'k"\\\n': ['😀', '\u202E', "'; drop table spine.evidence; --"] }, []]) {
    assert.deepEqual(await problemsOf(body), [])
  }
  await sealAll(runtime)
  const verdict = await verifyEvidence(runtime, keeping)
  assert.deepEqual(verdict.problems, [])
  assert.equal(verdict.unsealed, 0)
})

test('twenty writers that commit in any order are each sealed exactly once while the sealer runs', async () => {
  const writing = new AbortController()
  const sealer = (async () => {
    while (!writing.signal.aborted) {
      await sealAll(runtime)
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  })()
  const written = await Promise.all(
    Array.from({ length: 20 }, async (_, writer) => {
      const ids: string[] = []
      for (let round = 0; round < 5; round += 1) {
        await actAsSystem(runtime, async (ctx) => {
          const { evidenceId } = await recordEvidence(ctx, { kind: 'inspection-record', title: `${writer}-${round}`, about: {}, body: { writer, round } })
          await new Promise((resolve) => setTimeout(resolve, ((writer * 7 + round * 13) % 10) * 3))
          // Every fifth transaction thinks better of it.
          if ((writer + round) % 5 === 0) throw new Error('withdrawn')
          ids.push(evidenceId)
        }).catch((error: unknown) => assert.equal((error as Error).message, 'withdrawn'))
      }
      return ids
    }),
  )
  writing.abort()
  await sealer
  await sealAll(runtime)
  const { rows } = await pool.query(`select entry_id, count(*) from platform.ledger_seal where ledger = 'evidence' and entry_id = any($1) group by 1`, [written.flat()])
  assert.equal(written.flat().length, 80)
  assert.equal(rows.length, 80)
  assert.ok(rows.every((row) => row.count === 1))
  const { rows: chain } = await pool.query(`select count(*), max(sequence) from platform.ledger_seal where ledger = 'evidence'`)
  assert.equal(chain[0].count, chain[0].max)
  assert.deepEqual((await verifyEvidence(runtime, keeping)).problems, [])
})

test('a sealer that dies in the middle leaves nothing half-sealed, and the next one goes on', async () => {
  await bed.recordMany(3)
  const before = await verifyEvidence(runtime, keeping)
  await assert.rejects(
    actAsSystem(runtime, async (ctx) => {
      assert.equal(await sealEvidence(ctx), 3)
      await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and state = $1', ['idle in transaction'])
      await sealEvidence(ctx)
    }),
  )
  const killed = await verifyEvidence(runtime, keeping)
  assert.deepEqual([killed.ok, killed.count, killed.unsealed], [true, before.count, 3])
  await sealAll(runtime)
  const after = await verifyEvidence(runtime, keeping)
  assert.deepEqual([after.ok, after.count, after.unsealed], [true, before.count + 3, 0])
})

test('evidence that vanished before it was sealed is not passed over', async () => {
  const { evidenceId } = await bed.record()
  await bed.tamper([`delete from spine.evidence where evidence_id = $1`, [evidenceId]])
  await sealAll(runtime)
  await bed.record()
  await sealAll(runtime)
  assert.deepEqual((await verifyEvidence(runtime, keeping)).problems.map(({ id, kind }) => `${kind} ${id}`), [`deleted ${evidenceId}`])
})

const smallDisk = path.join(bed.home, 'small-disk')
mkdirSync(smallDisk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', smallDisk]).status === 0

test('a full disk is told in words and leaves nothing behind', { skip: mounted ? false : 'no small file system could be mounted here' }, async () => {
  const store = openFileStore(smallDisk)
  try {
    await assert.rejects(store.put(Readable.from([randomBytes(200_000)])), (thrown: unknown) => thrown instanceof AppError && thrown.code === 'request.disk-full')
    assert.deepEqual(readdirSync(path.join(smallDisk, 'incoming')), [])
  } finally {
    spawnSync('umount', [smallDisk])
  }
})
