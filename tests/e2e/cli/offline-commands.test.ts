import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { programFolder } from '#platform/config/config.ts'
import { runXinyun } from '#tests/support/product/run-xinyun.ts'

const CONTRACT = path.join(programFolder, 'contracts', 'beijing-credit-platform-2024')
const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-offline-'))
after(() => rm(folder, { recursive: true }))

/** Runs with --json and holds the rule for all commands: one JSON value on standard output and nothing else there. */
async function json<T>(parameters: readonly string[], expected: number): Promise<T> {
  const { code, stdout, stderr } = await runXinyun([...parameters, '--json'])
  assert.equal(code, expected, `${parameters.join(' ')}: ${stderr}`)
  return JSON.parse(stdout) as T
}

describe('offline commands need no running centre', () => {
  test('contract check: totals of the shipped contract, its ambiguities listed and not counted as problems', async () => {
    const result = await json<{ ok: boolean; problems: unknown[]; total: string; subtotals: Record<string, unknown>; modules: Record<string, unknown>; ambiguities: unknown[] }>(['contract', 'check', CONTRACT], 0)
    assert.equal(result.ok, true)
    assert.deepEqual(result.problems, [])
    assert.equal(Object.keys(result.subtotals).length, 6)
    assert.equal(Object.keys(result.modules).length, 12)
    assert.equal(result.ambiguities.length, 56)
  })

  test('contract check: a file that is none is a finding with its place, a missing one wrong usage', async () => {
    const file = path.join(folder, 'broken.yaml')
    await writeFile(file, 'title: [unclosed\n  nothing: : :\n')
    const broken = await json<{ ok: boolean; problems: Array<{ file?: string; line?: number; message: string }> }>(['contract', 'check', file], 1)
    assert.equal(broken.ok, false)
    assert.ok(broken.problems.every(({ message }) => message.length > 0))
    const missing = await json<{ ok: boolean }>(['contract', 'check', path.join(folder, 'nowhere')], 2)
    assert.equal(missing.ok, false)
  })

  test('contract plan: the counts of the contract term', async () => {
    const { occurrences, counts } = await json<{ occurrences: Array<{ obligation: string; subsystem: string }>; counts: Record<string, Record<string, number>> }>(['contract', 'plan', CONTRACT, '--from', '2024-07-19', '--to', '2024-12-31'], 0)
    assert.ok(occurrences.length > 1_000)
    const backups = Object.values(counts['backup'] ?? {}).reduce((sum, count) => sum + count, 0)
    assert.ok(backups >= 996, `${backups} backups`)
  })

  test('calendar: a due date, a count, and a year without an official calendar only as provisional', async () => {
    const { due } = await json<{ due: string }>(['calendar', 'due', '--start', '2024-09-30', '--working-days', '1'], 0)
    assert.equal(due, '2024-10-08')
    const counted = await json<{ workingDays: number; calendarDays: number }>(['calendar', 'count', '--from', '2024-10-01', '--to', '2024-10-31'], 0)
    assert.deepEqual([counted.workingDays, counted.calendarDays], [19, 31])
    await json(['calendar', 'due', '--start', '2031-03-03', '--working-days', '5'], 1)
    const provisional = await json<{ due: string; provisional: boolean }>(['calendar', 'due', '--start', '2031-03-03', '--working-days', '5', '--provisional'], 0)
    assert.deepEqual([provisional.due, provisional.provisional], ['2031-03-10', true], 'the answer says so')
    await json(['calendar', 'due', '--start', '2024-02-30', '--working-days', '1'], 2)
  })

  test('clock explain: malformed input is wrong usage, told in words', async () => {
    const file = path.join(folder, 'clock.json')
    await writeFile(file, '{"targets": ')
    const { code, stdout, stderr } = await runXinyun(['clock', 'explain', file, '--json'])
    assert.equal(code, 2, stderr)
    assert.doesNotThrow(() => JSON.parse(stdout))
    assert.doesNotMatch(stderr, /\n\s+at /)
  })

  test('help is printed for every command, exit 0', async () => {
    for (const parameters of [['--help'], ['start', '--help'], ['contract', '--help'], ['evidence', '--help']]) {
      const { code, stdout } = await runXinyun(parameters)
      assert.equal(code, 0)
      assert.match(stdout, /\p{Script=Han}/u)
    }
  })
})
