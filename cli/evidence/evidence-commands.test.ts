import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { runCommand } from '../run-command.fixture.ts'
import { registerEvidenceCommands } from './register-evidence-commands.ts'

const verificationId = '00000000-0000-7000-8000-000000000001'
const intact = { ok: true, count: 3, unsealed: 0, problems: [], problemCount: 0, ledgers: [], anchors: 1, files: 0 }
const altered = { ...intact, ok: false, problems: [{ id: 'e-1', ledger: 'evidence', kind: 'altered', message: '第 1 条被改动' }], problemCount: 1 }

/** A centre that speaks only what this command asks for: the answers in turn, the last one again and again. */
async function centreAnswering(answers: ReadonlyArray<{ status?: number; body: object }>) {
  let at = 0
  const tokens: string[] = []
  const server = createServer((request, response) => {
    tokens.push(String(request.headers.authorization))
    const answer = request.method === 'POST' ? { body: { verificationId } } : (answers[Math.min(at++, answers.length - 1)] ?? { body: {} })
    const refused = request.method === 'POST' && answers[0]?.status ? answers[0] : answer
    response.writeHead(refused.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(refused.body))
  }).listen(0)
  after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { tokens, verify: (...words: string[]) => runCommand((program, io) => registerEvidenceCommands(program, io, () => Promise.resolve({ server: url, token: 'secret' })), ['evidence', 'verify', ...words]) }
}

const run = (state: string, more: object = {}) => ({ body: { verificationId, state, checked: 1, expected: 3, result: null, failure: null, ...more } })

test('an intact ledger is exit 0, after progress on standard error', async () => {
  const centre = await centreAnswering([run('waiting'), run('running'), run('done', { result: intact })])
  const { json, exit, stderr } = await centre.verify('--json')
  assert.deepEqual([exit, json['ok'], json['count'], json['problems']], [0, true, 3, []])
  assert.match(stderr, /等待执行\n已核验 1 \/ 3/)
  assert.ok(centre.tokens.every((token) => token === 'Bearer secret'))
})

test('problems are exit 1 and are told one by one', async () => {
  const centre = await centreAnswering([run('done', { result: altered })])
  const json = await centre.verify('--json')
  assert.deepEqual([json.exit, json.json['ok'], (json.json['problems'] as object[]).length], [1, false, 1])
  const text = await centre.verify()
  assert.match(text.stdout, /发现 1 处问题.*\n被改动 {2}e-1 {2}第 1 条被改动/)
})

test('a verification that could not be completed and a centre that does not answer are exit 3', async () => {
  const failed = await (await centreAnswering([run('failed', { failure: '数据库连接中断' })])).verify('--json')
  assert.deepEqual([failed.exit, failed.json['ok']], [3, false])
  assert.match(failed.stderr, /数据库连接中断/)
  const away = await runCommand((program, io) => registerEvidenceCommands(program, io, () => Promise.resolve({ server: 'http://127.0.0.1:9', token: 'x' })), ['evidence', 'verify', '--json'])
  assert.equal(away.exit, 3)
  assert.match(away.stderr, /连接不上服务器/)
})

test('a refusal by permission is exit 1', async () => {
  const centre = await centreAnswering([{ status: 403, body: { code: 'request.forbidden', status: 403, title: '您没有进行此操作的权限', traceId: 't' } }])
  const refused = await centre.verify('--json')
  assert.equal(refused.exit, 1)
  assert.match(refused.stderr, /没有进行此操作的权限/)
})
