/** The contract commands as a script sees them: JSON keys, exit codes, all problems at once. */
import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../run-command.fixture.ts'
import { registerContractCommands } from './register-contract-commands.ts'

const folder = fileURLToPath(new URL('../../contracts/beijing-credit-platform-2024', import.meta.url))
const run = (...words: string[]) => runCommand(registerContractCommands, ['contract', ...words])
const plan = (...words: string[]) => run('plan', folder, '--from', '2024-07-19', '--to', '2024-12-31', ...words)
type Row = Record<string, unknown>

async function faulty(file: string, find: string, put: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'contract-'))
  await cp(folder, copy, { recursive: true })
  const text = await readFile(join(copy, file), 'utf8')
  assert.ok(text.includes(find))
  await writeFile(join(copy, file), text.replace(find, put))
  return copy
}

describe('contract check', () => {
  it('prints totals, ambiguities and inconsistencies of a clean contract and exits 0', async () => {
    const { json, exit } = await run('check', folder, '--json')
    assert.deepEqual([exit, json['ok'], json['problems'], json['total']], [0, true, [], '1803000.00'])
    assert.deepEqual(Object.keys(json), ['ok', 'problems', 'total', 'subtotals', 'modules', 'ambiguities', 'inconsistencies'])
    assert.equal((json['subtotals'] as Row)['law-enforcement'], '280000.00')
    assert.equal((json['modules'] as Row)['change-request'], '435000.00')
    assert.equal((json['ambiguities'] as Row[]).length, 56)
  })
  it('takes the entry file as well as the folder, and speaks Chinese without --json', async () => {
    const { stdout, exit } = await run('check', join(folder, 'contract.yaml'))
    assert.equal(exit, 0)
    assert.match(stdout, /检查通过，义务 135 项/)
    assert.match(stdout, /280,000\.00 {2}住房城乡建设系统执法/)
    assert.match(stdout, /435,000\.00 {2}其它工作/)
    assert.match(stdout, /总价 {2}1,803,000\.00 元/)
    assert.match(stdout, /AMB-56/)
    assert.match(stdout, /INC-01 {2}附件3 六/)
  })
  it('exits 1 with file, line and clause of each problem', async () => {
    const { json, exit, stderr } = await run('check', await faulty('price-list.yaml', "amount: '120000.00'", "amount: '120001.00'"), '--json')
    const [first, ...rest] = json['problems'] as Row[]
    assert.deepEqual([exit, json['ok'], json['total'], rest.length], [1, false, '1803001.00', 3])
    assert.deepEqual(Object.keys(first ?? {}), ['file', 'line', 'clause', 'message'])
    assert.match(stderr, /price-list\.yaml:17 \[附件3 一·1\]/)
  })
  it('exits 2 for a file that is not there', async () => {
    const { json, exit } = await run('check', '/nowhere/contract.yaml', '--json')
    assert.deepEqual([exit, json['ok']], [2, false])
  })
})

describe('contract plan', () => {
  it('prints the required occurrences and their counts', async () => {
    const { json, exit } = await plan('--json')
    const occurrences = json['occurrences'] as Row[]
    const countOf = (id: string) => occurrences.filter(({ obligation }) => obligation === id).length
    assert.equal(exit, 0)
    assert.deepEqual([countOf('M3-02') + countOf('M3-05'), countOf('M3-04'), countOf('M7-01'), countOf('M5-03'), countOf('M5-04')], [138, 166, 996, 6, 2])
    for (const key of ['obligation', 'subsystem', 'service', 'clause', 'opensOn', 'dueAt', 'unit']) assert.ok(occurrences.every((one) => typeof one[key] === 'string'), key)
    const counted = Object.values(json['counts'] as Record<string, Record<string, number>>).flatMap((row) => Object.values(row))
    assert.equal(counted.reduce((sum, one) => sum + one, 0), occurrences.length)
  })
  it('plans one service of one subsystem', async () => {
    const { json } = await plan('--subsystem', 'law-enforcement', '--service', 'data-maintenance', '--json')
    assert.deepEqual(json['counts'], { 'data-maintenance': { 'law-enforcement': 8 } })
  })
  it('tries another default', async () => {
    const { json } = await plan('--service', 'inspection', '--subsystem', 'market-supervision', '--choose', 'AMB-11=working-days', '--json')
    assert.equal((json['occurrences'] as Row[]).filter(({ obligation }) => obligation === 'M3-04').length, 114)
  })
  it('refuses a year without an official calendar unless it may be provisional', async () => {
    const words = ['plan', folder, '--from', '2027-01-01', '--to', '2027-03-31', '--json']
    const refused = await run(...words)
    assert.equal(refused.exit, 1)
    assert.match(JSON.stringify(refused.json), /2027.*--provisional/)
    const answered = await run(...words, '--provisional')
    assert.deepEqual([answered.exit, answered.json['provisional']], [0, true])
    assert.ok((answered.json['occurrences'] as Row[]).every(({ isProvisional }) => isProvisional === true))
  })
  it('reports wrong usage all at once, and what the contract does not declare', async () => {
    const { json, exit } = await run('plan', folder, '--from', '2024-07-19', '--subsystem', 'circulation', '--service', 'printing', '--choose', 'AMB-99=x', '--json')
    assert.equal(exit, 2)
    assert.deepEqual((json['problems'] as Row[]).map(({ place }) => place), ['--to', '--subsystem', '--service', '--choose'])
    assert.equal((await run('plan', folder, '--from', '2024-12-31', '--to', '2024-07-19')).exit, 2)
    assert.match((await run('plan', folder, '--from', '2024-02-30', '--to', '2024-07-19')).stderr, /^--from：“2024-02-30”不是存在的日期/)
    assert.equal((await run('plan', folder, '--from', '2024-01-01', '--to', '9999-12-31')).exit, 2)
  })
  it('does not plan an unsound contract', async () => {
    const { json, exit } = await run('plan', await faulty('notices.yaml', 'X-06', 'X-66'), '--from', '2024-07-19', '--to', '2024-12-31', '--json')
    assert.deepEqual([exit, json['ok']], [1, false])
  })
  it('shows people the counts and the first of what falls due', async () => {
    const { stdout } = await plan('--service', 'data-maintenance')
    assert.match(stdout, /应完成 8 项/)
    assert.match(stdout, /2024-07-31 {2}M5-03 +2024年7月 执法考核数据导出 {2}law-enforcement {2}二·S5·4（M5）/)
  })
})

describe('contract schema', () => {
  it('prints what is published', async () => {
    const published = await readFile(new URL('../../contracts/contract.schema.json', import.meta.url), 'utf8')
    assert.equal((await run('schema')).stdout, published)
  })
})
