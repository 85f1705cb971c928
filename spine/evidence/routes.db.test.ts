import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { Actor } from '#platform/context/context.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { ApiError, apiClient } from '#shared/api-client.ts'
import type { SpineAttached } from '#spine/context.ts'
import { personWith } from '#tests/support/test-database.ts'
import { evidenceApi } from './api.ts'
import { evidenceTestBed } from './testing/evidence-test-bed.ts'
import { evidenceJobs } from './jobs.ts'
import { evidenceRoutes } from './routes.ts'

const bed = await evidenceTestBed()
const attached = { files: bed.keeping.files } as SpineAttached
const people: Record<string, Actor> = {
  engineer: personWith(['evidence:read', 'evidence:record', 'evidence:verify', 'evidence:import'], { displayName: '巡检人员' }),
  reader: personWith(['evidence:read']),
  stranger: personWith([]),
}
const app = await createHttpServer<SpineAttached>({
  title: 'test',
  version: '0',
  runtime: { ...bed.runtime, attached },
  implementations: [evidenceRoutes],
  files: bed.keeping.files,
  identify: (token) => Promise.resolve(people[token ?? ''] ?? { kind: 'nobody' }),
  readiness: [],
})
const baseUrl = await app.listen({ port: 0 })
after(() => app.close())

const as = (person: string) => apiClient(evidenceApi, { baseUrl, headers: () => ({ authorization: `Bearer ${person}` }) })
const engineer = as('engineer')

function form(fields: Record<string, string>, files: Record<string, string> = {}): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  for (const [name, content] of Object.entries(files)) data.append('files', new Blob([content], { type: 'text/html' }), name)
  return data
}
const upload = (fields: Record<string, string>, files?: Record<string, string>) => engineer.uploadEvidence({ body: form(fields, files) as never })
const manual = { kind: 'training-record', title: '培训记录', about: JSON.stringify({ service: 'inspection', subsystem: 'market-supervision', workOrder: 'GD-20240902-0001' }), note: '已培训' }

async function problemOf(call: Promise<unknown>) {
  const error = await call.then(() => undefined, (thrown: unknown) => thrown)
  assert.ok(error instanceof ApiError, 'the call should have been refused')
  return error.problem
}

/** Runs what was sent to the queues, as a worker would. */
async function work(): Promise<void> {
  const jobs = evidenceJobs(bed.keeping)
  for (const sent of bed.runtime.jobs.sent.splice(0)) {
    await jobs.find((job) => job.name === sent.name)?.perform(bed.runtime, sent.payload as never, { id: '1', signal: new AbortController().signal })
  }
}

test('a person hands in evidence with files, finds it, reads it and gets the same bytes back, never as a page', async () => {
  const { evidenceId } = await upload(manual, { '../现场<1>.html': '<script>alert(1)</script>' })
  const found = await engineer.listEvidence({ query: { subsystem: 'market-supervision', service: 'inspection', origin: 'person', search: '培训', from: '2024-09-02', to: '2024-09-02' } })
  assert.deepEqual(found.items.map((item) => [item.evidenceId, item.fileCount, item.sequence, item.recordedByName]), [[evidenceId, 1, null, '巡检人员']])
  for (const query of [{ subsystem: 'cost-information' }, { from: '2024-09-03' }, { to: '2024-09-01' }]) assert.equal((await engineer.listEvidence({ query })).total, 0)
  const detail = await engineer.getEvidence({ params: { evidenceId } })
  assert.deepEqual(detail.files.map((file) => file.fileName), ['现场<1>.html'])
  assert.equal(detail.seal, null)
  const answer = await fetch(`${baseUrl}/api/evidence/${evidenceId}/files/1`, { headers: { authorization: 'Bearer reader' } })
  assert.equal(answer.headers.get('content-type'), 'application/octet-stream')
  assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/)
  assert.equal(await answer.text(), '<script>alert(1)</script>')
})

test('once sealed and anchored a piece of evidence checks as intact, and as broken after its file was changed', async () => {
  const { evidenceId } = await upload(manual, { 'a.txt': '附件甲' })
  assert.equal((await engineer.checkEvidence({ params: { evidenceId } })).state, 'unsealed')
  await work()
  await bed.anchor()
  const detail = await engineer.getEvidence({ params: { evidenceId } })
  assert.equal(detail.seal?.anchor, 1)
  assert.equal((await engineer.checkEvidence({ params: { evidenceId } })).state, 'intact')
  const standing = await engineer.getStanding()
  assert.deepEqual([standing.sealed, standing.unsealed, standing.headHash, standing.lastAnchor?.anchor], [2, 0, detail.seal?.hash, 1])
  assert.equal((await engineer.listAnchors({ query: {} })).items[0]?.hash, detail.seal?.hash)
  const file = bed.keeping.files.pathOf(sm3('附件甲'))
  writeFileSync(file, '附件乙')
  const broken = await engineer.checkEvidence({ params: { evidenceId } })
  assert.equal(broken.state, 'broken')
  assert.deepEqual(broken.lines.filter((line) => !line.isGood).map((line) => line.text), ['附件“a.txt”的内容被改动'])
  writeFileSync(file, '附件甲')
})

test('what the previous operator left is taken only with period, source and file, and is flagged', async () => {
  const fields = { kind: 'inspection-record', title: '移交的巡检记录', note: '', about: '{}', periodFrom: '2024-06-01', periodTo: '2024-05-01', statement: '由甲方于交接会当面移交纸质件并扫描' }
  assert.deepEqual((await problemOf(engineer.importEvidence({ body: form(fields) as never }))).problems?.map(({ place }) => place), ['body.periodTo', 'body.files'])
  const { evidenceId } = await engineer.importEvidence({ body: form({ ...fields, periodTo: '2024-06-30' }, { 'scan.pdf': 'x' }) as never })
  const detail = await engineer.getEvidence({ params: { evidenceId } })
  assert.deepEqual([detail.origin, detail.about['period']], ['previous-operator', '2024-06-01/2024-06-30'])
})

test('bad input is refused with every place, and nothing is written', async () => {
  const before = (await engineer.listEvidence({ query: {} })).total
  const refused = await problemOf(upload({ kind: 'Bad Kind', title: ' ', about: '{"service":1}', note: '' }))
  assert.deepEqual(refused.problems?.map(({ place }) => place).toSorted(), ['body.about.service', 'body.kind', 'body.title'])
  assert.match(JSON.stringify(await problemOf(upload({ ...manual, about: '{' }))), /所证事项须为 JSON/)
  assert.match(JSON.stringify(await problemOf(upload({ ...manual, note: '', about: '{}' }))), /请填写说明或附上文件/)
  assert.match(JSON.stringify(await problemOf(upload({ ...manual, happenedAt: '2030-01-01T00:00:00+08:00' }))), /不能晚于现在/)
  assert.equal((await engineer.listEvidence({ query: {} })).total, before)
})

test('each permission is asked for', async () => {
  const evidenceId = '00000000-0000-7000-8000-000000000009'
  const refused = [
    () => as('stranger').listEvidence({ query: {} }),
    () => as('stranger').getEvidence({ params: { evidenceId } }),
    () => as('stranger').downloadEvidencePack({ query: {} }),
    () => as('reader').requestVerification(),
    () => as('reader').uploadEvidence({ body: form(manual) as never }),
    () => as('reader').importEvidence({ body: form(manual) as never }),
  ]
  for (const call of refused) {
    assert.equal((await problemOf(call())).status, 403)
  }
  assert.equal((await problemOf(as('nobody').listEvidence({ query: {} }))).status, 401)
  assert.equal((await problemOf(engineer.getEvidence({ params: { evidenceId } }))).code, 'evidence.not-found')
})

test('a requested verification runs as a job and tells its result', async () => {
  await work()
  const { verificationId } = await engineer.requestVerification()
  assert.equal((await engineer.getVerification({ params: { verificationId } })).state, 'waiting')
  await work()
  const done = await engineer.getVerification({ params: { verificationId } })
  assert.deepEqual([done.state, done.result?.ok, done.result?.problems, done.checked], ['done', true, [], done.expected])
  assert.equal((await engineer.listVerifications({ query: {} })).items[0]?.verificationId, verificationId)
})

test('the pack can be checked with nothing but an archive program and SM3', async () => {
  const blob = await engineer.downloadEvidencePack({ query: { subsystem: 'market-supervision' } })
  const file = path.join(bed.home, 'pack.zip')
  writeFileSync(file, Buffer.from(await blob.arrayBuffer()))
  execFileSync('python3', ['-c', "import zipfile; z=zipfile.ZipFile('pack.zip'); assert z.testzip() is None; z.extractall('pack')"], { cwd: bed.home })
  const read = (name: string) => readFileSync(path.join(bed.home, 'pack', name), 'utf8')
  const index = JSON.parse(read('index.json')) as Array<{ evidenceId: string; sequence: number }>
  assert.equal(index.length, 2)
  for (const { evidenceId } of index) {
    const record = JSON.parse(read(`records/${evidenceId}/record.json`)) as { bodyHash: string; files: Array<{ sm3: string; fileName: string }> }
    assert.equal(sm3(read(`records/${evidenceId}/body.json`)), record.bodyHash)
    assert.equal(sm3(read(`records/${evidenceId}/link.json`)), read(`records/${evidenceId}/link.sm3`).trim())
    for (const { sm3: digest, fileName } of record.files) assert.equal(sm3(read(`files/${digest}/${fileName}`)), digest)
  }
  assert.match(read('核验说明.md'), /openssl dgst -sm3/)
})
