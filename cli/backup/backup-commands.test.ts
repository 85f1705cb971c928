import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { newEscrowKey, writeArchive } from '#platform/archives/archive.ts'
import { runCommand } from '../run-command.fixture.ts'
import { registerBackupCommands } from './register-backup-commands.ts'

const workOrderId = '00000000-0000-7000-8000-000000000001'
const good = { source: 'a.backup', title: '甲库', verdict: 'done', bytes: 1_000, sm3: 'ab'.repeat(32), seconds: 1.5 }

/** A centre that opens an order and then tells how it stands: the answers in turn. */
async function centreAnswering(answers: readonly object[]) {
  let at = 0
  const sent: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      sent.push(`${request.method} ${request.url} ${body}`)
      const answer = request.method === 'POST' ? { workOrderId, number: 'GD-1', requestId: workOrderId, state: 'in-approval', archive: workOrderId } : answers[Math.min(at++, answers.length - 1)]
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  }).listen(0)
  after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { sent, run: (...words: string[]) => runCommand((program, io) => registerBackupCommands(program, io, () => Promise.resolve({ server: url, token: 'secret' })), ['backup', ...words]) }
}
const order = (state: string, runs: object[] = []) => ({ number: 'GD-1', state, result: { runs }, running: state === 'closed' ? [] : [{ title: '甲库', rawBytes: 2_000_000 }], note: '' })

test('a backup is watched to its end: exit 0 when all succeeded, 1 when one did not', async () => {
  const centre = await centreAnswering([order('taken'), order('closed', [good])])
  const { json, exit, stderr } = await centre.run('run', '--subsystem', 'market-supervision', '--json')
  assert.equal(exit, 0)
  assert.deepEqual(json['runs'], [good])
  assert.match(stderr, /甲库 2\.0 MB/)
  const failing = await centreAnswering([order('closed', [good, { ...good, verdict: 'unchecked', problem: '缺少合用的客户端工具' }])])
  const told = await failing.run('run')
  assert.equal(told.exit, 1)
  assert.match(told.stdout, /未检　甲库.*缺少合用的客户端工具/)
})

test('a drill prints what was measured; a level that does not exist is wrong usage', async () => {
  const centre = await centreAnswering([order('closed', [{ ...good, verdict: 'passed', level: 4, lines: ['一致'], rtoSeconds: 12.5, rpoSeconds: 7_200 }])])
  const { json } = await centre.run('drill', '--json')
  assert.deepEqual((json['runs'] as Array<Record<string, unknown>>).map(({ rtoSeconds, rpoSeconds }) => [rtoSeconds, rpoSeconds]), [[12.5, 7_200]])
  assert.match((await centre.run('drill')).stdout, /恢复用时 12\.5 秒　数据丢失窗口 2\.0 小时/)
  assert.equal((await centre.run('verify', '--level', '5')).exit, 2)
})

test('a restore waits for approval: exit 1, with the number of the request', async () => {
  const centre = await centreAnswering([])
  const { exit, json } = await centre.run('restore', '--to', 'postgres://one@127.0.0.1/new', '--subsystem', 'market-supervision', '--json')
  assert.equal(exit, 1)
  assert.equal((json['runs'] as Array<Record<string, unknown>>)[0]?.['verdict'], 'waiting-approval')
  assert.equal((await centre.run('restore', '--to', 'postgres://one@127.0.0.1/new')).exit, 2)
})

test('an archive is opened by the recovery code alone; a wrong code and a torn file leave nothing behind', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'open-archive-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const { code, escrow } = await newEscrowKey()
  const parts: Buffer[] = []
  const content = async function* () {
    yield Buffer.from('the content')
  }
  await writeArchive({ archive: 'a', content: 'files', startedAt: '2024-08-06', source: content(), box: undefined, escrow, write: async (bytes) => {
    for await (const part of bytes) parts.push(part)
  } })
  const [file, out] = [path.join(folder, 'a.xyb'), path.join(folder, 'a.tar')]
  await writeFile(file, Buffer.concat(parts))
  const open = () => runCommand((program, io) => registerBackupCommands(program, io), ['backup', 'open', file, '--out', out, '--json'])
  const before = process.env['XINYUN_PASSWORD']
  t.after(() => {
    if (before === undefined) delete process.env['XINYUN_PASSWORD']
    else process.env['XINYUN_PASSWORD'] = before
  })
  process.env['XINYUN_PASSWORD'] = 'WRON-GCOD-E'
  const refused = await open()
  assert.equal(refused.exit, 1)
  assert.match(refused.stderr, /密钥解不开/)
  await assert.rejects(readFile(out), { code: 'ENOENT' })
  process.env['XINYUN_PASSWORD'] = code
  assert.equal((await open()).exit, 0)
  assert.equal(await readFile(out, 'utf8'), 'the content')
  await writeFile(file, Buffer.concat(parts).subarray(0, -5))
  assert.equal((await open()).exit, 1)
})
