import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { escrowKeyOf, readArchive } from '#platform/archives/archive.ts'
import { act } from '#platform/context/runtime.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { verifyEvidence } from '#spine/evidence/verify-evidence.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { writeAnchor } from '#spine/evidence/write-anchor.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { keysOf } from '../checks/archive-keys.ts'
import { checkArchive } from '../checks/check-archive.ts'
import { backupActor, performBackup } from '../runs/perform-backup.ts'
import { centreSources, openUrl } from '../runs/sources.ts'
import { backupTestBed, fillHome } from '../testing/backup-test-bed.ts'
import { makeEscrow } from './escrow-key.ts'

const bed = await backupTestBed()
await fillHome(bed.home)
const storage = openLocalStorage(path.join(bed.home, 'backups'))
const source = (key: string) => {
  const found = centreSources.find((one) => one.key === key)
  assert.ok(found)
  return found
}
const newest = async (key: string) => {
  const [archive] = await act(bed.runtime, backupActor, (ctx) => newestArchives(ctx, { sourceKeys: [key] }))
  assert.ok(archive)
  return archive
}
const record = () => bed.asSystem((ctx) => recordEvidence(ctx, { kind: 'backup-check', title: '一份', about: {}, body: { n: 1 } }))

test('keys are backed up only under the recovery code: without one the run is 未检 with the cure, with one nothing else opens them', async () => {
  const without = await performBackup(bed.runtime, source('centre.keys'), { workOrderId: null })
  assert.equal(without.state, 'unchecked')
  assert.match(without.problem, /没有托管口令/)
  const { code } = await bed.asSystem(makeEscrow)
  const { state, problem } = await performBackup(bed.runtime, source('centre.keys'), { workOrderId: null })
  assert.equal(state, 'done', problem)
  const archive = await newest('centre.keys')
  const file = path.join(bed.home, 'backups', archive.objectName)
  const read = (keys: Parameters<typeof readArchive>[1]) => readArchive(createReadStream(file) as AsyncIterable<Buffer>, keys)
  await assert.rejects(read({ box: bed.runtime.attached.secretBox }), /只能用托管口令/)
  const wrong = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`
  await assert.rejects(read({ escrow: (escrow) => escrowKeyOf(wrong, escrow) }), /密钥解不开/)
  const { content } = await read({ escrow: (escrow) => escrowKeyOf(code.toLowerCase().replaceAll('-', ' '), escrow) })
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk)
  assert.ok(Buffer.concat(chunks).includes('a key'))
  assert.equal((await readFile(file)).includes('a key'), false)
})

test('the files of the centre come back as they were, and one that was changed in the archive folder is another file', async () => {
  assert.equal((await performBackup(bed.runtime, source('centre.files'), { workOrderId: null })).state, 'done')
  const archive = await newest('centre.files')
  assert.equal((await checkArchive(bed.runtime, archive, 3, storage)).verdict, 'passed')
  await writeFile(path.join(bed.home, 'files', 'ab', 'ab01'), 'another')
  bed.clock.advance(1_000)
  await performBackup(bed.runtime, source('centre.files'), { workOrderId: null })
  const later = await newest('centre.files')
  assert.equal((await checkArchive(bed.runtime, { ...later, tally: archive.tally }, 3, storage)).verdict, 'failed')
})

test('a centre that was restored says exactly what its evidence lacks since the last anchor outside', async (t) => {
  await record()
  await writeAnchor(bed.runtime, bed.runtime.attached.keeping)
  assert.equal((await performBackup(bed.runtime, source('centre.database'), { workOrderId: null })).state, 'done')
  const archive = await newest('centre.database')
  await record()
  await record()
  bed.clock.advance(1_000)
  await writeAnchor(bed.runtime, bed.runtime.attached.keeping)
  assert.equal((await verifyEvidence(bed.runtime, bed.runtime.attached.keeping)).ok, true)

  const door = await openUrl(bed.runtime, bed.url)
  const name = `centre_again_${process.pid}`
  const { content } = await readArchive(await storage.read(archive.objectName), await keysOf(bed.runtime, archive))
  assert.ok(door.restore)
  await door.restore({ database: name, format: 'postgres-custom', content })
  await door.close()
  const url = new URL(bed.url)
  url.pathname = `/${name}`
  const again = connectDatabase({ url: url.toString(), applicationName: 'test', maxConnections: 2, log: bed.runtime.log })
  t.after(async () => {
    await again.close()
    await bed.pool.query(`drop database if exists ${name} with (force)`)
  })
  const verdict = await verifyEvidence({ ...bed.runtime, database: again.kysely }, bed.runtime.attached.keeping)
  assert.equal(verdict.ok, false)
  const told = (kind: string) => verdict.problems.filter((problem) => problem.kind === kind).map(({ message }) => message)
  assert.match(told('truncated').join(), /第 \d+ 至 \d+ 条证据被从末尾截去：锚点 .*库中只到第 \d+ 条/)
  for (const message of told('deleted')) assert.match(message, /锚点在库外有副本/)
  assert.equal(verdict.problems.length, told('truncated').length + told('deleted').length, 'nothing else is said to be wrong')
})
