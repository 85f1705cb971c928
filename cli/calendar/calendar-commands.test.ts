/** The calendar commands as a script sees them: JSON, exit codes, all problems at once. */
import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runCommand } from '../run-command.fixture.ts'
import { registerCalendarCommands } from './register-calendar-commands.ts'

const run = (...words: string[]) => runCommand(registerCalendarCommands, ['calendar', ...words])

describe('calendar due', () => {
  it('prints the due day', async () => {
    const { json, exit } = await run('due', '--start', '2024-09-13', '--working-days', '10', '--json')
    assert.deepEqual(json, { due: '2024-09-29', start: '2024-09-13', workingDays: 10, calendar: '2024@1+2025@1+2026@1', provisional: false })
    assert.equal(exit, 0)
  })
  it('counts back for a negative number and speaks Chinese without --json', async () => {
    const { stdout } = await run('due', '--start', '2024-10-08', '--working-days', '-6')
    assert.match(stdout, /^2024-09-24（2024-10-08 之后第 -6 个工作日/)
  })
  it('refuses a year without an official calendar unless it may be provisional', async () => {
    const refused = await run('due', '--start', '2026-12-30', '--working-days', '5', '--json')
    assert.equal(refused.exit, 1)
    assert.match(JSON.stringify(refused.json), /2027.*--provisional/)
    const answered = await run('due', '--start', '2026-12-30', '--working-days', '5', '--provisional', '--json')
    assert.deepEqual([answered.exit, answered.json['provisional'], answered.json['due']], [0, true, '2027-01-06'])
  })
  it('takes an official year from a file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'calendar-')), '2027.json')
    await writeFile(file, JSON.stringify({ year: 2027, version: 1, source: { document: '测试用日历' }, offDays: [{ holiday: '元旦', from: '2027-01-01', to: '2027-01-03' }] }))
    const { json, exit } = await run('due', '--start', '2026-12-30', '--working-days', '5', '--json', '--calendar', file)
    assert.deepEqual([exit, json['due'], json['provisional'], json['calendar']], [0, '2027-01-07', false, '2024@1+2025@1+2026@1+2027@1'])
  })
  it('reports wrong usage all at once', async () => {
    const { exit, json, stderr } = await run('due', '--start', '2024-02-30', '--working-days', 'ten', '--calendar', '/nowhere/2027.json', '--json')
    assert.equal(exit, 2)
    assert.deepEqual((json['problems'] as Array<{ place: string }>).map((problem) => problem.place), ['--start', '--working-days', '/nowhere/2027.json'])
    assert.match(stderr, /不是存在的日期/)
    assert.equal((await run('due')).exit, 2)
  })
})

describe('calendar count', () => {
  it('counts working and calendar days, both ends included', async () => {
    const { json, exit } = await run('count', '--from', '2024-07-19', '--to', '2024-12-31', '--json')
    assert.deepEqual([exit, json['workingDays'], json['calendarDays'], json['provisional']], [0, 114, 166, false])
  })
  it('refuses a period that runs backwards or into an unofficial year', async () => {
    assert.equal((await run('count', '--from', '2024-12-31', '--to', '2024-07-19')).exit, 2)
    assert.equal((await run('count', '--from', '2026-12-31', '--to', '2027-01-01')).exit, 1)
    assert.equal((await run('count', '--from', '2026-12-31', '--to', '2027-01-01', '--provisional')).exit, 0)
  })
})
