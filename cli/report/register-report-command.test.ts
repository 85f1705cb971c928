import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { runCommand } from '../run-command.fixture.ts'
import { registerReportCommand } from './register-report-command.ts'

const reportBuildId = '00000000-0000-7000-8000-000000000001'
const run = { reportBuildId, kind: 'monthly', periodKey: '2026-11', state: 'running', step: '排版 PDF', percent: 60, failure: '', result: null }
const files = [{ format: 'pdf', fileName: '2026年11月运维月报-第1版.pdf', bytes: 4, sm3: 'a'.repeat(64) }]
const done = { ...run, state: 'done', step: '完成', percent: 100, result: { reportId: reportBuildId, report: 'BG-20261201-0001', version: 1, hash: 'b'.repeat(64), files } }

/** A centre that speaks only what this command asks for: the answers to progress in turn, the last one again and again. */
async function centreAnswering(answers: readonly object[], refusal?: object) {
  let at = 0
  const server = createServer((request, response) => {
    if (request.url?.includes('/files/')) return void response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF')
    if (request.method === 'POST') return void response.writeHead(refusal ? 422 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(refusal ?? { reportBuildId }))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[Math.min(at++, answers.length - 1)]))
  }).listen(0)
  after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return (...words: string[]) => runCommand((program, io) => registerReportCommand(program, io, () => Promise.resolve({ server: url, token: 'secret' })), ['report', 'build', ...words])
}

test('a built report is told with its digest, its files are brought to the folder, progress goes to standard error', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const build = await centreAnswering([run, done])
  const { json, exit, stderr } = await build('--kind', 'monthly', '--period', '2026-11', '--out', folder, '--json')
  const file = path.join(folder, files[0]?.fileName ?? '')
  assert.deepEqual([exit, json], [0, { report: 'BG-20261201-0001', version: 1, hash: 'b'.repeat(64), files: [file] }])
  assert.equal(readFileSync(file, 'utf8'), '%PDF')
  assert.match(stderr, /60% 排版 PDF\n100% 完成/)
})

test('a future period is refused by the centre in words, exit 1', async () => {
  const build = await centreAnswering([], { code: 'report.future-period', status: 422, title: '报告周期尚未开始，不能编制', traceId: 't' })
  const { exit, stderr } = await build('--kind', 'monthly', '--period', '2030-01', '--json')
  assert.equal(exit, 1)
  assert.match(stderr, /尚未开始/)
})

test('a build that failed on the way is exit 1 with its reason', async () => {
  const build = await centreAnswering([{ ...run, state: 'failed', failure: '报告当前状态不能进行此操作' }])
  const { exit, stderr } = await build('--kind', 'monthly', '--period', '2026-11')
  assert.equal(exit, 1)
  assert.match(stderr, /当前状态不能/)
})
