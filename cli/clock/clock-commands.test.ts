/** `clock explain` as a script sees it, and its published schema. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { clockSchemaFile, clockSchemaText } from '../../scripts/generate-clock-schema.ts'
import { runCommand } from '../run-command.fixture.ts'
import { registerClockCommands } from './register-clock-commands.ts'

const fact = (id: string, kind: string, time: string, more = {}) => ({ id, kind, at: `${time}:00+08:00`, recordedAt: `${time}:00+08:00`, ...more })
const input = {
  asOf: '2024-09-20T09:00:00+08:00',
  targets: [{ name: '解决', kind: 'window-minutes', amount: 960, window: '5x9', contractual: true, clause: '二(三)3.1' }],
  events: [
    fact('1', 'start', '2024-09-13T17:00'),
    fact('2', 'pause', '2024-09-14T10:00', { reason: '等待材料', owner: '业务处室', proof: '通话录音 12' }),
    fact('3', 'resume', '2024-09-18T10:00'),
    fact('4', 'stop', '2024-09-19T11:00'),
  ],
}

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'))
})
async function explain(value: unknown, ...options: string[]) {
  const file = join(folder, 'clock.json')
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value))
  return runCommand(registerClockCommands, ['clock', 'explain', file, ...options])
}
type Target = { name: string; dueAt: string; elapsedMinutes: number; pausedMinutes: number; verdict: string; lines: string[] }

describe('clock explain', () => {
  it('prints due moment, minutes, verdict and the account of every target', async () => {
    const { json, exit } = await explain(input, '--json')
    const [target] = json['targets'] as [Target]
    assert.deepEqual([target.name, target.dueAt, target.elapsedMinutes, target.pausedMinutes, target.verdict], ['解决', '2024-09-19T15:00:00.000+08:00', 720, 540, 'met'])
    assert.ok(target.lines.length > 8)
    assert.deepEqual([exit, json['provisional'], json['calendar']], [0, false, '2024@1+2025@1+2026@1'])
  })
  it('recomputes a past moment', async () => {
    const { json } = await explain(input, '--json', '--as-of', '2024-09-16T09:00:00+08:00')
    assert.equal((json['targets'] as [Target])[0].verdict, 'paused')
  })
  it('prints the account for a person and exits 1 when a target is late', async () => {
    const { stdout, exit } = await explain({ ...input, targets: [{ ...input.targets[0], amount: 60 }] })
    assert.match(stdout, /结论：逾期完成/)
    assert.equal(exit, 1)
  })
  it('refuses an unofficial year unless it may be provisional or the file brings the calendar', async () => {
    const future = { ...input, asOf: '2027-01-04T12:00:00+08:00', events: [fact('1', 'start', '2026-12-31T17:30')] }
    assert.equal((await explain(future)).exit, 1)
    const answered = await explain(future, '--provisional', '--json')
    assert.deepEqual([answered.exit, answered.json['provisional']], [0, true])
    const year = { year: 2027, version: 1, source: { document: '测试用日历' }, offDays: [{ holiday: '元旦', from: '2027-01-01', to: '2027-01-03' }] }
    assert.deepEqual((await explain({ ...future, calendarYears: [year] }, '--json')).json['provisional'], false)
    assert.match((await explain({ ...input, calendarYears: [{ ...year, year: 2024, offDays: [{ holiday: '元旦', from: '2024-01-01', to: '2024-01-01' }] }] })).stderr, /给了两份/)
  })
  it('reports every problem of the file at once with exit 2', async () => {
    const { exit, json } = await explain({ ...input, events: [fact('1', 'resume', '2024-09-13T17:00'), fact('2', 'pause', '2024-09-14T10:00')] }, '--json', '--as-of', 'yesterday')
    assert.equal(exit, 2)
    assert.equal((json['problems'] as unknown[]).length, 6)
    assert.equal((await explain('{"events": [')).exit, 2)
    const missing = await runCommand(registerClockCommands, ['clock', 'explain', join(folder, 'none.json')])
    assert.deepEqual([missing.exit, /文件不存在/.test(missing.stderr)], [2, true])
  })
})

describe('the published schema of the clock input', () => {
  it('is what the code checks (run node scripts/generate-clock-schema.ts when it is not)', async () => {
    assert.equal(await readFile(clockSchemaFile, 'utf8'), clockSchemaText())
  })
  it('accepts what the command accepts and refuses a pause without a ground', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(clockSchemaText()) as object)
    assert.equal(validate(input), true)
    assert.equal(validate({ ...input, events: [fact('2', 'pause', '2024-09-14T10:00')] }), false)
  })
})
