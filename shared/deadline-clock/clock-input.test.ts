/** The file of `clock explain`: shape and sequence problems together, each with its place. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseClockInput } from './clock-input.ts'

const fact = (id: string, kind: string, at: string, more = {}) => ({ id, kind, at, recordedAt: at, ...more })
const file = {
  asOf: '2024-08-02T10:00:00+08:00',
  targets: [{ name: '解决', kind: 'window-minutes', amount: 240, window: '5x9', contractual: true, clause: '二(三)3.1' }],
  events: [fact('1', 'start', '2024-08-01T09:00:00+08:00')],
}
const problemsOf = (value: unknown) => {
  const parsed = parseClockInput(typeof value === 'string' ? value : JSON.stringify(value))
  return parsed.ok ? [] : parsed.problems
}

describe('the clock input file', () => {
  it('is read with its defaults', () => {
    const parsed = parseClockInput(JSON.stringify(file))
    assert.ok(parsed.ok)
    assert.deepEqual(parsed.value.windows, {})
    assert.equal(parsed.value.asOf.toISOString(), '2024-08-02T02:00:00.000Z')
  })

  it('reports a pause without reason, owner and proof together with a resume that has no pause', () => {
    const problems = problemsOf({
      ...file,
      events: [...file.events, fact('2', 'resume', '2024-08-01T10:00:00+08:00'), fact('3', 'pause', '2024-08-01T11:00:00+08:00', { reason: ' ' }), fact('4', 'resume', '2024-08-01T12:00:00+08:00')],
    })
    assert.deepEqual(problems.map((problem) => problem.place), ['events[2].reason', 'events[2].owner', 'events[2].proof', 'events[1]'])
    assert.match(problems[0]?.message ?? '', /请写明暂停原因/)
    assert.match(problems[3]?.message ?? '', /“恢复”不成立/)
  })

  it('names an unknown window, a doubled target and a window that runs backwards', () => {
    const windows = { night: { title: '夜间', days: 'all', spans: [{ from: '20:00', to: '06:00' }] } }
    assert.match(problemsOf({ ...file, windows })[0]?.message ?? '', /跨零点请拆成两段/)
    const [target] = file.targets
    const places = problemsOf({ ...file, targets: [target, { ...target, window: '6x12' }] }).map((problem) => problem.place)
    assert.deepEqual(places, ['targets[1].window', 'targets[1].name'])
  })

  it('refuses a time without offset and text that is not JSON', () => {
    assert.equal(problemsOf({ ...file, asOf: '2024-08-02 10:00' })[0]?.place, 'asOf')
    assert.match(problemsOf('{')[0]?.message ?? '', /不是有效的 JSON/)
  })
})
