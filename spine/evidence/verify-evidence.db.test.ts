import assert from 'node:assert/strict'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { writeAudit } from '#platform/audit/write-audit.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { recordAnchor } from '#platform/ledger/anchor.ts'
import { readAnchorIndex } from '#platform/ledger/export-anchors.ts'
import { chainHash, exactInstant } from '#platform/ledger/ledger.ts'
import { problemList } from '#platform/ledger/ledger-problem.ts'
import { type OutsideAnchors, readOutsideAnchors, verifyAnchors } from '#platform/ledger/verify-anchors.ts'
import { actAsSystem } from '#tests/support/test-database.ts'
import { evidenceLedger } from './evidence-ledger.ts'
import { ledgers } from './seal-evidence.ts'
import { evidenceTestBed, type EvidenceTestBed } from './testing/evidence-test-bed.ts'
import { verifyEvidence, type EvidenceVerdict } from './verify-evidence.ts'

type Case = { readonly name: string; readonly bed: EvidenceTestBed; run(bed: EvidenceTestBed, ids: string[]): Promise<void> }
const cases: Case[] = []

/** Ten pieces of evidence, sealed and anchored, in a database of the test's own. */
async function onIntactLedger(name: string, run: Case['run']): Promise<void> {
  cases.push({ name, run, bed: await evidenceTestBed() })
}

const verify = (bed: EvidenceTestBed) => verifyEvidence(bed.runtime, bed.keeping)
const told = (verdict: EvidenceVerdict) => verdict.problems.map(({ ledger, kind, id }) => `${ledger} ${kind} ${id}`)

await onIntactLedger('an untouched ledger verifies, with its audit trail, anchors and files', async (bed) => {
  await bed.record({ files: [await bed.store('原图')] })
  const verdict = await verify(bed)
  assert.deepEqual(verdict.problems, [])
  assert.equal(verdict.ok, true)
  assert.deepEqual([verdict.count, verdict.unsealed, verdict.anchors, verdict.files], [10, 1, 1, 1])
})

await onIntactLedger('no ordinary connection can change, delete or empty evidence, seals or anchors', async ({ pool, runtime }) => {
  await actAsSystem(runtime, (ctx) => writeAudit(ctx.tx, { at: ctx.now, actor: ctx.actor, action: 'one.done', outcome: 'done', traceId: 't' }))
  for (const table of ['spine.evidence', 'platform.ledger_seal', 'platform.ledger_anchor', 'platform.audit_entry']) {
    const column = table === 'spine.evidence' ? 'title' : table.endsWith('seal') ? 'hash' : table.endsWith('anchor') ? 'signature' : 'action'
    await assert.rejects(pool.query(`update ${table} set ${column} = ${column}`), /只允许新增/)
    await assert.rejects(pool.query(`delete from ${table}`), /只允许新增/)
    await assert.rejects(pool.query(`truncate ${table} cascade`), /只允许新增/)
  }
})

await onIntactLedger('a changed body is named', async (bed, ids) => {
  await bed.tamper([`update spine.evidence set body_text = '{"at":99}' where evidence_id = $1`, [ids[4]]])
  assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[4]}`])
})

await onIntactLedger('a changed body with a digest made to fit is named', async (bed, ids) => {
  await bed.tamper([`update spine.evidence set body_text = '{"at":99}', body_hash = $2 where evidence_id = $1`, [ids[4], sm3('{"at":99}')]])
  assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[4]}`])
})

const columns = [`about = '{"service":"backup"}'`, `title = '别的'`, `kind = 'other'`, `happened_at = happened_at + interval '1 microsecond'`, `recorded_by_name = '他人'`, `origin = 'previous-operator'`]
for (const column of columns) {
  await onIntactLedger(`evidence with ${column} written over is named`, async (bed, ids) => {
    await bed.tamper([`update spine.evidence set ${column} where evidence_id = $1`, [ids[2]]])
    assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[2]}`])
  })
}

await onIntactLedger('a file slipped under sealed evidence is named', async (bed, ids) => {
  const file = await bed.store('后补的照片')
  await bed.record({ files: [file] })
  await bed.tamper([`insert into spine.evidence_file values ($1, 1, $2, '照片.jpg', 'image/jpeg', 15)`, [ids[0], file.sm3]])
  assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[0]}`])
})

await onIntactLedger('a changed seal is named once, not with its successor', async (bed, ids) => {
  await bed.tamper(`update platform.ledger_seal set hash = repeat('a', 64) where ledger = 'evidence' and sequence = 4`)
  assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[3]}`])
})

await onIntactLedger('a changed link to the predecessor is named', async (bed, ids) => {
  await bed.tamper(`update platform.ledger_seal set previous_hash = repeat('b', 64) where ledger = 'evidence' and sequence = 4`)
  assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[3]}`])
})

await onIntactLedger('one entry changed and sealed anew is named, not its innocent successor', async (bed, ids) => {
  await bed.tamper([`update spine.evidence set title = '别的' where evidence_id = $1`, [ids[5]]])
  await rechain(bed, 6, 6)
  assert.deepEqual(told(await verify(bed)), [`evidence altered ${ids[5]}`])
})

await onIntactLedger('deleted evidence is named by its id while its seal remains', async (bed, ids) => {
  await bed.tamper([`delete from spine.evidence where evidence_id = $1`, [ids[5]]])
  assert.deepEqual(told(await verify(bed)), [`evidence deleted ${ids[5]}`])
})

await onIntactLedger('evidence deleted with its seal leaves a gap that is named by its place', async (bed, ids) => {
  await bed.tamper([`delete from spine.evidence where evidence_id = $1`, [ids[5]]], `delete from platform.ledger_seal where ledger = 'evidence' and sequence = 6`)
  assert.deepEqual(told(await verify(bed)), ['evidence deleted #6'])
})

await onIntactLedger('a deleted seal of evidence that is still there is named', async (bed, ids) => {
  await bed.tamper(`delete from platform.ledger_seal where ledger = 'evidence' and sequence = 6`)
  assert.deepEqual(told(await verify(bed)), ['evidence deleted #6', `evidence deleted ${ids[5]}`])
})

await onIntactLedger('two entries whose numbers were swapped are named as reordered', async (bed, ids) => {
  await bed.tamper(
    `update platform.ledger_seal set sequence = 1000 where ledger = 'evidence' and sequence = 4`,
    `update platform.ledger_seal set sequence = 4 where ledger = 'evidence' and sequence = 5`,
    `update platform.ledger_seal set sequence = 5 where ledger = 'evidence' and sequence = 1000`,
  )
  assert.deepEqual(told(await verify(bed)), [`evidence reordered ${ids[4]}`, `evidence reordered ${ids[3]}`])
})

await onIntactLedger('two entries put under each other’s seals are named as reordered', async (bed, ids) => {
  await bed.tamper(
    `update platform.ledger_seal set entry_id = 'aside' where ledger = 'evidence' and sequence = 3`,
    [`update platform.ledger_seal set entry_id = $1 where ledger = 'evidence' and sequence = 8`, [ids[2]]],
    [`update platform.ledger_seal set entry_id = $1 where ledger = 'evidence' and sequence = 3`, [ids[7]]],
  )
  assert.deepEqual(told(await verify(bed)), [`evidence reordered ${ids[7]}`, `evidence reordered ${ids[2]}`])
})

await onIntactLedger('a tail cut off after an anchor is found by what the anchor knows', async (bed, ids) => {
  await bed.tamper(`delete from platform.ledger_seal where ledger = 'evidence' and sequence > 7`, [`delete from spine.evidence where evidence_id = any($1)`, [ids.slice(7)]])
  const verdict = await verify(bed)
  assert.deepEqual(told(verdict), ['evidence truncated #8'])
  assert.match(verdict.problems[0]?.message ?? '', /第 8 至 10 条.*锚点 1/)
})

await onIntactLedger('a cut tail is found by the outside copy also when the anchors in the database were deleted', async (bed, ids) => {
  await bed.tamper(`delete from platform.ledger_seal where ledger = 'evidence' and sequence > 7`, [`delete from spine.evidence where evidence_id = any($1)`, [ids.slice(7)]], 'delete from platform.ledger_anchor')
  assert.deepEqual(told(await verify(bed)), ['anchor deleted 1', 'evidence truncated #8'])
})

await onIntactLedger('a chain recomputed from a changed entry on is caught by the anchors', async (bed, ids) => {
  await bed.recordMany(5)
  await bed.anchor()
  await bed.recordMany(5)
  await bed.anchor()
  await bed.tamper([`update spine.evidence set body_text = '{}', body_hash = $2 where evidence_id = $1`, [await entryAt(bed, 12), sm3('{}')]])
  await rechain(bed, 12, 20)
  const verdict = await verify(bed)
  assert.deepEqual(told(verdict), ['evidence altered #11'])
  assert.match(verdict.problems[0]?.message ?? '', /第 11 至 15 条.*锚点 2/)
  assert.equal(ids.length, 10)
})

await onIntactLedger('an anchor forged in the database is named', async (bed) => {
  await bed.tamper(`update platform.ledger_anchor set statement = replace(statement, '"sequence":10', '"sequence":9')`)
  assert.deepEqual(told(await verify(bed)), ['anchor altered 1'])
  await bed.tamper(`insert into platform.ledger_anchor select 2, anchored_at, replace(statement, '"anchor":1', '"anchor":2'), signature, key_id from platform.ledger_anchor`)
  assert.deepEqual(told(await verify(bed)), ['anchor altered 1', 'anchor altered 2'])
})

await onIntactLedger('an anchor forged outside is named even with an index that fits', async (bed) => {
  const folder = bed.keeping.anchorFolder
  const file = path.join(folder, '2024', 'anchor-000001.json')
  const forged = (await readFile(file, 'utf8')).replace('\\"sequence\\":10', '\\"sequence\\":9')
  await writeFile(file, forged)
  assert.deepEqual(told(await verify(bed)), ['anchor file 1'])
  await writeFile(path.join(folder, 'index.txt'), `1 ${sm3(forged)} 2024/anchor-000001.json\n`)
  assert.deepEqual(told(await verify(bed)), ['anchor altered 1'])
})

await onIntactLedger('outside anchors that were taken away are named and not quietly made again', async (bed) => {
  await bed.anchor()
  await bed.anchor()
  await rm(path.join(bed.keeping.anchorFolder, '2024', 'anchor-000002.json'))
  assert.deepEqual(told(await verify(bed)), ['anchor file 2'])
  await rm(bed.keeping.anchorFolder, { recursive: true })
  assert.deepEqual(told(await verify(bed)), ['anchor file 1', 'anchor file 2'])
  await bed.anchor()
  assert.deepEqual(told(await verify(bed)), ['anchor file 1', 'anchor file 2', 'anchor file 3'])
})

await onIntactLedger('a torn index line and an interrupted export are made up for by the next anchor', async (bed) => {
  await appendFile(path.join(bed.keeping.anchorFolder, 'index.txt'), '\n2 0123')
  await bed.anchor()
  assert.deepEqual(told(await verify(bed)), [])
})

await onIntactLedger('one changed byte and one missing file are named with their evidence', async (bed) => {
  const first = await bed.record({ files: [await bed.store('一'), await bed.store('二')] })
  const second = await bed.record({ files: [await bed.store('二')] })
  await writeFile(bed.keeping.files.pathOf(sm3('一')), '壹')
  await rm(bed.keeping.files.pathOf(sm3('二')))
  const verdict = await verify(bed)
  assert.deepEqual(told(verdict).toSorted(), [`evidence file ${first.evidenceId}`, `evidence file ${first.evidenceId}`, `evidence file ${second.evidenceId}`].toSorted())
  assert.match(verdict.problems.map((problem) => problem.message).join(), /的内容被改动.*不在磁盘上/s)
})

await onIntactLedger('a changed, a deleted and a forged audit line are named', async (bed) => {
  for (const action of ['one.done', 'two.done', 'three.done']) {
    await actAsSystem(bed.runtime, (ctx) => writeAudit(ctx.tx, { at: ctx.now, actor: ctx.actor, action, outcome: 'done', traceId: 't', details: { note: '细节' } }))
  }
  await bed.anchor()
  await bed.tamper(`update platform.audit_entry set details = '{}' where action = 'one.done'`, `delete from platform.audit_entry where action = 'two.done'`)
  await bed.tamper(`insert into platform.audit_entry (at, actor_kind, actor_name, action, outcome, trace_id) values (now(), 'system', 'x', 'four.done', 'done', 't')`)
  const verdict = await verify(bed)
  assert.deepEqual(verdict.problems.map(({ ledger, kind }) => `${ledger} ${kind}`), ['audit deleted', 'audit altered', 'audit deleted'])
})

await onIntactLedger('anchors that are written while a verification begins are no gap outside', async (bed) => {
  const { anchorFolder, isSignedByUs } = bed.keeping
  const before = await readOutsideAnchors(anchorFolder, isSignedByUs, problemList())
  for (let more = 0; more < 3; more += 1) await bed.anchor()
  const problems = problemList()
  const read = (readAgain: () => Promise<OutsideAnchors>) => actAsSystem(bed.runtime, ({ tx }) => verifyAnchors(tx, before, isSignedByUs, problems, readAgain))
  assert.equal((await read(() => readOutsideAnchors(anchorFolder, isSignedByUs, problemList()))).count, 4)
  assert.equal(problems.total(), 0)
  await read(() => Promise.resolve(before))
  assert.deepEqual(problems.problems.map(({ kind, id }) => `${kind} ${id}`), ['file 2', 'file 3'], 'those that did not leave are missed')
})

test('an anchor whose way out was cut off, the very first too, is outside before the next one is signed', async () => {
  const bed = await evidenceTestBed()
  await bed.recordMany(3)
  await actAsSystem(bed.runtime, (ctx) => recordAnchor(ctx, ledgers, bed.keeping.signingKey))
  assert.deepEqual((await readAnchorIndex(bed.keeping.anchorFolder)).map(({ anchorId }) => anchorId), [])
  assert.deepEqual((await verify(bed)).problems, [])
  await bed.anchor()
  assert.deepEqual((await readAnchorIndex(bed.keeping.anchorFolder)).map(({ anchorId }) => anchorId), [1, 2])
  assert.deepEqual((await verify(bed)).problems, [])
})

for (const { name, bed, run } of cases) {
  test(name, async () => {
    const ids = await bed.recordMany(10)
    await bed.anchor()
    await run(bed, ids)
  })
}

async function entryAt(bed: EvidenceTestBed, sequence: number): Promise<string> {
  const { rows } = await bed.pool.query(`select entry_id from platform.ledger_seal where ledger = 'evidence' and sequence = $1`, [sequence])
  return rows[0].entry_id as string
}

/** What a skilled attacker does: seals entries anew with the program's own arithmetic. */
async function rechain(bed: EvidenceTestBed, from: number, to: number): Promise<void> {
  const { rows } = await sql<{ sequence: number; entryId: string; sealedAt: string; hash: string }>`
    select sequence, entry_id, hash, ${exactInstant('sealed_at')} as sealed_at from platform.ledger_seal
    where ledger = 'evidence' and sequence between ${from - 1} and ${to} order by sequence`.execute(bed.kysely)
  const entries = await evidenceLedger.readEntries(bed.kysely, rows.map((row) => row.entryId))
  let previousHash = rows[0]?.hash ?? ''
  for (const { sequence, entryId, sealedAt } of rows.slice(1)) {
    const hash = chainHash({ ledger: 'evidence', sequence, previousHash, sealedAt, entryId, record: entries.get(entryId)?.record ?? null })
    await bed.tamper([`update platform.ledger_seal set previous_hash = $2, hash = $3 where ledger = 'evidence' and sequence = $1`, [sequence, previousHash, hash]])
    previousHash = hash
  }
}
